"""Sets and unsets days of an office's calendar."""

from __future__ import annotations

from datetime import date, datetime, time

from loket.foundation.audit.actions import record
from loket.foundation.offices import rules
from loket.foundation.offices.models import CalendarDay
from loket.kit.actor import Actor
from loket.kit.transaction import in_transaction


def set_day(
    *,
    office_id: int,
    day: date,
    kind: rules.DayKind,
    name: str,
    decree: str,
    opens: time | None = None,
    closes: time | None = None,
    break_from: time | None = None,
    break_to: time | None = None,
    today: date,
    by: Actor,
    now: datetime,
) -> None:
    """Closes a day of an office, opens an extra one or changes its hours, by decree (R13, R14).

    It replaces the office's earlier entry of that day. `today` is the office's. News for booking, which stops or
    resumes the day's slots. Raises DayIsOver, DayNameWrong, DecreeMissing, DayHoursWrong, BreakWrong.
    """
    order = rules.order_day(
        day=day, kind=kind, name=name, decree=decree, opens=opens, closes=closes, break_from=break_from,
        break_to=break_to, today=today,
    )  # fmt: skip
    with in_transaction():
        CalendarDay.objects.update_or_create(
            office_id=office_id,
            day=order.day,
            defaults={
                "kind": order.kind,
                "name": order.name,
                "decree": order.decree,
                "opens": order.hours.opens if order.hours else None,
                "closes": order.hours.closes if order.hours else None,
                "break_from": order.hours.break_from if order.hours else None,
                "break_to": order.hours.break_to if order.hours else None,
            },
        )
        detail = {"day": order.day.isoformat(), "kind": order.kind.value, "decree": order.decree}
        record(
            "offices.day_set", subject=("office", office_id), detail=detail, office_id=office_id, react=True,
            by=by, now=now,
        )  # fmt: skip


def unset_day(*, office_id: int, day: date, today: date, by: Actor, now: datetime) -> None:
    """Takes the office's own entry of a day away: the nation's calendar and the weekly hours count again.

    Raises DayIsOver, DayNotSet.
    """
    if day < today:
        raise rules.DayIsOver
    with in_transaction():
        gone, _ = CalendarDay.objects.filter(office_id=office_id, day=day).delete()
        if not gone:
            raise rules.DayNotSet
        record(
            "offices.day_unset", subject=("office", office_id), detail={"day": day.isoformat()}, office_id=office_id,
            react=True, by=by, now=now,
        )  # fmt: skip
