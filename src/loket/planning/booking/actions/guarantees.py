"""Books services with a legal deadline: never past the permit's end, and always before it (A11, R46)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Sum

from loket.foundation.audit.actions import record
from loket.foundation.offices.models import Offer, ServicePoint
from loket.foundation.offices.queries import OfficeCalendar, calendar_of
from loket.kit import ids
from loket.kit.actor import Actor
from loket.kit.clock import at_office, office_day
from loket.kit.transaction import announce, in_transaction
from loket.planning.booking import deadlines, rules
from loket.planning.booking.actions.claiming import Applicant, Claimed, book_party
from loket.planning.booking.aftercare import is_free_before
from loket.planning.booking.deadlines import NUMBERS, DeadlineNumbers, Hour, Standing
from loket.planning.booking.hours import slot_hours
from loket.planning.booking.models import Booking, PermitDeadline, Slot

_REFUSED = {Standing.EXPIRED: deadlines.PermitExpired, Standing.EARLY: deadlines.PermitTooEarly}
#: Hours a guarantee looks at: the last working days before the end, spread over three months at most.
MOST_DAYS = 93


def book_before_deadline(
    *,
    slot_id: int,
    ends_on: date,
    applicants: Sequence[Applicant],
    key: str,
    account_id: int | None,
    by: Actor,
    now: datetime,
) -> Claimed:
    """Books an ordinary hour of a service with a deadline; the permits end with `ends_on` (the earliest of the party).

    Raises PermitExpired, PermitTooEarly, PastDeadline, PermitDateWrong, and what `book_party` raises.
    """
    slot = Slot.objects.select_related("point__office").filter(pk=slot_id).first()
    if slot is None:
        raise rules.SlotClosed
    _, last = _window(slot.point, ends_on, now)
    if last is None or slot.day > last:
        raise deadlines.PastDeadline
    with in_transaction():
        claimed = book_party(slot_id=slot_id, applicants=applicants, key=key, account_id=account_id, by=by, now=now)
        if not claimed.repeated:
            PermitDeadline.objects.create(booking_id=claimed.booking_id, ends_on=ends_on, applied_at=now)
            _note(claimed, slot, added=0, by=by, now=now)
    return claimed


def guarantee_seat(
    *,
    point_id: int,
    service_id: int,
    ends_on: date,
    applicants: Sequence[Applicant],
    key: str,
    account_id: int | None,
    numbers: DeadlineNumbers = NUMBERS,
    by: Actor,
    now: datetime,
) -> Claimed:
    """Gives a party seats before its permits end when every ordinary one is taken (A11).

    First the floor of channel `deadline`, then one hour's quota grows by exactly what is missing: on days within
    `numbers.added_a_day` before others, at the least loaded hour. Grants of a service at a point take turns. Raises
    SeatsAreFree, NoHourLeft, PermitExpired, PermitTooEarly, PermitDateWrong, and what `book_party` raises.
    """
    with in_transaction():
        point = ServicePoint.objects.select_related("office").get(pk=point_id)
        calendar, last = _window(point, ends_on, now)
        if not Offer.objects.select_for_update(no_key=True).filter(
            point_id=point_id, service_id=service_id, is_active=True
        ):
            raise rules.SlotClosed
        before = Booking.objects.filter(key=ids.bound_key(by.principal, key)).values_list("pk", flat=True).first()
        if before is not None:
            return Claimed(before, repeated=True)
        ask = _Ask(point, service_id, len(applicants), now, numbers)
        if last is None:
            raise deadlines.NoHourLeft
        if is_free_before(point_id, service_id, last, ask.party, timezone=point.office.timezone, now=now):
            raise deadlines.SeatsAreFree
        hour = deadlines.choose_hour(_hours(ask, calendar, last), party=ask.party, numbers=numbers)
        if hour is None:
            raise deadlines.NoHourLeft
        slot, added = _grow(ask, hour)
        claimed = book_party(
            slot_id=slot.pk, applicants=applicants, key=key, account_id=account_id,
            channels={rules.Channel.DEADLINE}, by=by, now=now,
        )  # fmt: skip
        if not Booking.objects.filter(pk=claimed.booking_id, slot=slot).exists():
            added = _shrink(slot, added)  # a priority seat of that hour was free and was taken instead (R24)
        over = bool(added) and hour.added_that_day + added > numbers.added_a_day
        PermitDeadline.objects.create(
            booking_id=claimed.booking_id, ends_on=ends_on, applied_at=now, is_guaranteed=True, added=added,
            over_bound=over,
        )  # fmt: skip
        _note(claimed, slot, added=added, by=by, now=now)
    return claimed


@dataclass(frozen=True, slots=True)
class _Ask:
    point: ServicePoint
    service_id: int
    party: int
    now: datetime
    numbers: DeadlineNumbers


def _window(point: ServicePoint, ends_on: date, now: datetime) -> tuple[OfficeCalendar, date | None]:
    """The point's calendar and the last day for these permits. Raises PermitExpired, PermitTooEarly."""
    today = office_day(now, point.office.timezone)
    calendar = calendar_of(point.pk, today, max(ends_on, today))
    window = deadlines.window_of(ends_on, today=today, works=calendar.works)
    if window.standing in _REFUSED:
        raise _REFUSED[window.standing]
    return calendar, window.last


