"""Ramadan 1443 H (3 April to 1 May 2022) at the offices of DKI Jakarta: a period with hours of its own."""

from __future__ import annotations

from datetime import date, time

from loket.foundation.offices.models import HoursPeriod, Office, PeriodHours
from loket.foundation.offices.rules import Hours
from loket.seed.layout import OFFICES

FIRST, AFTER = date(2022, 4, 3), date(2022, 5, 2)
NAME, DECREE = "Jam layanan Ramadan 1443 H", "SK peragaan 04/2022 (isi peragaan, bukan surat resmi)"
_WEEKDAY, _FRIDAY = (
    Hours(time(8), time(14), time(12), time(12, 30)),
    Hours(time(8), time(14), time(11, 30), time(12, 30)),
)
WEEK = {day: _FRIDAY if day == 4 else _WEEKDAY for day in range(5)}


def seed_ramadan() -> None:
    """Notes the period once at each furnished office of the region."""
    offices = Office.objects.filter(code__in=OFFICES, region__name="DKI Jakarta").order_by("id")
    known = set(HoursPeriod.objects.filter(starts_on=FIRST).values_list("office_id", flat=True))
    for office in (office for office in offices if office.pk not in known):
        period = HoursPeriod.objects.create(office=office, starts_on=FIRST, ends_on=AFTER, name=NAME, decree=DECREE)
        PeriodHours.objects.bulk_create(
            PeriodHours(
                period=period, weekday=weekday, opens=hours.opens, closes=hours.closes, break_from=hours.break_from,
                break_to=hours.break_to,
            )
            for weekday, hours in WEEK.items()
        )  # fmt: skip
