"""Release rules (R6): slots open by them, returned seats come back by them, once, and late when the house was off."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from tests.factories.booking import a_booked_party, a_member, an_open_slot
from tests.factories.offices import MORNING, Furnished, furnished_office
from tests.rooms.races import race

from loket.foundation.audit.models import LedgerLine
from loket.kit.actor import SYSTEM
from loket.kit.clock import at_office
from loket.planning.booking import rules
from loket.planning.booking.actions import cancel_booking, claim_seats, open_slots, run_releases, set_release
from loket.planning.booking.models import Booking, ReleaseRule, Slot
from loket.planning.booking.releases import Release, ReleaseKind
from loket.planning.booking.rules import Channel

NOW = MORNING  # a Friday
ZONE = "Asia/Jakarta"
FRIDAY_AT_TWO = Release(ReleaseKind.WEEKLY, time(14), 1, weekday=4)
TWO = at_office(date(2022, 2, 4), time(14), ZONE)
TUESDAY = at_office(date(2022, 2, 8), time(9), ZONE)


@pytest.fixture
def office(db: None) -> Furnished:
    found = furnished_office()
    set_release(point_id=found.point.pk, service_id=None, rule=FRIDAY_AT_TWO, by=SYSTEM, now=NOW)
    return found


def _cancelled(slot: Slot, now: datetime) -> Booking:
    booking = a_booked_party(slot, now=NOW)
    cancel_booking(booking_id=booking.pk, by=SYSTEM, now=now)
    return booking


def _open(office: Furnished, first: date, channel: Channel = Channel.ONLINE) -> Slot:
    open_slots(
        point_id=office.point.pk, service_id=office.passport.pk, first=first, last=first, quota={9: 5},
        channel=channel, by=SYSTEM, now=NOW,
    )  # fmt: skip
    return Slot.objects.get(day=first, channel=channel)


def test_slots_open_when_the_rule_says(office: Furnished) -> None:
    assert _open(office, date(2022, 2, 8)).opens_at == TWO
    assert _open(office, date(2022, 2, 15)).opens_at == TWO + timedelta(days=7)
    assert _open(office, date(2022, 2, 8), Channel.URGENT).opens_at is None
    slot = _open(office, date(2022, 2, 16))
    with pytest.raises(rules.NotOpenYet):
        claim_seats(slot_id=slot.pk, party=[a_member(now=NOW)], key="k", account_id=None, by=SYSTEM, now=NOW)


def test_a_services_own_rule_goes_before_that_of_all(office: Furnished) -> None:
    daily = Release(ReleaseKind.DAILY, time(0), 14)
    set_release(point_id=office.point.pk, service_id=office.passport.pk, rule=daily, by=SYSTEM, now=NOW)
    assert _open(office, date(2022, 2, 22)).opens_at == at_office(date(2022, 2, 8), time(0), ZONE)


def test_a_new_rule_moves_what_is_not_open_yet(office: Furnished) -> None:
    waiting, running = _open(office, date(2022, 2, 15)), an_open_slot(office.point, office.passport, now=NOW)
    moved = set_release(
        point_id=office.point.pk, service_id=None, rule=Release(ReleaseKind.DAILY, time(7), 14), by=SYSTEM, now=NOW
    )
    waiting.refresh_from_db()
    running.refresh_from_db()
    assert (moved, waiting.opens_at, running.opens_at) == (1, at_office(date(2022, 2, 1), time(7), ZONE), None)


def test_returned_seats_come_back_at_the_release_and_not_before(office: Furnished) -> None:
    slot = an_open_slot(office.point, office.passport, starts_at=TUESDAY, now=NOW)
    _cancelled(slot, NOW)
    _cancelled(slot, TWO + timedelta(minutes=1))
    assert run_releases(by=SYSTEM, now=TWO - timedelta(seconds=1)) == 0
    assert run_releases(by=SYSTEM, now=TWO + timedelta(minutes=2)) == 1
    slot.refresh_from_db()
    assert slot.returned == 1, "what came back after the moment waits for the next"
    assert run_releases(by=SYSTEM, now=TWO + timedelta(minutes=3)) == 0
    line = LedgerLine.objects.get(fact="booking.released")
    assert (line.detail["seats"], line.detail["slots"]) == (1, 1)
    assert line.office_id == office.office.pk


def test_days_behind_the_horizon_and_todays_wait(office: Furnished) -> None:
    today = an_open_slot(office.point, office.passport, starts_at=NOW + timedelta(hours=7), now=NOW)
    far = an_open_slot(office.point, office.passport, starts_at=TUESDAY + timedelta(days=7), now=NOW)
    for slot in (today, far):
        _cancelled(slot, NOW)
    run_releases(by=SYSTEM, now=TWO)
    assert [Slot.objects.get(pk=slot.pk).returned for slot in (today, far)] == [1, 1]


def test_missed_releases_are_caught_up(office: Furnished) -> None:
    slot = an_open_slot(office.point, office.passport, starts_at=TUESDAY + timedelta(days=14), now=NOW)
    _cancelled(slot, NOW)
    assert run_releases(by=SYSTEM, now=TWO + timedelta(days=16)) == 3
    slot.refresh_from_db()
    assert slot.returned == 0
    assert ReleaseRule.objects.get().released_until == TWO + timedelta(days=14)
    assert run_releases(by=SYSTEM, now=TWO + timedelta(days=16)) == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.xdist_group("races")
def test_of_two_releases_at_once_one_does_it(db: None) -> None:
    office = furnished_office()
    set_release(point_id=office.point.pk, service_id=None, rule=FRIDAY_AT_TWO, by=SYSTEM, now=NOW)
    slot = an_open_slot(office.point, office.passport, starts_at=TUESDAY, now=NOW)
    _cancelled(slot, NOW)
    answers = race(lambda _: run_releases(by=SYSTEM, now=TWO), range(8))
    assert sorted(answers) == [0] * 7 + [1]
    slot.refresh_from_db()
    assert (slot.returned, LedgerLine.objects.filter(fact="booking.released").count()) == (0, 1)
