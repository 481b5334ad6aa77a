"""Sets and unsets periods with their own weekly hours: Ramadan, or a new week from a day on (R14)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db.models import Q

from loket.foundation.audit.actions import record
from loket.foundation.offices import rules
from loket.foundation.offices.models import HoursPeriod, Office, PeriodHours, ServicePoint
from loket.kit.actor import Actor
from loket.kit.transaction import in_transaction


def set_period(
    *,
    office_id: int,
    point_id: int | None = None,
    first: date,
    last: date | None,
    name: str,
    decree: str,
    week: Mapping[int, rules.Hours],
    today: date,
    by: Actor,
    now: datetime,
) -> int:
    """Gives an office, or one of its points, other weekly hours from `first` to `last`, both included, by decree (R14).

    Without `last` it is a new week until a later one begins; one that begins on the same day is replaced. News for
    booking. Returns the period's id. Raises DayIsOver, PeriodWrong, DayNameWrong, DecreeMissing, PeriodEmpty,
    PeriodTaken, PeriodNotSet for a point of another office.
    """
    order = rules.order_period(first=first, last=last, name=name, decree=decree, week=week, today=today)
    with in_transaction():
        _lock(office_id)
        if point_id is not None and not ServicePoint.objects.filter(pk=point_id, office_id=office_id).exists():
            raise rules.PeriodNotSet
        _make_room(office_id, point_id, order)
        period = HoursPeriod.objects.create(
            office_id=office_id, point_id=point_id, starts_on=order.starts_on, ends_on=order.ends_on, name=order.name,
            decree=order.decree,
        )  # fmt: skip
        PeriodHours.objects.bulk_create(_hours(period, weekday, hours) for weekday, hours in sorted(order.week.items()))
        detail = _detail(period, order.starts_on) | {"decree": order.decree}
        record(
            "offices.period_set", subject=("office", office_id), detail=detail, office_id=office_id, react=True,
            by=by, now=now,
        )  # fmt: skip
    return int(period.pk)


def unset_period(*, office_id: int, period_id: int, today: date, by: Actor, now: datetime) -> None:
    """Takes a period away from today on; days that are over keep the hours they had.

    A new week that has begun is ended by setting another one. Raises PeriodNotSet.
    """
    with in_transaction():
        _lock(office_id)
        period = HoursPeriod.objects.filter(pk=period_id, office_id=office_id).first()
        if period is None or (period.ends_on is None and period.starts_on < today):
            raise rules.PeriodNotSet
        if period.ends_on is not None and period.ends_on <= today:
            raise rules.PeriodNotSet
        detail = _detail(period, max(period.starts_on, today))
        if period.starts_on >= today:
            period.delete()
        else:
            period.ends_on = today
            period.save(update_fields=["ends_on"])
        record(
            "offices.period_unset", subject=("office", office_id), detail=detail, office_id=office_id, react=True,
            by=by, now=now,
        )  # fmt: skip


def _lock(office_id: int) -> None:
    """Orders for one office are written one after the other."""
    Office.objects.select_for_update(no_key=True).get(pk=office_id)


def _make_room(office_id: int, point_id: int | None, order: rules.PeriodOrder) -> None:
    """Takes away the new week of the same day. Raises PeriodTaken; the database would refuse it too."""
    mine = HoursPeriod.objects.filter(office_id=office_id, point_id=point_id)
    if order.ends_on is None:
        mine.filter(ends_on=None, starts_on=order.starts_on).delete()
    elif mine.filter(Q(starts_on__lt=order.ends_on) & Q(ends_on__gt=order.starts_on)).exists():
        raise rules.PeriodTaken


def _hours(period: HoursPeriod, weekday: int, hours: rules.Hours) -> PeriodHours:
    return PeriodHours(
        period=period, weekday=weekday, opens=hours.opens, closes=hours.closes, break_from=hours.break_from,
        break_to=hours.break_to,
    )  # fmt: skip


def _detail(period: HoursPeriod, first: date) -> dict[str, str | int]:
    detail: dict[str, str | int] = {"period": period.pk, "first": first.isoformat()}
    if period.ends_on is not None:
        detail["last"] = (period.ends_on - timedelta(days=1)).isoformat()
    return detail
