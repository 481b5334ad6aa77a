"""Boards: for everybody, nothing personal, readable without scripts (R40)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from itertools import count

import pytest
from django.test import Client
from tests.factories.offices import MORNING, furnished_office
from tests.rooms.queueing import Morning, new_morning

from loket.foundation.offices.rules import ZoneColour
from loket.kit import clock
from loket.visits.queueing.actions import call_next, finish, recall, skip
from loket.visits.queueing.queries import board_of, position_of_booking

pytestmark = pytest.mark.django_db


@pytest.fixture
def morning(monkeypatch: pytest.MonkeyPatch) -> Morning:
    monkeypatch.setattr(clock, "_source", lambda: MORNING)
    return new_morning()


def _call_all(morning: Morning, size: int) -> int:
    """Calls and skips `size` people at counter 1; the zone's id."""
    place, by = morning.sit(1)
    minutes = count(1)
    for _ in range(size):
        now = MORNING + timedelta(seconds=next(minutes))
        call_next(counter_id=place, by=by, now=now)
        skip(counter_id=place, by=by, now=now)
    return morning.office.counters[1].zone_id


def test_shows_the_current_number_the_four_before_and_who_waits(client: Client, morning: Morning) -> None:
    for _ in range(2):
        morning.party(4)
    zone = _call_all(morning, 7)
    page = client.get(f"/papan/{zone}/").content.decode()
    main = page.split("<main")[1].split("<template")[0]
    assert [f"A-00{n}" in main for n in range(1, 9)] == [False, False, True, True, True, True, True, False]
    assert main.index("A-007") < main.index("A-006") < main.index("A-003")
    assert "<b data-waiting>1</b>" in page
    assert "<b data-open>1</b>" in page


def test_moves_a_recalled_number_to_the_front_again(morning: Morning) -> None:
    morning.party(2)
    one, first = morning.sit(1)
    two, second = morning.sit(2, officer=2)
    call_next(counter_id=one, by=first, now=MORNING)
    call_next(counter_id=two, by=second, now=MORNING + timedelta(seconds=1))
    recall(counter_id=one, by=first, now=MORNING + timedelta(seconds=2))
    board = board_of(morning.office.counters[1].zone_id, MORNING + timedelta(seconds=3))
    assert board is not None
    assert board.current is not None
    assert (board.current.number, board.current.counter) == ("A-001", 1)
    assert [call.number for call in board.earlier] == ["A-002"]


def test_forgets_yesterdays_calls(morning: Morning) -> None:
    morning.party()
    zone = _call_all(morning, 1)
    today, tomorrow = board_of(zone, MORNING), board_of(zone, MORNING + timedelta(days=1))
    assert today is not None
    assert tomorrow is not None
    assert (today.current is not None, tomorrow.current) == (True, None)


def test_holds_no_name_and_reloads_without_scripts(client: Client, morning: Morning) -> None:
    morning.party(3)
    zone = _call_all(morning, 2)
    page = client.get(f"/papan/{zone}/").content.decode()
    assert "Pemohon" not in page
    assert '<noscript><meta http-equiv="refresh" content="10"></noscript>' in page


def test_says_that_nobody_was_called_yet(client: Client, morning: Morning) -> None:
    assert "Belum ada panggilan" in client.get(f"/papan/{morning.office.counters[1].zone_id}/").content.decode()


def test_keeps_the_zones_colour(client: Client, morning: Morning) -> None:
    for colour, css in ((ZoneColour.WNI, "board wni"), (ZoneColour.WNA, "board wna")):
        assert css in client.get(f"/papan/{morning.office.zones[colour].pk}/").content.decode()


@pytest.mark.parametrize("zone", ["0", "999999999", "9" * 40])
def test_answers_404_for_a_zone_that_does_not_exist(client: Client, morning: Morning, zone: str) -> None:
    assert client.get(f"/papan/{zone}/").status_code == 404


def test_lists_the_boards_of_one_office(client: Client, morning: Morning) -> None:
    furnished_office("BDG", name="Bandung")
    page = client.get("/papan/?kantor=jakarta-selatan").content.decode()
    linked = {int(pk) for pk in re.findall(r'href="/papan/(\d+)/"', page)}
    assert linked == {zone.pk for zone in morning.office.zones.values()}
    assert "Bandung" in client.get("/papan/").content.decode()
    assert client.get("/papan/?kantor=" + "x" * 500).status_code == 404


def test_asks_the_database_eight_times(
    client: Client, morning: Morning, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    for _ in range(3):
        morning.party(5)
    zone = _call_all(morning, 10)
    with django_assert_max_num_queries(8):  # type: ignore[attr-defined]
        client.get(f"/papan/{zone}/")


def test_counts_who_is_ahead_in_the_order_of_calling(morning: Morning) -> None:
    (late,) = morning.party(hour=10)
    party = morning.party(2, hour=9, at=MORNING + timedelta(minutes=1))
    place, by = morning.sit(2)
    now = MORNING + timedelta(minutes=2)
    assert [p.ahead for p in position_of_booking(party[0].seat.booking_id, now)] == [0, 1]
    (before,) = position_of_booking(late.seat.booking_id, now)
    assert (before.ahead, before.floor, before.step, before.steps) == (2, 2, 1, 2)
    call_next(counter_id=place, by=by, now=now)
    called, waiting = position_of_booking(party[0].seat.booking_id, now)
    assert (called.state, called.counter, called.ahead) == ("called", 2, None)
    assert waiting.ahead == 0
    finish(counter_id=place, by=by, now=now)
    (moved, _) = position_of_booking(party[0].seat.booking_id, now)
    assert (moved.stage, moved.step, moved.ahead) == ("biometrics", 2, 0)
    assert position_of_booking(late.seat.booking_id, now + timedelta(days=1)) == []
