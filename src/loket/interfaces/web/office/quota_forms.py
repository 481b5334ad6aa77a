"""What a head types to change the quota: a number an hour, a day's total, or a percentage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby

from django.utils.translation import gettext

from loket.planning.booking import quotas
from loket.planning.booking.queries import WeekSlot
from loket.planning.booking.rules import LARGEST_QUOTA


@dataclass(frozen=True, slots=True)
class Change:
    """A change, checked: seats by slot, or a percentage of the base for this service or for all of them."""

    seats: dict[int, int] = field(default_factory=dict)
    percent: int | None = None
    all_services: bool = False
    error: str = ""


def number_of(typed: str, most: int) -> int | None:
    """A whole number from 0 to `most`, None for anything else."""
    said = typed.strip()
    if not said.isascii() or not said.isdigit() or len(said) > 7:
        return None
    return int(said) if int(said) <= most else None


def change_of(typed: Mapping[str, str], week: list[WeekSlot]) -> Change:
    """What was asked for; `error` in words when it can't be. A day's total goes before the numbers of its hours."""
    if typed.get("tindakan") == "persen":
        percent = number_of(typed.get("persen", ""), quotas.MOST_PERCENT)
        if percent is None:
            return Change(error=gettext("Tulis persen, 0 sampai 1.000."))
        return Change(percent=percent, all_services=typed.get("semua") == "1")
    seats: dict[int, int] = {}
    ahead = [slot for slot in week if slot.is_ahead]
    for day, slots in groupby(ahead, key=lambda slot: slot.day):
        listed = list(slots)
        total = typed.get(f"hari_{day}", "").strip()
        numbers = _of_day(total, listed) if total else _of_hours(typed, listed)
        if numbers is None:
            return Change(error=gettext("Tulis jumlah kursi dengan angka, 0 sampai 2.000 tiap jam."))
        seats |= numbers
    if not seats:
        return Change(error=gettext("Tidak ada yang berubah: angkanya sama, atau jamnya sudah lewat."))
    return Change(seats=seats)


def _of_day(typed: str, slots: list[WeekSlot]) -> dict[int, int] | None:
    total = number_of(typed, LARGEST_QUOTA * len(slots))
    if total is None:
        return None
    shares = quotas.spread([slot.base for slot in slots], total)
    return {slot.slot_id: share for slot, share in zip(slots, shares, strict=True) if share != slot.wanted}


def _of_hours(typed: Mapping[str, str], slots: list[WeekSlot]) -> dict[int, int] | None:
    """Numbers that differ from what stands; a field that is missing stays."""
    found = {}
    for slot in slots:
        number = number_of(typed.get(f"kursi_{slot.slot_id}", str(slot.wanted)), LARGEST_QUOTA)
        if number is None:
            return None
        if number != slot.wanted:
            found[slot.slot_id] = number
    return found
