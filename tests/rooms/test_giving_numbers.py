"""The day's numbers at the door: letters, order, zones, the end of a series (R24, R38, R39)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.factories import booking, offices
from tests.factories.offices import MORNING, Furnished

from loket.foundation.audit.models import LedgerLine
from loket.foundation.offices.rules import ServiceKind, Stage, ZoneColour
from loket.kit.actor import Actor, ActorKind
from loket.planning.booking.models import Booking
from loket.visits.queueing.actions import give_numbers
from loket.visits.queueing.models import NumberEvent, NumberSeries, QueueNumber
from loket.visits.queueing.rules import NumberState, NumbersUsedUp, number_text

pytestmark = pytest.mark.django_db
GATE = Actor(ActorKind.STAFF, 7, 1)
YESTERDAY = MORNING - timedelta(days=1)


@pytest.fixture
def office() -> Furnished:
    return offices.furnished_office()


def _party(office: Furnished, size: int, kind: ServiceKind = ServiceKind.PASSPORT) -> Booking:
    slot = booking.an_open_slot(
        office.point, office.services[kind], starts_at=MORNING + timedelta(hours=1), now=YESTERDAY
    )
    return booking.a_booked_party(slot, size=size, now=YESTERDAY)


def _give(party: Booking, *, priority: int = 0) -> list[QueueNumber]:
    seats = [seat.pk for seat in party.seats.order_by("position")]
    return give_numbers(
        booking_id=party.pk, seat_ids=seats, priority_seat_ids=seats[len(seats) - priority :], by=GATE, now=MORNING
    )


def _texts(numbers: list[QueueNumber]) -> list[str]:
    return [number_text(n.letter, n.serial) for n in numbers]


def test_gives_a_party_following_numbers_of_the_services_letter(office: Furnished) -> None:
    numbers = _give(_party(office, 3))
    assert _texts(numbers) == ["A-001", "A-002", "A-003"]
    assert {n.zone for n in numbers} == {office.zones[ZoneColour.WNI]}
    assert {(n.stage, n.step, n.state) for n in numbers} == {(Stage.DOCUMENTS, 1, NumberState.WAITING)}
    assert {n.booked_at for n in numbers} == {MORNING + timedelta(hours=1)}


def test_gives_confirmed_priority_the_letter_p_and_the_priority_zone(office: Furnished) -> None:
    first, second = _give(_party(office, 2), priority=1)
    assert _texts([first, second]) == ["A-001", "P-001"]
    assert second.zone == office.zones[ZoneColour.PRIORITY]
    assert second.priority


def test_sends_foreigners_to_their_own_floor(office: Furnished) -> None:
    (number,) = _give(_party(office, 1, ServiceKind.STAY_PERMIT))
    assert (number.letter, number.zone.floor.number) == ("B", 3)


def test_keeps_the_number_that_a_seat_has(office: Furnished) -> None:
    party = _party(office, 2)
    assert _texts(_give(party)) == _texts(_give(party)) == ["A-001", "A-002"]
    assert NumberEvent.objects.count() == 2


def test_refuses_the_thousandth_number_and_gives_none_of_the_party(office: Furnished) -> None:
    NumberSeries.objects.create(point=office.point, day=MORNING.date(), letter="A", last=998)
    with pytest.raises(NumbersUsedUp):
        _give(_party(office, 2))
    assert not QueueNumber.objects.exists()
    assert NumberSeries.objects.get().last == 998


def test_writes_an_event_and_a_ledger_line_a_number(office: Furnished) -> None:
    _give(_party(office, 2))
    assert list(NumberEvent.objects.values_list("happening", "officer_id")) == [("given", 7)] * 2
    assert LedgerLine.objects.filter(fact="queueing.number_given", office_id=office.office.pk).count() == 2
