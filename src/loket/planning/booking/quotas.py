"""How many seats slots shall have (R7, R8): what a change would do, worked out before it is done. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from loket.foundation.policy.rules import share_of
from loket.planning.booking.rules import LARGEST_QUOTA, SlotsWrong

#: A percentage raises a quota at most tenfold.
MOST_PERCENT = 1000


@dataclass(frozen=True, slots=True)
class Seats:
    """What a slot has: `base` before a percentage, `wanted` by the office, `quota` as it stands, seats out."""

    slot_id: int
    group: str  # slots of one day, service and channel share a percentage's rounding
    base: int
    wanted: int
    quota: int
    taken: int
    returned: int


@dataclass(frozen=True, slots=True)
class Resized:
    """What a slot would have: `after` is never under what is out; `over`: people above what is wanted (R8)."""

    slot_id: int
    wanted: int
    base: int
    before: int
    after: int
    over: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change does in all."""

    slots: int
    added: int
    removed: int
    over: int


def resized(seats: Sequence[Seats], wanted: dict[int, int]) -> list[Resized]:
    """Slots that get the number in `wanted` (by slot), which is their new base too. Raises SlotsWrong."""
    if any(not 0 <= number <= LARGEST_QUOTA for number in wanted.values()):
        raise SlotsWrong
    asked = [(slot, wanted[slot.slot_id]) for slot in seats if slot.slot_id in wanted]
    return [_resized(slot, number, base=number) for slot, number in asked]


def scaled(seats: Sequence[Seats], percent: int) -> list[Resized]:
    """Slots at `percent` of their base. A day's sum is rounded down once; what hours lose goes to the fullest loss.

    Raises SlotsWrong.
    """
    if not 0 <= percent <= MOST_PERCENT:
        raise SlotsWrong
    found = []
    for _, slots in groupby(sorted(seats, key=lambda s: (s.group, s.slot_id)), key=lambda s: s.group):
        listed = list(slots)
        shares = _shares([slot.base for slot in listed], percent)
        found += [_resized(slot, share, base=slot.base) for slot, share in zip(listed, shares, strict=True)]
    return sorted(found, key=lambda change: change.slot_id)


def spread(bases: Sequence[int], total: int) -> list[int]:
    """A day's seats over its hours by their base, the sum exactly `total`; evenly where no hour has a base."""
    weights = list(bases) if sum(bases) else [1] * len(bases)
    whole = sum(weights)
    shares = [total * weight // whole for weight in weights] if weights else []
    by_loss = sorted(range(len(weights)), key=lambda n: (-(total * weights[n] % whole), n))
    for n in by_loss[: total - sum(shares)]:
        shares[n] += 1
    return shares


def preview_of(changes: Sequence[Resized]) -> Preview:
    """The sum of a change: seats that come, seats that go, people above what is wanted."""
    moved = [change.after - change.before for change in changes]
    return Preview(
        slots=sum(step != 0 or change.over > 0 for step, change in zip(moved, changes, strict=True)),
        added=sum(step for step in moved if step > 0),
        removed=-sum(step for step in moved if step < 0),
        over=sum(change.over for change in changes),
    )


def _shares(bases: Sequence[int], percent: int) -> list[int]:
    shares = [share_of(base, percent) for base in bases]
    left = share_of(sum(bases), percent) - sum(shares)
    by_loss = sorted(range(len(bases)), key=lambda n: (-(bases[n] * percent % 100), n))
    for n in by_loss[:left]:
        shares[n] += 1
    return shares


def _resized(slot: Seats, wanted: int, *, base: int) -> Resized:
    after = max(wanted, slot.taken + slot.returned)
    return Resized(slot.slot_id, wanted, base, slot.quota, after, max(slot.taken - wanted, 0))
