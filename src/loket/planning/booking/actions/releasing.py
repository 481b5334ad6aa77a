"""Release rules (R6): set one, and run what is due. Between releases a returned seat is nobody's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from loket.foundation.audit.actions import record
from loket.foundation.offices.models import ServicePoint
from loket.foundation.offices.queries import calendar_of
from loket.kit.actor import Actor
from loket.kit.clock import office_day
from loket.kit.transaction import announce, in_transaction
from loket.planning.booking import rules
from loket.planning.booking.actions.returning import free_returned
from loket.planning.booking.models import ReleaseRule, Slot
from loket.planning.booking.releases import Release, ReleaseKind, days_opened, opens_at, releases_between

#: A slot's rule is asked of the calendar this far around a day: the months that a rule may reach back.
AROUND = timedelta(days=130)


def release_of(row: ReleaseRule) -> Release:
    """The rule that a row holds."""
    return Release(ReleaseKind(row.kind), row.at, row.ahead, row.weekday)


def rule_for(point_id: int, service_id: int) -> ReleaseRule | None:
    """The rule of a service at a point: its own, else the one for all services there; None: seats open at once."""
    rules_here = ReleaseRule.objects.filter(Q(service_id=service_id) | Q(service=None), point_id=point_id)
    return rules_here.order_by("service_id").first()  # a service's own before the empty one: NULL sorts last


def opening_of(point_id: int, service_id: int, first: date, last: date) -> Callable[[date], datetime | None]:
    """When each day from `first` to `last` opens by the release rule in force; None: at once."""
    row = rule_for(point_id, service_id)
    if row is None:
        return lambda _day: None
    zone = ServicePoint.objects.values_list("office__timezone", flat=True).get(pk=point_id)
    calendar = calendar_of(point_id, first - AROUND, last)
    rule = release_of(row)
    return lambda day: opens_at(rule, day, zone, calendar.works)


def set_release(*, point_id: int, service_id: int | None, rule: Release, by: Actor, now: datetime) -> int:
    """Sets when quota opens (R6): for one service of a point, or for all that have no rule of their own.

    Days that are not open yet follow the new rule; what is open stays open. Returns how many slots opened or moved.
    Raises ReleaseRuleWrong.
    """
    rule.check()
    with in_transaction():
        point = (
            ServicePoint.objects.select_for_update(of=("self",), no_key=True).select_related("office").get(pk=point_id)
        )
        here = ReleaseRule.objects.filter(point=point)
        mine = here.filter(service=None) if service_id is None else here.filter(service_id=service_id)
        if not mine.update(**_columns(rule), released_until=now):
            here.create(point=point, service_id=service_id, **_columns(rule), released_until=now)
        row = mine.get()
        moved = _follow(row, point.office.timezone, now)
        detail = {"service": service_id or 0, "kind": rule.kind.value, "ahead": rule.ahead, "slots": moved}
        record(
            "booking.release_set", subject=("point", point_id), detail=detail, office_id=point.office_id, by=by, now=now
        )
        announce(f"slots:{point_id}")
    return moved


def _columns(rule: Release) -> dict[str, Any]:
    return {"kind": rule.kind, "weekday": rule.weekday, "at": rule.at, "ahead": rule.ahead}


def _follow(row: ReleaseRule, timezone: str, now: datetime) -> int:
    """Slots that have not opened yet open when the new rule says."""
    slots = list(
        _slots_of(row).filter(opens_at__gt=now, channel__in=rules.RELEASED)
        .select_for_update(of=("self",), no_key=True).order_by("pk")
    )  # fmt: skip
    if not slots:
        return 0
    days = [slot.day for slot in slots]
    calendar, rule = calendar_of(row.point_id, min(days) - AROUND, max(days)), release_of(row)
    for slot in slots:
        slot.opens_at = opens_at(rule, slot.day, timezone, calendar.works)
    Slot.objects.bulk_update(slots, ["opens_at"], batch_size=500)
    return len(slots)


def _slots_of(row: ReleaseRule) -> QuerySet[Slot]:
    """The slots that a rule governs."""
    slots = Slot.objects.filter(point_id=row.point_id)
    if row.service_id is not None:
        return slots.filter(service_id=row.service_id)
    own = ReleaseRule.objects.filter(point_id=row.point_id, service__isnull=False).values("service_id")
    return slots.exclude(service_id__in=own)


def run_releases(*, by: Actor, now: datetime) -> int:
    """Runs the releases of all rules that are due, missed ones too; running it again does nothing (R6).

    A release frees the seats that were returned until its moment, of all days after it up to the last one that it
    opens. Returns how many releases were run.
    """
    ids = ReleaseRule.objects.filter(released_until__lt=now).order_by("pk").values_list("pk", flat=True)
    return sum(_run(rule_id, by, now) for rule_id in list(ids))


def _run(rule_id: int, by: Actor, now: datetime) -> int:
    with in_transaction():  # the row's lock: of two runs at one moment the second finds nothing due
        row = ReleaseRule.objects.select_for_update(of=("self",)).select_related("point__office").get(pk=rule_id)
        zone = row.point.office.timezone
        today = office_day(now, zone)
        works = calendar_of(row.point_id, today - AROUND, today + timedelta(days=31)).works
        due = list(releases_between(release_of(row), row.released_until, now, zone, works))
        for moment, day in due:
            _free(row, moment, day, by, now)
        if due:
            ReleaseRule.objects.filter(pk=row.pk).update(released_until=due[-1][0])
            announce(f"slots:{row.point_id}")
        return len(due)


def _free(row: ReleaseRule, moment: datetime, day: date, by: Actor, now: datetime) -> None:
    first, last = days_opened(release_of(row), day)
    slots = _slots_of(row).filter(day__gt=day, day__lte=last, returned__gt=0, starts_at__gt=now)
    seats, of_slots = free_returned(list(slots.order_by("pk").values_list("pk", flat=True)), until=moment, now=now)
    detail = {
        "service": row.service_id or 0, "at": moment.isoformat(), "first": first.isoformat(),
        "last": last.isoformat(), "seats": seats, "slots": of_slots,
    }  # fmt: skip
    record(
        "booking.released", subject=("point", row.point_id), detail=detail, office_id=row.point.office_id,
        by=by, now=now,
    )  # fmt: skip
