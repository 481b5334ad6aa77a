"""Closed days of the whole country, from the package `holidays`: public holidays and cuti bersama (R13)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import holidays

from loket.foundation.offices.models import CalendarDay
from loket.foundation.offices.rules import DayKind

YEARS = range(2022, 2028)
#: The joint decree of three ministers names a year's days; that of 2027 was not out when this was written.
DECREES = dict.fromkeys(range(2022, 2026), "SKB 3 Menteri") | {2026: "SKB 3 Menteri, 19 September 2025"}


def closed_days() -> Iterator[tuple[date, str, str]]:
    """Day, name and decree of every closed day, in order."""
    known = holidays.country_holidays("ID", years=YEARS, categories=("public", "government"), language="id")
    for day, name in sorted(known.items()):
        yield day, name[:120], DECREES.get(day.year, "")


def seed_calendar() -> None:
    """Notes days that no one has entered yet; entries that an office changed stay as they are."""
    entered = set(CalendarDay.objects.filter(office=None).values_list("day", flat=True))
    CalendarDay.objects.bulk_create(
        CalendarDay(day=day, kind=DayKind.CLOSED, name=name, decree=decree)
        for day, name, decree in closed_days()
        if day not in entered
    )