def _hours(ask: _Ask, calendar: OfficeCalendar, last: date) -> Iterator[Hour]:
    """Every office hour from now to the last day, with its deadline seats and what all services hold then."""
    zone, today = ask.point.office.timezone, office_day(ask.now, ask.point.office.timezone)
    first = max(today, last - timedelta(days=MOST_DAYS))
    mine = Slot.objects.filter(point=ask.point, service_id=ask.service_id, channel=rules.Channel.DEADLINE)
    slots = {slot.starts_at: slot for slot in mine.filter(day__range=(first, last))}
    all_slots = Slot.objects.filter(point=ask.point, day__range=(first, last))
    load = dict(all_slots.values_list("starts_at").annotate(held=Sum("taken")))
    grown = PermitDeadline.objects.filter(booking__slot__point=ask.point, booking__slot__day__range=(first, last))
    added = dict(grown.values_list("booking__slot__day").annotate(seats=Sum("added")))
    for ahead in range((last - first).days + 1):
        day = first + timedelta(days=ahead)
        hours = calendar.hours_on(day)
        for starts, _ in slot_hours(hours) if hours else []:
            starts_at = at_office(day, starts, zone)
            slot = slots.get(starts_at)
            if starts_at <= ask.now + ask.numbers.notice or (slot and slot.is_suspended):
                continue
            held, quota = (slot.taken + slot.returned, slot.quota) if slot else (0, 0)
            yield Hour(day, starts_at, held, quota, load.get(starts_at, 0), added.get(day, 0))


def _grow(ask: _Ask, hour: Hour) -> tuple[Slot, int]:
    """The hour's deadline slot, locked, with room for the party; and by how many seats its quota grew."""
    slot, _ = Slot.objects.get_or_create(
        point=ask.point, service_id=ask.service_id, channel=rules.Channel.DEADLINE, starts_at=hour.starts_at,
        defaults={"day": hour.day, "ends_at": hour.starts_at + timedelta(hours=1), "quota": 0},
    )  # fmt: skip
    slot = Slot.objects.select_for_update(no_key=True).get(pk=slot.pk)
    added = max(0, slot.taken + slot.returned + ask.party - slot.quota)
    if added:
        slot.quota += added
        slot.save(update_fields=["quota"])
    return slot, added


def _shrink(slot: Slot, added: int) -> int:
    """Takes back what was grown for nothing; answers 0."""
    slot.refresh_from_db()
    slot.quota -= added
    slot.save(update_fields=["quota"])
    return 0


def _note(claimed: Claimed, slot: Slot, *, added: int, by: Actor, now: datetime) -> None:
    fact = "booking.seat_guaranteed" if slot.channel == rules.Channel.DEADLINE else "booking.deadline_noted"
    record(
        fact, subject=("booking", claimed.booking_id), detail={"slot": slot.pk, "added": added},
        office_id=slot.point.office_id, by=by, now=now,
    )  # fmt: skip
    announce(f"slots:{slot.point_id}")
