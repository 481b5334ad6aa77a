"""Who may claim a person: better proof takes over, the weaker seat is frozen, the head decides; R3 always holds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.factories import booking, people
from tests.factories.offices import MORNING, furnished_office
from tests.rooms.invariants import broken_promises
from tests.rooms.races import race

from loket.foundation.audit.models import LedgerLine
from loket.foundation.offices.rules import Nationality
from loket.foundation.people.actions import note_person, note_proof
from loket.foundation.people.models import Proof
from loket.foundation.people.persons import DocumentKind, ProofLevel
from loket.foundation.people.rules import Role
from loket.kit.actor import SYSTEM
from loket.planning.booking import contests, rules
from loket.planning.booking.actions import (
    Applicant,
    book_party,
    cancel_booking,
    give_seat,
    record_arrival,
    record_documents_seen,
    restore_seat,
    settle_overdue,
    take_over,
)
from loket.planning.booking.contests import ContestState
from loket.planning.booking.models import Booking, ContestedSeat, Seat
from loket.planning.booking.rules import BookingState

pytestmark = pytest.mark.django_db
BORN = date(1990, 2, 28)


@pytest.fixture
def office():
    return furnished_office()


@pytest.fixture
def slots(office):
    return [
        booking.an_open_slot(
            office.point, office.passport, quota=4, starts_at=MORNING + timedelta(days=3, hours=n), now=MORNING
        )
        for n in range(3)
    ]


@pytest.fixture
def nik():
    return people.a_nik()


@pytest.fixture
def head(office):
    return people.as_actor(people.an_officer(Role.HEAD, office.office, now=MORNING))


@pytest.fixture
def desk(office):
    return people.as_actor(people.an_officer(Role.HELP_DESK, office.office, now=MORNING))


@pytest.fixture(autouse=True)
def promises():
    yield
    assert broken_promises() == []


def books(slot, nik, *, account=None, by=None, seen=None, others=(), key="k", now=MORNING) -> Seat:
    applicants = [
        Applicant(who, Nationality.WNI, name, BORN, seen=seen)
        for who, name in [(nik, "Siti Rahma"), *((other, "Adi") for other in others)]
    ]
    claimed = book_party(
        slot_id=slot.pk, applicants=applicants, key=key, account_id=account.pk if account else None,
        by=by or people.as_actor(account), now=now,
    )  # fmt: skip
    return Seat.objects.get(booking_id=claimed.booking_id, position=1)


def proves(account, nik, level=ProofLevel.DOCUMENT_SEEN):
    note_proof(
        account_id=account.pk, person_id=note_person(nik, now=MORNING), level=level, document=DocumentKind.KTP,
        by=SYSTEM, now=MORNING,
    )  # fmt: skip


def an_account():
    return people.a_citizen_account(now=MORNING)


@pytest.fixture
def frozen(slots, nik, desk):
    """A typed seat of one account that gave way to a document seen at the help desk."""
    seat = books(slots[0], nik, account=an_account())
    books(slots[1], nik, by=desk, seen=DocumentKind.KTP)
    seat.refresh_from_db()
    return seat


def facts(*names: str) -> list[str]:
    return list(LedgerLine.objects.filter(fact__in=names).order_by("pk").values_list("fact", flat=True))


def test_of_two_that_typed_the_earlier_one_stands(slots, nik):
    books(slots[0], nik, account=an_account())
    with pytest.raises(rules.AlreadyBooked):
        books(slots[1], nik, account=an_account())
    assert ContestedSeat.objects.count() == 0


def test_a_document_seen_takes_over_and_the_other_seat_is_kept_frozen(frozen, slots, nik):
    contest = frozen.contest
    assert (frozen.is_open, frozen.is_frozen, frozen.is_given_back) == (False, True, False)
    assert (contest.state, contest.lower, contest.higher) == ("frozen", "typed", "document_seen")
    assert contest.decide_by == MORNING + timedelta(days=1)
    assert frozen.booking.state == BookingState.BOOKED
    slots[0].refresh_from_db()
    assert slots[0].taken == 1
    assert Seat.objects.filter(person=frozen.person_id, is_open=True).get().slot_id == slots[1].pk
    assert facts("booking.seat_frozen") == ["booking.seat_frozen"]


def test_an_account_that_proved_a_person_before_takes_over_online(slots, nik):
    weak = books(slots[0], nik, account=an_account())
    mine = an_account()
    proves(mine, nik)
    strong = books(slots[1], nik, account=mine)
    weak.refresh_from_db()
    assert weak.is_frozen
    assert strong.is_open


def test_equal_proof_takes_nothing_over(slots, nik, desk):
    books(slots[0], nik, by=desk, seen=DocumentKind.KTP)
    with pytest.raises(rules.AlreadyBooked):
        books(slots[1], nik, by=desk, seen=DocumentKind.KTP, key="again")


def test_a_verified_person_cancels_a_lone_number_that_rests_on_typing(slots, nik):
    weak = books(slots[0], nik, account=an_account())
    mine = an_account()
    proves(mine, nik, ProofLevel.VERIFIED)
    books(slots[1], nik, account=mine)
    weak.refresh_from_db()
    slots[0].refresh_from_db()
    assert weak.booking.state == BookingState.CANCELLED
    assert weak.contest.state == ContestState.CANCELLED
    assert (slots[0].taken, slots[0].returned) == (0, 1)


def test_a_family_loses_one_place_and_keeps_the_others(slots, nik, desk):
    weak = books(slots[0], nik, account=an_account(), others=[people.a_nik()])
    books(slots[1], nik, by=desk, seen=DocumentKind.KTP)
    give_seat(seat_id=weak.pk, by=SYSTEM, now=MORNING)
    states = list(Seat.objects.filter(booking=weak.booking_id).order_by("position").values_list("is_open", "is_frozen"))
    assert states == [(False, True), (True, False)]
    assert Booking.objects.get(pk=weak.booking_id).state == BookingState.BOOKED


def test_nothing_gives_way_when_the_better_claim_finds_no_seat(slots, nik, desk):
    weak = books(slots[0], nik, account=an_account())
    booking.a_booked_party(slots[1], size=4, now=MORNING)
    with pytest.raises(rules.SeatTaken):
        books(slots[1], nik, by=desk, seen=DocumentKind.KTP)
    weak.refresh_from_db()
    assert weak.is_open
    assert ContestedSeat.objects.count() == 0


def test_a_party_that_has_come_in_is_left_alone(slots, nik, desk):
    weak = books(slots[0], nik, account=an_account())
    record_arrival(booking_id=weak.booking_id, by=SYSTEM, now=MORNING)
    with pytest.raises(rules.AlreadyBooked):
        books(slots[1], nik, by=desk, seen=DocumentKind.KTP)


def test_the_head_gives_a_lone_seat_to_the_other_and_it_is_cancelled(frozen, slots, head):
    give_seat(seat_id=frozen.pk, by=head, now=MORNING)
    frozen.refresh_from_db()
    slots[0].refresh_from_db()
    assert frozen.booking.state == BookingState.CANCELLED
    assert slots[0].returned == 1
    assert ContestedSeat.objects.get().decided_by == head.id
    with pytest.raises(contests.NotContested):
        give_seat(seat_id=frozen.pk, by=head, now=MORNING)


def test_the_head_restores_a_seat_and_the_other_gives_way(frozen, slots, head):
    restore_seat(seat_id=frozen.pk, by=head, now=MORNING)
    frozen.refresh_from_db()
    assert (frozen.is_open, frozen.is_frozen) == (True, False)
    other = Seat.objects.get(slot=slots[1])
    assert other.booking.state == BookingState.CANCELLED
    assert ContestedSeat.objects.get(seat=frozen).state == ContestState.RESTORED


def test_a_restored_seat_is_not_taken_over_by_the_same_proof_again(frozen, slots, nik, head, desk):
    restore_seat(seat_id=frozen.pk, by=head, now=MORNING)
    with pytest.raises(rules.AlreadyBooked):
        books(slots[2], nik, by=desk, seen=DocumentKind.KTP, key="once more")


def test_restores_when_the_other_has_cancelled_and_a_third_booked_meanwhile(frozen, slots, nik, head):
    cancel_booking(booking_id=Seat.objects.get(slot=slots[1]).booking_id, by=SYSTEM, now=MORNING)
    third = books(slots[2], nik, account=an_account())
    restore_seat(seat_id=frozen.pk, by=head, now=MORNING)
    third.refresh_from_db()
    frozen.refresh_from_db()
    assert (third.is_open, frozen.is_open) == (False, True)


def test_a_family_whose_place_gives_way_to_a_restored_one_keeps_the_rest(slots, nik, desk, head):
    weak = books(slots[0], nik, account=an_account())
    strong = books(slots[1], nik, by=desk, seen=DocumentKind.KTP, others=[people.a_nik()])
    restore_seat(seat_id=weak.pk, by=head, now=MORNING)
    strong.refresh_from_db()
    assert (strong.is_open, strong.is_frozen, strong.contest.state) == (False, True, ContestState.GIVEN)
    assert Seat.objects.filter(booking=strong.booking_id, is_open=True).count() == 1


def test_restores_nothing_while_the_other_is_inside(frozen, slots, head):
    record_arrival(booking_id=Seat.objects.get(slot=slots[1]).booking_id, by=SYSTEM, now=MORNING)
    with pytest.raises(contests.OtherInside):
        restore_seat(seat_id=frozen.pk, by=head, now=MORNING)


def test_restores_nothing_once_the_hour_is_over_or_the_number_cancelled(frozen, slots, head):
    with pytest.raises(contests.RestoreTooLate):
        restore_seat(seat_id=frozen.pk, by=head, now=slots[0].starts_at + timedelta(minutes=15))
    cancel_booking(booking_id=frozen.booking_id, by=SYSTEM, now=MORNING)
    with pytest.raises(contests.RestoreTooLate):
        restore_seat(seat_id=frozen.pk, by=head, now=MORNING)


def test_a_day_without_decision_lets_the_better_proof_stand(frozen):
    assert settle_overdue(by=SYSTEM, now=MORNING + timedelta(hours=23, minutes=59)) == 0
    assert settle_overdue(by=SYSTEM, now=MORNING + timedelta(days=1)) == 1
    frozen.refresh_from_db()
    assert frozen.booking.state == BookingState.CANCELLED
    assert settle_overdue(by=SYSTEM, now=MORNING + timedelta(days=2)) == 0


def test_a_document_seen_at_the_door_counts_for_the_account_and_frees_other_services(office, slots, nik, desk):
    holder, typist = an_account(), an_account()
    mine = books(slots[0], nik, account=holder)
    other_kind = booking.an_open_slot(office.point, _another_kind(office), now=MORNING)
    theirs = books(other_kind, nik, account=typist)
    record_documents_seen(seat_ids=[mine.pk], document=DocumentKind.KTP, by=desk, now=MORNING)
    assert take_over(seat_id=mine.pk, by=SYSTEM, now=MORNING) == 1
    assert take_over(seat_id=mine.pk, by=SYSTEM, now=MORNING) == 0
    theirs.refresh_from_db()
    mine.refresh_from_db()
    assert (theirs.is_frozen, mine.is_open, mine.proof) == (True, True, "document_seen")
    assert Proof.objects.get(account=holder).level == ProofLevel.DOCUMENT_SEEN


def test_proof_never_falls(nik):
    account = an_account()
    proves(account, nik, ProofLevel.VERIFIED)
    proves(account, nik, ProofLevel.DOCUMENT_SEEN)
    assert Proof.objects.get().level == ProofLevel.VERIFIED


def _another_kind(office):
    from loket.foundation.offices.models import Offer, Service

    service = Service.objects.create(
        code="lain", kind="stay_permit", nationality="wni", name_id="Lain", name_en="Other", letter="X", order=9
    )
    Offer.objects.create(point=office.point, service=service)
    return service


@pytest.mark.django_db(transaction=True)
def test_of_two_at_one_moment_the_better_proof_holds_the_seat_and_r3_stands(slots, nik):
    for turn in range(4):
        weak, strong = an_account(), an_account()
        person = people.a_nik()
        proves(strong, person)

        def tries(entrant, person=person, turn=turn):
            account, slot = entrant
            return books(slot, person, account=account, key=f"race-{turn}")

        race(tries, [(weak, slots[0]), (strong, slots[1])])
        held = Seat.objects.get(person_id=note_person(person, now=MORNING), is_open=True)
        assert held.booking.account_id == strong.pk
        assert broken_promises() == []


@pytest.mark.django_db(transaction=True)
def test_a_typed_a_seen_and_a_verified_claim_at_one_moment_leave_one_open_seat(slots, nik):
    typed, seen, verified = an_account(), an_account(), an_account()
    proves(seen, nik)
    proves(verified, nik, ProofLevel.VERIFIED)
    entrants = list(zip((typed, seen, verified), slots, strict=True))
    race(lambda e: books(e[1], nik, account=e[0], key="three"), entrants)
    assert Seat.objects.get(is_open=True).booking.account_id == verified.pk


@pytest.mark.django_db(transaction=True)
def test_restoring_while_the_person_is_booked_anew_never_breaks_r3(slots, nik, head, desk):
    weak = books(slots[0], nik, account=an_account())
    books(slots[1], nik, by=desk, seen=DocumentKind.KTP)
    mine = an_account()
    proves(mine, nik, ProofLevel.VERIFIED)

    def act(entrant):
        if entrant == "restore":
            return restore_seat(seat_id=weak.pk, by=head, now=MORNING)
        return books(slots[2], nik, account=mine, key="new")

    race(act, ["restore", "book"])
    assert Seat.objects.filter(person=weak.person_id, is_open=True).count() == 1
