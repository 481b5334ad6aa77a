"""Finish a stage or a visit, hand a document over (R45), and take a finish back for 30 seconds."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from tests.factories import booking, cases
from tests.factories.offices import MORNING
from tests.rooms.queueing import YESTERDAY, Morning, new_morning

from loket.casework.cases.models import Case
from loket.casework.cases.rules import CaseState, CollectorIncomplete, CollectorKind, NotReady
from loket.foundation.audit.models import LedgerLine
from loket.foundation.offices.rules import ServiceKind, Stage, ZoneColour
from loket.kit.actor import Actor
from loket.kit.crypto import keyring
from loket.planning.booking.models import Booking, Seat
from loket.planning.booking.rules import BookingState
from loket.visits.queueing import rules
from loket.visits.queueing.actions import call_next, finish, give_numbers, recall, undo_finish
from loket.visits.queueing.models import QueueNumber
from loket.visits.queueing.rules import Handover, NumberState

pytestmark = pytest.mark.django_db
NOON = MORNING + timedelta(hours=2)


@pytest.fixture
def morning() -> Morning:
    return new_morning()


def _serve(place: int, by: Actor, *, now: datetime, handover: Handover | None = None) -> QueueNumber:
    call_next(counter_id=place, by=by, now=now)
    return finish(counter_id=place, handover=handover, by=by, now=now + timedelta(minutes=4))


def _collection(morning: Morning, *, ready: bool = True) -> tuple[QueueNumber, Case]:
    """Somebody whose document was finished long ago (or today) comes to fetch it."""
    long_ago = MORNING - timedelta(days=20)
    slot = booking.an_open_slot(
        morning.office.point, morning.office.passport, starts_at=long_ago + timedelta(days=1), now=long_ago
    )
    member = booking.a_member(now=long_ago)
    party = booking.a_booked_party(slot, members=[member], now=long_ago)
    case = cases.a_ready_case(party, now=long_ago if ready else MORNING)
    Seat.objects.filter(booking=party).update(is_open=False)
    visit = booking.a_booked_party(
        booking.an_open_slot(
            morning.office.point,
            morning.office.services[ServiceKind.COLLECTION],
            starts_at=MORNING + timedelta(hours=1),
            now=YESTERDAY,
        ),
        members=[member],
        now=YESTERDAY,
    )
    (number,) = give_numbers(
        booking_id=visit.pk,
        seat_ids=[visit.seats.get().pk],
        priority_seat_ids=[],
        by=morning.officer(99),
        now=MORNING,
    )
    return number, case


def test_sends_a_finished_number_on_to_its_next_stage(morning: Morning) -> None:
    (number,) = morning.party()
    place, by = morning.sit(1)
    after = _serve(place, by, now=NOON)
    assert after == number
    assert (after.state, after.stage, after.step, after.counter) == (NumberState.WAITING, Stage.BIOMETRICS, 2, None)
    assert after.waits_since == NOON + timedelta(minutes=4)
    assert Case.objects.get().state == CaseState.IN_PROCESS


def test_keeps_priority_in_the_priority_zone_at_every_stage(morning: Morning) -> None:
    morning.party(priority=True)
    place, by = morning.sit(4)
    assert _serve(place, by, now=NOON).zone == morning.office.zones[ZoneColour.PRIORITY]
    assert _serve(place, by, now=NOON + timedelta(minutes=10)).state == NumberState.DONE


def test_ends_visit_and_file_after_the_last_stage(morning: Morning) -> None:
    (number,) = morning.party()
    place, by = morning.sit(2)
    _serve(place, by, now=NOON)
    after = _serve(place, by, now=NOON + timedelta(minutes=10))
    case = Case.objects.get()
    assert after.state == NumberState.DONE
    assert (case.state, case.ready_on) == (CaseState.READY, date(2022, 2, 10))
    assert not Seat.objects.get(pk=number.seat_id).is_open
    assert Booking.objects.get().state == BookingState.SERVED
    assert LedgerLine.objects.filter(fact="queueing.visit_ended").count() == 1


def test_keeps_a_partys_booking_open_until_its_last_person_leaves(morning: Morning) -> None:
    morning.party(2)
    place, by = morning.sit(2)
    states = []
    for minute in (0, 10, 20, 30):
        _serve(place, by, now=NOON + timedelta(minutes=minute))
        states.append(Booking.objects.get().state)
    assert states.index(BookingState.SERVED) == 3


def test_refuses_to_finish_nobody(morning: Morning) -> None:
    place, by = morning.sit(1)
    with pytest.raises(rules.NobodyCalled):
        finish(counter_id=place, by=by, now=NOON)


def test_hands_a_ready_document_to_its_owner(morning: Morning) -> None:
    _, case = _collection(morning)
    place, by = morning.sit(5)
    after = _serve(place, by, now=NOON, handover=Handover(CollectorKind.OWNER))
    case.refresh_from_db()
    assert (after.state, case.state, case.collector_kind) == (NumberState.DONE, CaseState.COLLECTED, "owner")
    assert case.handed_over_by == by.id


def test_seals_name_and_proof_of_a_proxy(morning: Morning) -> None:
    _, case = _collection(morning)
    place, by = morning.sit(5)
    _serve(place, by, now=NOON, handover=Handover(CollectorKind.PROXY, "Sari Dewi", "SK-12/2022"))
    case.refresh_from_db()
    sealed = bytes(case.collector_sealed or b"")
    assert b"Sari" not in sealed
    assert keyring().unseal(sealed, table="case", column="collector", row=case.pk) == "Sari Dewi"


def test_refuses_a_relative_without_proof_and_keeps_the_number_at_the_counter(morning: Morning) -> None:
    number, case = _collection(morning)
    place, by = morning.sit(5)
    with pytest.raises(CollectorIncomplete):
        _serve(place, by, now=NOON, handover=Handover(CollectorKind.FAMILY, "Sari Dewi"))
    number.refresh_from_db()
    case.refresh_from_db()
    assert (number.state, case.state) == (NumberState.CALLED, CaseState.READY)


def test_refuses_to_end_a_collection_without_saying_who_collects(morning: Morning) -> None:
    _collection(morning)
    place, by = morning.sit(5)
    with pytest.raises(rules.WhoCollects):
        _serve(place, by, now=NOON)


def test_refuses_to_hand_over_what_is_not_ready_and_lets_the_visit_end_without(morning: Morning) -> None:
    _, case = _collection(morning, ready=False)
    place, by = morning.sit(5)
    with pytest.raises(NotReady):
        _serve(place, by, now=NOON, handover=Handover(CollectorKind.OWNER))
    assert finish(counter_id=place, by=by, now=NOON).state == NumberState.DONE
    case.refresh_from_db()
    assert case.state == CaseState.READY


def test_refuses_a_handover_for_somebody_without_a_document(morning: Morning) -> None:
    morning.party(kind=ServiceKind.COLLECTION)
    place, by = morning.sit(5)
    with pytest.raises(rules.NothingToCollect):
        _serve(place, by, now=NOON, handover=Handover(CollectorKind.OWNER))


@pytest.mark.parametrize(("seconds", "works"), [(0, True), (30, True), (31, False)])
def test_takes_a_finish_back_for_thirty_seconds(morning: Morning, seconds: int, works: bool) -> None:
    morning.party()
    place, by = morning.sit(1)
    before = call_next(counter_id=place, by=by, now=NOON)
    recall(counter_id=place, by=by, now=NOON + timedelta(minutes=1))
    finished_at = NOON + timedelta(minutes=4)
    finish(counter_id=place, by=by, now=finished_at)
    if not works:
        with pytest.raises(rules.UndoTooLate):
            undo_finish(counter_id=place, by=by, now=finished_at + timedelta(seconds=seconds))
        return
    again = undo_finish(counter_id=place, by=by, now=finished_at + timedelta(seconds=seconds))
    assert (again.state, again.counter_id, again.stage, again.step) == (NumberState.CALLED, place, "documents", 1)
    assert (again.called_at, again.waits_since, again.recalls) == (NOON, before.waits_since, 1)


def test_reopens_visit_and_file_when_the_last_finish_is_taken_back(morning: Morning) -> None:
    (number,) = morning.party()
    place, by = morning.sit(2)
    _serve(place, by, now=NOON)
    _serve(place, by, now=NOON + timedelta(minutes=10))
    undo_finish(counter_id=place, by=by, now=NOON + timedelta(minutes=14, seconds=20))
    assert Seat.objects.get(pk=number.seat_id).is_open
    assert (Booking.objects.get().state, Booking.objects.get().closed_at) == (BookingState.ARRIVED, None)
    assert (Case.objects.get().state, Case.objects.get().ready_on) == (CaseState.IN_PROCESS, None)


def test_takes_a_handover_back_with_the_finish(morning: Morning) -> None:
    _, case = _collection(morning)
    place, by = morning.sit(5)
    _serve(place, by, now=NOON, handover=Handover(CollectorKind.PROXY, "Sari Dewi", "SK-12/2022"))
    undo_finish(counter_id=place, by=by, now=NOON + timedelta(minutes=4, seconds=5))
    case.refresh_from_db()
    assert (case.state, case.collector_kind, case.collector_sealed) == (CaseState.READY, None, None)


def test_refuses_to_undo_a_number_that_was_called_elsewhere(morning: Morning) -> None:
    morning.party()
    place, by = morning.sit(1)
    _serve(place, by, now=NOON)
    elsewhere, colleague = morning.sit(3, officer=2)
    call_next(counter_id=elsewhere, by=colleague, now=NOON + timedelta(minutes=4, seconds=5))
    with pytest.raises(rules.UndoTooLate):
        undo_finish(counter_id=place, by=by, now=NOON + timedelta(minutes=4, seconds=10))


def test_refuses_to_undo_with_somebody_else_at_the_counter(morning: Morning) -> None:
    morning.party(2)
    place, by = morning.sit(1)
    _serve(place, by, now=NOON)
    call_next(counter_id=place, by=by, now=NOON + timedelta(minutes=4, seconds=5))
    with pytest.raises(rules.CounterBusy):
        undo_finish(counter_id=place, by=by, now=NOON + timedelta(minutes=4, seconds=10))


def test_refuses_to_undo_an_ended_visit_once_the_person_has_booked_anew(morning: Morning) -> None:
    (number,) = morning.party()
    place, by = morning.sit(2)
    _serve(place, by, now=NOON)
    _serve(place, by, now=NOON + timedelta(minutes=10))
    slot = booking.an_open_slot(morning.office.point, morning.office.passport, now=NOON)
    again = booking.a_member(now=NOON)
    person = number.seat.person_id
    booking.a_booked_party(slot, members=[type(again)(person, again.nationality, again.name, again.born)], now=NOON)
    with pytest.raises(rules.UndoTooLate):
        undo_finish(counter_id=place, by=by, now=NOON + timedelta(minutes=14, seconds=5))
    number.refresh_from_db()
    assert number.state == NumberState.DONE
