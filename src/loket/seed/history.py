"""Files of people booked by the seed: open ones, and those of earlier visits whose passports are ready."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from loket.casework.cases.models import Case
from loket.casework.cases.rules import CaseState, ready_on
from loket.foundation.audit.models import LedgerLine
from loket.foundation.offices.models import ServicePoint
from loket.foundation.offices.rules import ServiceKind
from loket.foundation.policy import queries as policy
from loket.foundation.policy.rules import NumberName
from loket.kit import ids
from loket.kit.actor import SYSTEM
from loket.planning.booking.models import Booking, Seat, Slot
from loket.planning.booking.rules import BookingState
from loket.seed.claims import Wish, claim
from loket.seed.people import Crowd, Someone, parties
from loket.seed.reference import NEW, REPLACEMENT
from loket.seed.week import open_slots, working_days

#: A visit took about this long from the hour of its slot.
VISIT = timedelta(minutes=40)


def earlier_visits(point: ServicePoint, crowd: Crowd, people: int, *, today: date) -> list[tuple[Someone, ...]]:
    """Parties of together `people` persons who came last week and whose passports are ready by `today` (R43)."""
    monday = today - timedelta(days=today.weekday() + 7)
    days = working_days(monday, monday + timedelta(days=4))
    opened_at = _opened(days[0], point)
    open_slots([point], days, (NEW, REPLACEMENT), now=opened_at)
    came = list(parties(crowd, people, foreign=False))
    slots = list(Slot.objects.filter(point=point, day__in=days).order_by("starts_at", "service__order"))
    claim(_spread_over(slots, came), now=opened_at)
    open_files(now=opened_at)
    for day in days:
        _visits_ended(day, slots, today)
    return came


def _opened(day: date, point: ServicePoint) -> datetime:
    released = Slot.objects.filter(point=point).order_by("opens_at").values_list("opens_at", flat=True).first()
    assert released is not None
    return released - timedelta(days=7) + timedelta(minutes=5)


def _spread_over(slots: Sequence[Slot], came: Sequence[tuple[Someone, ...]]) -> list[Wish]:
    free = {slot.pk: slot.quota for slot in slots}
    wishes, place = [], 0
    for party in came:
        while free[slots[place % len(slots)].pk] < len(party):
            place += 1
        slot = slots[place % len(slots)]
        free[slot.pk] -= len(party)
        wishes.append(Wish(slot.pk, party))
        place += 1
    return wishes


def open_files(*, now: datetime) -> None:
    """Opens the file of every seat that has none, as the worker would (cases.actions.open_cases), in bulk."""
    seats = Seat.objects.filter(case=None, is_given_back=False).exclude(kind=ServiceKind.COLLECTION)
    rows = seats.order_by("id").values_list(
        "id", "person_id", "slot__service_id", "slot__point_id", "slot__point__office_id"
    )
    cases, lines = [], []
    for seat_id, person_id, service_id, point_id, office_id in rows:
        case = Case(
            id=ids.new_id(),
            seat_id=seat_id,
            person_id=person_id,
            service_id=service_id,
            point_id=point_id,
            opened_at=now,
        )
        cases.append(case)
        lines.append(_line("cases.opened", "case", case.pk, office_id, now))
    Case.objects.bulk_create(cases, batch_size=1000)
    LedgerLine.objects.bulk_create(lines, batch_size=1000)


def _visits_ended(day: date, slots: Sequence[Slot], today: date) -> None:
    """Closes a past day: seats and bookings are over, files are ready some working days later (R43)."""
    works = set(working_days(day, today + timedelta(days=7)))
    law = policy.at(slots[0].point.office_id, slots[0].starts_at)
    ready = ready_on(day, works.__contains__, working_days=law.value(NumberName.READY_AFTER))
    lines = []
    for slot in (slot for slot in slots if slot.day == day):
        ended = slot.starts_at + VISIT
        office_id = slot.point.office_id
        Seat.objects.filter(slot=slot).update(is_open=False)
        Booking.objects.filter(slot=slot).update(state=BookingState.SERVED, closed_at=ended)
        cases = Case.objects.filter(seat__slot=slot)
        lines += [_line("cases.finished", "case", pk, office_id, ended) for pk in cases.values_list("pk", flat=True)]
        booked = slot.bookings.order_by("id").values_list("pk", flat=True)
        lines += [_line("booking.visit_ended", "booking", pk, office_id, ended) for pk in booked]
        cases.update(state=CaseState.READY, finished_at=ended, ready_on=ready)
    LedgerLine.objects.bulk_create(lines, batch_size=1000)


def _line(fact: str, kind: str, subject: object, office_id: int, at: datetime) -> LedgerLine:
    return LedgerLine(
        at=at, fact=fact, actor_kind=SYSTEM.kind, office_id=office_id, subject_kind=kind, subject_id=str(subject)
    )
