"""Parties at the door, against the database: once, here, today, in time."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connections, transaction
from tests.factories import admission as gates
from tests.factories import people
from tests.factories.admission import ADULT, CHILD, NINE, TEENAGER, AtTheGate
from tests.rooms.races import race, until_waiting

from loket.foundation.audit.models import LedgerLine
from loket.kit.clock import office_day
from loket.planning.booking.actions import cancel_booking
from loket.planning.booking.models import Booking
from loket.planning.booking.rules import BookingState, CannotCancel, PriorityReason
from loket.visits.admission import queries, rules
from loket.visits.admission.actions import admit_party, refuse_entry
from loket.visits.admission.models import Arrival, GateRefusal
from loket.visits.queueing.models import QueueNumber
from loket.visits.queueing.rules import NoJourney

pytestmark = pytest.mark.django_db


def seats_of(booking: Booking) -> list[Any]:
    return list(booking.seats.order_by("position").values_list("pk", flat=True))


def admit(gate: AtTheGate, booking: Booking, *, who: Sequence[int] | None = None, **more: Any) -> None:
    """Admits those at these places of the party (everybody) at 09.00."""
    seats = seats_of(booking)
    chosen = seats if who is None else [seats[i] for i in who]
    asked = {"now": NINE, "by": people.as_actor(gate.officer), "point_id": gate.point_id} | more
    admit_party(booking_id=booking.pk, seat_ids=chosen, **asked)


def facts() -> list[str]:
    return list(LedgerLine.objects.filter(fact__startswith="admission.").order_by("id").values_list("fact", flat=True))


def test_a_family_comes_in_and_gets_its_numbers() -> None:
    gate = gates.a_gate()
    booking = gates.a_family(gate)
    admit(gate, booking)
    booking.refresh_from_db()
    assert booking.state == BookingState.ARRIVED
    numbers = QueueNumber.objects.filter(seat__booking=booking).order_by("serial")
    assert [(n.letter, n.serial) for n in numbers] == [("A", 1), ("A", 2)]
    assert set(Arrival.objects.values_list("officer_id", flat=True)) == {gate.officer.account_id}
    line = LedgerLine.objects.get(fact="admission.admitted")
    assert line.detail == {"seats": 2, "priority": 0, "guardians": 0, "companions": 0}
    assert line.office_id == gate.place.office.pk


def test_a_second_scan_admits_nobody_and_says_when_the_first_was() -> None:
    gate = gates.a_gate()
    booking = gates.a_family(gate)
    admit(gate, booking)
    with pytest.raises(rules.AlreadyInside) as refused:
        admit(gate, booking, now=NINE + timedelta(minutes=5))
    assert "09.00 WIB" in str(refused.value)
    assert Arrival.objects.count() == 2
    assert facts() == ["admission.admitted"]


def test_those_who_come_later_keep_their_seats_until_the_window_ends() -> None:
    gate = gates.a_gate()
    booking = gates.a_family(gate, births=[ADULT, ADULT, ADULT])
    admit(gate, booking, who=[0])
    party = queries.find_by_ticket(booking.pk, point_id=gate.point_id)
    assert party is not None
    assert len(party.outside) == 2
    admit(gate, booking, who=[2], now=NINE + timedelta(minutes=14))
    with pytest.raises(rules.TooLate):
        admit(gate, booking, who=[1], now=NINE + timedelta(minutes=15))
    assert QueueNumber.objects.count() == 2
    assert booking.seats.filter(is_open=True).count() == 3


def test_a_stale_screen_that_ticks_somebody_inside_admits_nobody() -> None:
    gate = gates.a_gate()
    booking = gates.a_family(gate)
    admit(gate, booking, who=[0])
    with pytest.raises(rules.AlreadyInside) as refused:
        admit(gate, booking, who=[0, 1])
    assert "09.00 WIB" in str(refused.value)
    assert Arrival.objects.count() == 1
    assert QueueNumber.objects.count() == 1


def test_refuses_a_cancelled_ticket() -> None:
    gate = gates.a_gate()
    booking = gates.a_family(gate)
    cancel_booking(booking_id=booking.pk, by=people.as_actor(gate.officer), now=gates.BOOKED)
    with pytest.raises(rules.TicketCancelled):
        admit(gate, booking)
    assert not Arrival.objects.exists()


def test_a_party_that_came_can_not_be_cancelled() -> None:
    gate = gates.a_gate()
    booking = gates.a_family(gate)
    admit(gate, booking, who=[0])
    with pytest.raises(CannotCancel):
        cancel_booking(booking_id=booking.pk, by=people.as_actor(gate.officer), now=NINE)
    assert booking.seats.filter(is_open=True).count() == 2


def test_refuses_another_offices_ticket() -> None:
    here, there = gates.a_gate(), gates.a_gate("JKP", "Jakarta Pusat")
    booking = gates.a_family(there)
    with pytest.raises(rules.WrongOffice) as refused:
        admit(here, booking)
    assert "Jakarta Pusat" in str(refused.value)
    party = queries.find_by_ticket(booking.pk, point_id=here.point_id)
    assert party is not None
    assert party.guests == ()  # no name is opened at another office


@pytest.mark.parametrize(("days", "expected"), [(-1, rules.WrongDay), (1, rules.DayOver), (-365, rules.WrongDay)])
def test_refuses_another_day(days: int, expected: type[rules.GateRefused]) -> None:
    gate = gates.a_gate()
    booking = gates.a_family(gate)
    with pytest.raises(expected):
        admit(gate, booking, now=NINE + timedelta(days=days))
    assert not Arrival.objects.exists()


@pytest.mark.parametrize(("minutes", "expected"), [(-31, rules.TooEarly), (15, rules.TooLate)])
def test_refuses_outside_the_window(minutes: int, expected: type[rules.GateRefused]) -> None:
    gate = gates.a_gate()
    booking = gates.a_family(gate)
    with pytest.raises(expected):
        admit(gate, booking, now=NINE + timedelta(minutes=minutes))
    assert not Arrival.objects.exists()


def test_an_officer_lets_late_people_in_with_a_reason_that_is_kept() -> None:
    gate = gates.a_gate()
    booking = gates.a_family(gate, births=[ADULT])
    admit(gate, booking, now=NINE + timedelta(hours=1), override_reason="Banjir di Kemang")
    assert Arrival.objects.get().override_reason == "Banjir di Kemang"
    line = LedgerLine.objects.get(fact="admission.window_overridden")
    assert line.detail == {"window": "too_late"}  # the words may name somebody: they stay with the arrival
    assert facts() == ["admission.admitted", "admission.window_overridden"]


def test_a_reason_inside_the_window_is_not_kept() -> None:
    gate = gates.a_gate()
    admit(gate, gates.a_family(gate, births=[ADULT]), override_reason="Banjir di Kemang")
    assert Arrival.objects.get().override_reason == ""
    assert facts() == ["admission.admitted"]


@pytest.mark.parametrize("reason", ["ya", "x" * 121, "x" * 10_000])
def test_refuses_a_reason_that_is_none(reason: str) -> None:
    gate = gates.a_gate()
    with pytest.raises(rules.ReasonNeeded):
        admit(gate, gates.a_family(gate), now=NINE + timedelta(hours=1), override_reason=reason)


def test_a_reason_never_opens_another_day() -> None:
    gate = gates.a_gate()
    with pytest.raises(rules.DayOver):
        admit(gate, gates.a_family(gate), now=NINE + timedelta(days=1), override_reason="Banjir di Kemang")


def test_refuses_an_admission_of_nobody_or_of_strangers() -> None:
    gate = gates.a_gate()
    booking, other = gates.a_family(gate), gates.a_family(gate, starts_at=NINE + timedelta(hours=1))
    with pytest.raises(rules.NobodyTicked):
        admit(gate, booking, who=[])
    strangers = [*seats_of(booking), *seats_of(other)]
    with pytest.raises(rules.NobodyTicked):
        admit_party(
            booking_id=booking.pk,
            point_id=gate.point_id,
            seat_ids=strangers,
            by=people.as_actor(gate.officer),
            now=NINE,
        )
    assert not Arrival.objects.exists()


def test_counts_the_guardian_of_a_minor_and_refuses_other_companions() -> None:
    gate = gates.a_gate()
    child = gates.a_family(gate, births=[TEENAGER])
    admit(gate, child, guardians=2)
    assert Arrival.objects.get().guardians == 2
    adult = gates.a_family(gate, births=[ADULT], starts_at=NINE + timedelta(minutes=1))
    with pytest.raises(rules.GuardiansWrong):
        admit(gate, adult, guardians=1)


def test_a_guardian_does_not_come_in_when_the_minor_stays_outside() -> None:
    gate = gates.a_gate()
    booking = gates.a_family(gate, births=[ADULT, CHILD])
    with pytest.raises(rules.GuardiansWrong):
        admit(gate, booking, who=[0], guardians=1)
    admit(gate, booking, guardians=1)
    assert list(Arrival.objects.order_by("seat__position").values_list("guardians", flat=True)) == [0, 1]


def test_priority_counts_only_where_the_officer_saw_it() -> None:
    gate = gates.a_gate()
    pregnant = PriorityReason.PREGNANT
    booking = gates.a_family(gate, priorities=[pregnant, pregnant])
    first, _second = seats_of(booking)
    admit(gate, booking, priority_seat_ids=[first])
    assert Arrival.objects.get(seat_id=first).priority
    letters = QueueNumber.objects.order_by("seat__position").values_list("letter", "priority")
    assert list(letters) == [("P", True), ("A", False)]


def test_priority_of_somebody_who_did_not_come_is_dropped() -> None:
    gate = gates.a_gate()
    booking = gates.a_family(gate)
    admit(gate, booking, who=[1], priority_seat_ids=seats_of(booking)[:1])
    assert not Arrival.objects.get().priority


def test_nothing_is_kept_when_the_queue_gives_no_number() -> None:
    gate = gates.a_gate()
    booking = gates.a_family(gate)
    gate.place.offers[next(iter(gate.place.offers))].steps.all().delete()
    with pytest.raises(NoJourney):
        admit(gate, booking)
    booking.refresh_from_db()
    assert booking.state == BookingState.BOOKED
    assert not Arrival.objects.exists()
    assert facts() == []


def test_a_refusal_is_kept_without_a_name() -> None:
    gate = gates.a_gate()
    by = people.as_actor(gate.officer)
    refuse_entry(point_id=gate.point_id, booking_id=None, reason="walk_in", by=by, now=NINE)
    kept = GateRefusal.objects.get()
    assert (kept.reason, kept.at, kept.officer_id) == ("walk_in", NINE, gate.officer.account_id)
    assert LedgerLine.objects.get(fact="admission.refused").detail == {"reason": "walk_in"}


def test_an_invented_reason_is_no_refusal() -> None:
    gate = gates.a_gate()
    with pytest.raises(KeyError):
        refuse_entry(point_id=gate.point_id, booking_id=None, reason="face", by=people.as_actor(gate.officer), now=NINE)
    assert not GateRefusal.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_gates_at_once_admit_a_family_once() -> None:
    gate = gates.a_gate()
    booking = gates.a_family(gate)
    seats, by = seats_of(booking), people.as_actor(gate.officer)
    together = Barrier(4)

    def stand_at_a_gate(_number: int) -> str:
        try:
            together.wait(timeout=20)
            admit_party(booking_id=booking.pk, point_id=gate.point_id, seat_ids=seats, by=by, now=NINE)
        except rules.AlreadyInside:
            return "refused"
        finally:
            connections.close_all()
        return "admitted"

    with ThreadPoolExecutor(4) as gates_at_once:
        answers = sorted(gates_at_once.map(stand_at_a_gate, range(4)))
    assert answers == ["admitted", "refused", "refused", "refused"]
    assert Arrival.objects.count() == 2
    assert QueueNumber.objects.count() == 2
    assert facts() == ["admission.admitted"]


@pytest.mark.django_db(transaction=True)
def test_a_party_that_enters_while_its_booking_is_cancelled_waits_and_stays_outside() -> None:
    gate = gates.a_gate()
    booking = gates.a_family(gate)
    seats, by, early = seats_of(booking), people.as_actor(gate.officer), NINE - timedelta(minutes=10)

    def enter(_number: int) -> None:
        admit_party(booking_id=booking.pk, point_id=gate.point_id, seat_ids=seats, by=by, now=early)

    with ThreadPoolExecutor(1) as background:
        with transaction.atomic():
            cancel_booking(booking_id=booking.pk, by=by, now=early)
            answers = background.submit(race, enter, range(1))
            until_waiting(1)
        assert [type(answer) for answer in answers.result(timeout=60)] == [rules.TicketCancelled]
    assert not Arrival.objects.exists()
    assert not QueueNumber.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_cancel_while_the_party_enters_waits_and_is_refused() -> None:
    gate = gates.a_gate()
    booking = gates.a_family(gate)
    seats, by, early = seats_of(booking), people.as_actor(gate.officer), NINE - timedelta(minutes=10)
    with ThreadPoolExecutor(1) as background:
        with transaction.atomic():
            admit_party(booking_id=booking.pk, point_id=gate.point_id, seat_ids=seats, by=by, now=early)
            answers = background.submit(
                race, lambda _: cancel_booking(booking_id=booking.pk, by=by, now=early), range(1)
            )
            until_waiting(1)
        assert [type(answer) for answer in answers.result(timeout=60)] == [CannotCancel]
    assert Arrival.objects.count() == len(seats)


def test_finds_somebody_on_todays_list_by_identity_and_birth_date() -> None:
    gate = gates.a_gate()
    identity = people.a_nik()
    booking = gates.someone_on_the_list(gate, identity)
    day = office_day(NINE, "Asia/Jakarta")

    def search(born: date = ADULT, *, on: date = day, point_id: int = gate.point_id) -> queries.Party | None:
        return queries.find_on_day_list(identity, born, point_id=point_id, day=on)

    found = search()
    assert found is not None
    assert found.booking_id == booking.pk
    assert found.guests[0].name == "S*** A***"
    assert search(CHILD) is None
    assert search(on=day + timedelta(days=1)) is None
    assert search(point_id=gate.point_id + 1) is None


def test_a_cancelled_booking_is_not_on_the_list() -> None:
    gate = gates.a_gate()
    identity = people.a_nik()
    booking = gates.someone_on_the_list(gate, identity)
    cancel_booking(booking_id=booking.pk, by=people.as_actor(gate.officer), now=gates.BOOKED)
    assert queries.find_on_day_list(identity, ADULT, point_id=gate.point_id, day=booking.slot.day) is None


def test_one_query_answers_a_ticket_and_one_the_law_of_its_day(django_assert_num_queries: Any) -> None:
    gate = gates.a_gate()
    booking = gates.a_family(gate, births=[ADULT] * 5)
    with django_assert_num_queries(2):
        party = queries.find_by_ticket(booking.pk, point_id=gate.point_id)
    assert party is not None
    assert (len(party.guests), party.floor) == (5, 2)
    with django_assert_num_queries(2):
        assert queries.find_by_code(booking.code, point_id=gate.point_id) == party


def test_counts_the_day_at_the_door() -> None:
    gate = gates.a_gate()
    by = people.as_actor(gate.officer)
    late, family = (
        gates.a_family(gate),
        gates.a_family(gate, births=[ADULT, CHILD], starts_at=NINE + timedelta(hours=1)),
    )
    tomorrow = gates.a_family(gate, starts_at=NINE + timedelta(days=1))

    def refuse(reason: str, booking: Booking | None = None, at: datetime = NINE) -> None:
        refuse_entry(point_id=gate.point_id, booking_id=booking and booking.pk, reason=reason, by=by, now=at)

    refuse("too_early", family)  # comes in later: not turned away in the end
    refuse("too_late", late)
    refuse("too_late", late)  # the same party scanned twice
    refuse("wrong_day", tomorrow)
    refuse("walk_in")
    refuse("walk_in")
    refuse("companion")
    refuse("not_a_ticket")  # a code, not a person
    refuse("walk_in", at=NINE - timedelta(days=1))
    admit(gate, family, guardians=1, now=NINE + timedelta(hours=1))
    today = queries.gate_today(point_id=gate.point_id, day=date(2022, 2, 4), timezone="Asia/Jakarta")
    assert today == queries.GateDay(expected=4, arrived=2, guardians=1, refused=5, walk_ins=2)


def test_offers_the_next_free_seats_of_each_service_but_collection() -> None:
    gate = gates.a_gate()
    for hours in (30, 26, 28):
        gates.a_family(gate, starts_at=NINE + timedelta(hours=hours))
    gates.a_family(gate, kind=gates.ServiceKind.STAY_PERMIT, starts_at=NINE + timedelta(hours=27))
    gates.a_family(gate, kind=gates.ServiceKind.COLLECTION, starts_at=NINE + timedelta(hours=25))
    offers = queries.free_seats_here(gate.point_id, now=NINE, each=2)
    hours_ahead = [(seat.starts_at - NINE) // timedelta(hours=1) for seat in offers]
    assert hours_ahead == [26, 27, 28]
    assert all(seat.free == 18 for seat in offers)
