"""Claims of different proof against a model: any order of bookings, proofs, decisions and cancels keeps R3."""

from __future__ import annotations

from itertools import count
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests.factories import booking, people
from tests.factories.offices import MORNING, Furnished, furnished_office
from tests.rooms.invariants import broken_promises
from tests.rooms.test_booking_machine import _free_hours

from loket.foundation.offices.rules import Nationality
from loket.foundation.people.actions import note_person, note_proof
from loket.foundation.people.persons import DocumentKind, ProofLevel
from loket.kit.actor import SYSTEM
from loket.planning.booking import contests, rules
from loket.planning.booking.actions import Applicant, book_party, cancel_booking, give_seat, restore_seat
from loket.planning.booking.models import ContestedSeat, Seat

NOW = MORNING
_KEYS = count(1)
_ACCOUNTS = st.integers(0, 2)
_PEOPLE = st.integers(0, 1)
BORN = MORNING.date().replace(year=1990)


class ContestMachine(RuleBasedStateMachine):
    """Three accounts, two persons, two hours. The model: who holds each person's open seat, and who proved what."""

    office: Furnished

    @initialize()
    def furnish(self) -> None:
        self.slots = [
            booking.an_open_slot(self.office.point, self.office.passport, quota=40, starts_at=start, now=NOW)
            for start in _free_hours()
        ]
        self.accounts = [people.a_citizen_account(now=NOW) for _ in range(3)]
        self.niks = [people.a_nik() for _ in range(2)]
        self.persons = [note_person(nik, now=NOW) for nik in self.niks]
        self.proof: dict[tuple[int, int], ProofLevel] = {}
        self.holder: dict[int, tuple[int, UUID, ProofLevel]] = {}

    @rule(account=_ACCOUNTS, person=_PEOPLE, level=st.sampled_from([ProofLevel.DOCUMENT_SEEN, ProofLevel.VERIFIED]))
    def prove(self, account: int, person: int, level: ProofLevel) -> None:
        note_proof(
            account_id=self.accounts[account].pk, person_id=self.persons[person], level=level,
            document=DocumentKind.KTP, by=SYSTEM, now=NOW,
        )  # fmt: skip
        self.proof[account, person] = max(self._proof(account, person), level, key=lambda each: each.rank)

    @rule(account=_ACCOUNTS, person=_PEOPLE, hour=st.integers(0, 1))
    def book(self, account: int, person: int, hour: int) -> None:
        held = self.holder.get(person)
        stronger = held is not None and held[0] != account and self._outweighs(account, person, held)
        if held is not None and not stronger:
            with pytest.raises(rules.AlreadyBooked):
                self._ask(account, person, hour)
            return
        seat = self._ask(account, person, hour)
        if held is not None:
            old = Seat.objects.get(pk=held[1])
            assert not old.is_open
            assert old.is_frozen or old.is_given_back
        self.holder[person] = (account, seat.pk, ProofLevel.TYPED)

    @precondition(lambda self: self.holder)
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        person = data.draw(st.sampled_from(sorted(self.holder)))
        _, seat_id, _ = self.holder.pop(person)
        cancel_booking(booking_id=Seat.objects.get(pk=seat_id).booking_id, by=SYSTEM, now=NOW)

    @rule(data=st.data(), restores=st.booleans())
    def decide(self, data: st.DataObject, restores: bool) -> None:
        waiting = ContestedSeat.objects.filter(state="frozen", seat__person__in=self.persons).order_by("pk")
        seats = list(waiting.values_list("seat_id", flat=True))
        if not seats:
            return
        seat_id = data.draw(st.sampled_from(seats))
        if not restores:
            give_seat(seat_id=seat_id, by=SYSTEM, now=NOW)
            with pytest.raises(contests.NotContested):
                restore_seat(seat_id=seat_id, by=SYSTEM, now=NOW)
            return
        restore_seat(seat_id=seat_id, by=SYSTEM, now=NOW)
        seat = Seat.objects.select_related("booking").get(pk=seat_id)
        account = [each.pk for each in self.accounts].index(seat.booking.account_id)
        self.holder[self.persons.index(seat.person_id)] = (account, seat_id, ProofLevel.DOCUMENT_SEEN)

    @invariant()
    def the_model_holds_the_open_seats(self) -> None:
        if hasattr(self, "holder"):
            open_seats = Seat.objects.filter(person__in=self.persons, is_open=True)
            assert {seat.pk for seat in open_seats} == {held[1] for held in self.holder.values()}

    def teardown(self) -> None:
        assert broken_promises() == []

    def _proof(self, account: int, person: int) -> ProofLevel:
        return self.proof.get((account, person), ProofLevel.TYPED)

    def _outweighs(self, account: int, person: int, held: tuple[int, UUID, ProofLevel]) -> bool:
        holders = max(self._proof(held[0], person), held[2], key=lambda each: each.rank)
        return contests.outweighs(self._proof(account, person), holders)

    def _ask(self, account: int, person: int, hour: int) -> Seat:
        who = self.accounts[account]
        claimed = book_party(
            slot_id=self.slots[hour].pk,
            applicants=[Applicant(self.niks[person], Nationality.WNI, "Siti", BORN)],
            key=f"contest-{next(_KEYS)}",
            account_id=who.pk,
            by=people.as_actor(who),
            now=NOW,
        )
        return Seat.objects.get(booking_id=claimed.booking_id)


def _run(examples: int, steps: int) -> None:
    ContestMachine.office = furnished_office()
    run_state_machine_as_test(
        ContestMachine,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


@pytest.mark.django_db
def test_better_proof_keeps_r3_in_any_order_of_events() -> None:
    _run(examples=6, steps=16)
    assert broken_promises() == []


@pytest.mark.slow
@pytest.mark.django_db
def test_better_proof_keeps_r3_in_any_order_of_events_for_long() -> None:
    _run(examples=50, steps=30)
    assert broken_promises() == []
