"""Numbers are for people, not for trade: what one account may hold, and when a missed visit stops counting."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from tests.factories import booking, offices, people
from tests.factories.offices import MORNING
from tests.rooms.races import race

from loket.foundation.audit.models import LedgerLine
from loket.foundation.offices.rules import Nationality, ServiceKind
from loket.foundation.people.models import Account
from loket.foundation.people.rules import Identity
from loket.kit.actor import SYSTEM
from loket.planning.booking import rules
from loket.planning.booking.actions import (
    Applicant,
    Claimed,
    book_party,
    cancel_booking,
    close_past_visits,
    mark_missed,
)
from loket.planning.booking.models import Seat, Slot

pytestmark = pytest.mark.django_db

BORN = date(1990, 5, 17)
AFTER_MIDNIGHT = datetime.fromisoformat("2022-02-05T00:30+07:00")


def book(slot: Slot, account: Account | None, *, size: int = 1, now: datetime = MORNING) -> Claimed:
    party = [Applicant(people.a_nik(), Nationality.WNI, "Siti Rahma", BORN) for _ in range(size)]
    by = people.as_actor(account) if account else SYSTEM
    return book_party(
        slot_id=slot.pk,
        applicants=party,
        key=f"limits-{people.a_nik().key}",
        account_id=account.pk if account else None,
        by=by,
        now=now,
    )


@pytest.fixture
def slot() -> Slot:
    place = offices.furnished_office()
    return booking.an_open_slot(place.point, place.passport, quota=50, now=MORNING)


@pytest.fixture
def account() -> Account:
    return people.a_citizen_account(now=MORNING)


def test_holds_numbers_for_five_persons_and_no_more(slot: Slot, account: Account) -> None:
    book(slot, account, size=4)
    book(slot, account)
    with pytest.raises(rules.AccountHoldsEnough):
        book(slot, account)
    slot.refresh_from_db()
    assert slot.taken == 5


def test_answers_a_repeated_request_whatever_the_account_holds(slot: Slot, account: Account) -> None:
    who = Applicant(people.a_nik(), Nationality.WNI, "Siti Rahma", BORN)

    def send() -> Claimed:
        return book_party(
            slot_id=slot.pk, applicants=[who], key="sent twice", account_id=account.pk, by=people.as_actor(account),
            now=MORNING,
        )  # fmt: skip

    first = send()
    book(slot, account, size=4)
    assert send() == Claimed(first.booking_id, repeated=True)


def test_does_not_take_and_cancel_seats_for_ever(slot: Slot, account: Account) -> None:
    for _ in range(2):
        claimed = book(slot, account, size=5)
        cancel_booking(booking_id=claimed.booking_id, by=people.as_actor(account), now=MORNING)
    with pytest.raises(rules.AccountBooksTooOften):
        book(slot, account, now=MORNING + rules.A_DAY - timedelta(minutes=1))
    tomorrow = MORNING + rules.A_DAY
    slot = booking.an_open_slot(slot.point, slot.service, starts_at=tomorrow + timedelta(hours=1), now=MORNING)
    assert book(slot, account, now=tomorrow).repeated is False


def test_the_help_desk_books_without_an_account_and_without_these_limits(slot: Slot) -> None:
    for _ in range(3):
        book(slot, None, size=5)
    slot.refresh_from_db()
    assert slot.taken == 15


def test_collections_do_not_count(account: Account) -> None:
    place = offices.furnished_office()
    kind = ServiceKind.COLLECTION
    collection = booking.an_open_slot(place.point, place.services[kind], quota=50, now=MORNING)
    passport = booking.an_open_slot(place.point, place.passport, quota=50, now=MORNING)
    book(collection, account, size=5)
    assert book(passport, account, size=5).repeated is False


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_once_do_not_both_find_room(slot: Slot, account: Account) -> None:
    answers = race(lambda _: book(slot, account, size=3), range(4))
    assert sum(isinstance(answer, Claimed) for answer in answers) == 1
    assert sum(isinstance(answer, rules.AccountHoldsEnough) for answer in answers) == 3
    slot.refresh_from_db()
    assert slot.taken == 3


def missed(identity: Identity) -> Slot:
    """A slot of Friday 09.00 that somebody has and does not come to."""
    place = offices.furnished_office()
    slot = booking.an_open_slot(place.point, place.passport, starts_at=MORNING + timedelta(hours=1), now=MORNING)
    who = Applicant(identity, Nationality.WNI, "Siti Rahma", BORN)
    book_party(slot_id=slot.pk, applicants=[who], key="missed one", account_id=None, by=SYSTEM, now=MORNING)
    return slot


def again(identity: Identity, slot: Slot, now: datetime) -> Claimed:
    later = booking.an_open_slot(slot.point, slot.service, starts_at=now + timedelta(days=2), now=now)
    who = Applicant(identity, Nationality.WNI, "Siti Rahma", BORN)
    return book_party(slot_id=later.pk, applicants=[who], key="second try", account_id=None, by=SYSTEM, now=now)


def test_whoever_missed_a_visit_may_book_anew_the_day_after() -> None:
    siti = people.a_nik()
    slot = missed(siti)
    assert mark_missed(by=SYSTEM, now=AFTER_MIDNIGHT) == 1
    assert again(siti, slot, AFTER_MIDNIGHT).repeated is False
    slot.refresh_from_db()
    assert (slot.taken, slot.returned) == (1, 0)
    assert LedgerLine.objects.filter(fact="booking.missed").count() == 1


def test_a_day_is_not_over_before_the_offices_midnight() -> None:
    siti = people.a_nik()
    slot = missed(siti)
    evening = AFTER_MIDNIGHT - timedelta(hours=1)
    assert close_past_visits(by=SYSTEM, now=evening) == 0
    assert Seat.objects.get().is_open
    with pytest.raises(rules.AlreadyBooked):
        again(siti, slot, evening)
