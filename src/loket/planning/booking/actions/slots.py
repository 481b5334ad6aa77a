"""Makes slots, and lets them follow the calendar of their office."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta

from loket.foundation.audit.actions import record
from loket.foundation.offices.models import ServicePoint
from loket.foundation.offices.queries import OfficeCalendar, calendar_of, calendars_of
from loket.kit.actor import Actor
from loket.kit.clock import at_office
from loket.kit.transaction import announce, in_transaction
from loket.planning.booking import rules
from loket.planning.booking.actions.releasing import opening_of
from loket.planning.booking.actions.suspending import suspension_for
from loket.planning.booking.hours import quota_of, runs, slot_hours
from loket.planning.booking.models import Slot


def open_slots(
    *,
    point_id: int,
    service_id: int,
    first: date,
    last: date,
    quota: int | Mapping[int, int],
    opens_at: datetime | None = None,
    channel: rules.Channel = rules.Channel.ONLINE,
    by: Actor,
    now: datetime,
) -> int:
    """Makes slots of a channel from `first` to `last` inside opening hours only (R13, R14); answers how many are new.

    `quota`: seats an hour, in proportion for a shorter slot, or seats by wall-clock hour ({8: 20, 9: 25}). `opens_at`:
    from when they may be booked; left out, the release rule of point and service says when (R6), without one at once.
    A slot that stands is left as it is. Raises SlotsWrong.
    """
    quotas = [quota] if isinstance(quota, int) else list(quota.values())
    if not first <= last <= first + rules.LONGEST_RANGE or any(not 0 <= q <= rules.LARGEST_QUOTA for q in quotas):
        raise rules.SlotsWrong
    zone = ServicePoint.objects.values_list("office__timezone", flat=True).get(pk=point_id)
    calendar = calendar_of(point_id, first, last)
    with in_transaction():
        ServicePoint.objects.select_for_update(of=("self",), no_key=True).get(pk=point_id)  # a suspension waits
        suspension, opening = suspension_for(point_id, service_id), _opening(channel, point_id, service_id, first, last)
        mine = Slot.objects.filter(point_id=point_id, service_id=service_id, channel=channel)
        standing = set(mine.filter(day__range=(first, last)).values_list("starts_at", flat=True))
        wanted = [
            Slot(
                point_id=point_id, service_id=service_id, channel=channel, day=day,
                opens_at=opens_at or opening(day), suspension=suspension,
                starts_at=at_office(day, starts, zone), ends_at=at_office(day, ends, zone), quota=seats,
            )
            for day, starts, ends, seats in _openings(calendar, first, last, quota)
        ]  # fmt: skip
        new = [slot for slot in wanted if slot.starts_at not in standing]
        Slot.objects.bulk_create(new, ignore_conflicts=True)
        if new:
            detail = {"service": service_id, "first": first.isoformat(), "last": last.isoformat(), "slots": len(new)}
            detail["channel"] = channel.value
            record("booking.slots_opened", subject=("point", point_id), detail=detail, by=by, now=now)
            announce(f"slots:{point_id}")
    return len(new)


def _opening(
    channel: rules.Channel, point_id: int, service_id: int, first: date, last: date
) -> Callable[[date], datetime | None]:
    if channel in rules.RELEASED:
        return opening_of(point_id, service_id, first, last)
    return lambda _day: None


def _openings(
    calendar: OfficeCalendar, first: date, last: date, quota: int | Mapping[int, int]
) -> Iterator[tuple[date, time, time, int]]:
    for ahead in range((last - first).days + 1):
        day = first + timedelta(days=ahead)
        hours = calendar.hours_on(day)
        for starts, ends in slot_hours(hours) if hours else []:
            seats = quota_of(quota, starts, ends)
            if seats:
                yield day, starts, ends, seats


def follow_calendar(*, office_id: int, first: date, last: date | None, by: Actor, now: datetime) -> int:
    """Hours of an office changed by decree from `first` to `last` (None: from then on): its slots follow (R13, R14).

    Slots outside the hours or across a break stop, others resume; a notice (R9) stops by `suspension`.
    They are locked before the calendar is read: of two decrees at one moment the later one stands.
    Returns how many slots changed.
    Bookings stay: whoever has one is told and moved by the office, never dropped (R8).
    """
    with in_transaction():
        mine = Slot.objects.select_for_update(of=("self",), no_key=True).select_related("point__office")
        mine = mine.filter(point__office_id=office_id, day__gte=first)
        slots = list((mine.filter(day__lte=last) if last else mine).order_by("pk"))
        calendars = calendars_of({slot.point_id for slot in slots}, first, max((s.day for s in slots), default=first))
        changed = [slot for slot in slots if slot.is_suspended == _runs(slot, calendars[slot.point_id])]
        for slot in changed:
            slot.is_suspended = not slot.is_suspended
        Slot.objects.bulk_update(changed, ["is_suspended"], batch_size=500)
        for fact, state in (("booking.slots_suspended", True), ("booking.slots_resumed", False)):
            count = sum(slot.is_suspended is state for slot in changed)
            if count:
                detail = {"day": first.isoformat(), "slots": count} | ({"last": last.isoformat()} if last else {})
                record(fact, subject=("office", office_id), detail=detail, office_id=office_id, by=by, now=now)
        announce(*(f"slots:{point}" for point in sorted({slot.point_id for slot in changed})))
    return len(changed)


def _runs(slot: Slot, calendar: OfficeCalendar) -> bool:
    """Whether the calendar lets a slot run: inside the day's hours and not across its break."""
    return runs(calendar.hours_on(slot.day), slot.starts_at, slot.ends_at, slot.point.office.timezone)
