"""Who comes when: punctual, early, late, not at all; people without a number. Pure, the same for the same seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

NO_SHOW = 0.08
LATE = 0.03
#: People around 10 minutes early; who comes half an hour early and more waits outside until the door opens.
EARLY_MEAN, EARLY_SPREAD = timedelta(minutes=11), timedelta(minutes=7)
DOOR_OPENS_BEFORE = timedelta(minutes=29)
WALK_INS, COMPANIONS, SECOND_SCANS = 14, 6, 3
WITHOUT_NUMBER = ("walk_in", "companion")


@dataclass(frozen=True, slots=True, order=True)
class Coming:
    """Somebody steps up to the gate: with the ticket of a party, or without a number (`reason`)."""

    at: datetime
    token: str = ""
    reason: str = ""


def plan(
    parties: Sequence[tuple[str, datetime]], *, opens: datetime, closes: datetime, starts: datetime, seed: int
) -> list[Coming]:
    """Who comes between `starts` and the end of the day, in order. `parties`: token and booked hour of each.

    Each party draws its own luck by its place in the list: what one does changes nothing for the others.
    """
    lucks = (luck(seed, place) for place in range(len(parties)))
    drawn = (_party(token, hour, random) for (token, hour), random in zip(parties, lucks, strict=True))
    coming = [come for come in drawn if come]
    random = luck(seed, "door")
    twice = coming[7 :: len(coming) // SECOND_SCANS or 1][:SECOND_SCANS]
    coming += [Coming(come.at + timedelta(minutes=20), come.token) for come in twice]
    for reason, count in zip(WITHOUT_NUMBER, (WALK_INS, COMPANIONS), strict=True):
        coming += [Coming(_between(opens, closes, random), reason=reason) for _ in range(count)]
    return sorted(come for come in coming if come.at >= starts)


def luck(seed: int, whose: object) -> Random:
    """Somebody's own chance, the same each time."""
    return Random(f"{seed} {whose}")  # noqa: S311 (a play, not a secret)


def _party(token: str, hour: datetime, random: Random) -> Coming | None:
    drawn = random.random()
    if drawn < NO_SHOW:
        return None
    if drawn < NO_SHOW + LATE:
        return Coming(hour + timedelta(minutes=random.uniform(16, 50)), token)
    early = timedelta(seconds=random.gauss(EARLY_MEAN.total_seconds(), EARLY_SPREAD.total_seconds()))
    return Coming(hour - min(early, DOOR_OPENS_BEFORE), token)


def _between(opens: datetime, closes: datetime, random: Random) -> datetime:
    return opens + (closes - opens) * random.random()


#: Stage -> mean seconds at a counter; invented, as the minutes of seed.layout.
SECONDS = {"documents": 130, "biometrics": 170, "interview": 200, "handover": 100}


def service_seconds(random: Random, stage: str) -> float:
    """How long one stage at a counter takes: around its mean, never under half or over two and a half of it."""
    mean = SECONDS[stage]
    return min(2.5 * mean, max(mean / 2, random.gauss(mean, mean / 3)))
