"""The counter's pages: rights, the desk by keys and by plain forms, hand-over, bounds."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from tests.factories import booking, cases, people
from tests.factories.offices import MORNING, furnished_office
from tests.rooms.queueing import YESTERDAY, Morning, new_morning

from loket.casework.cases.models import Case
from loket.foundation.offices.rules import ServiceKind
from loket.foundation.people.models import Staff
from loket.foundation.people.rules import Role
from loket.kit import clock
from loket.kit.actor import Actor
from loket.planning.booking.models import Seat
from loket.visits.queueing.actions import give_numbers, open_counter
from loket.visits.queueing.models import CounterShift, QueueNumber
from loket.visits.queueing.rules import NumberState

pytestmark = pytest.mark.django_db
SCRIPTED = {"HX-Request": "true"}
WORDS = ("panggil", "panggil-ulang", "lewati", "selesai", "urungkan", "tutup", "buka")


class Wall:
    """The clock of the pages."""

    def __init__(self) -> None:
        self.now = MORNING

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Wall:
    wall = Wall()
    monkeypatch.setattr(clock, "_source", wall)
    return wall


@pytest.fixture
def morning(wall: Wall) -> Morning:
    return new_morning()


@pytest.fixture
def officer(morning: Morning) -> Staff:
    return people.an_officer(Role.COUNTER, morning.office.office, now=MORNING)


@pytest.fixture
def desk(client: Client, morning: Morning, officer: Staff) -> Callable[[int], Client]:
    """Signs the officer in and opens a counter."""

    def sit(counter: int) -> Client:
        client.force_login(officer.account)
        open_counter(counter_id=morning.office.counters[counter].pk, by=people.as_actor(officer), now=MORNING)
        return client

    return sit


def _state() -> dict[str, int]:
    states = list(QueueNumber.objects.values_list("state", flat=True))
    return {state: states.count(state) for state in set(states)}


def test_sends_a_stranger_to_sign_in(client: Client, morning: Morning) -> None:
    for path in ("", "antrean/"):
        assert client.get(f"/loket/{path}").headers["Location"].startswith("/petugas/masuk/")
    for word in WORDS:
        assert client.post(f"/loket/{word}/").headers["Location"].startswith("/petugas/masuk/")


@pytest.mark.parametrize("role", [Role.GATE, Role.HELP_DESK])
def test_refuses_officers_of_other_tasks(client: Client, morning: Morning, role: Role) -> None:
    client.force_login(people.an_officer(role, morning.office.office, now=MORNING).account)
    assert client.get("/loket/").status_code == 403
    assert {client.post(f"/loket/{word}/").status_code for word in WORDS} == {403}


def test_refuses_to_act_by_a_link(desk: Callable[[int], Client]) -> None:
    client = desk(1)
    assert {client.get(f"/loket/{word}/").status_code for word in WORDS} == {405}


def test_offers_the_counters_of_the_own_office_only(client: Client, morning: Morning, officer: Staff) -> None:
    other = furnished_office("BDG", name="Bandung").counters[1]
    client.force_login(officer.account)
    page = client.get("/loket/").content.decode()
    offered = {int(pk) for pk in re.findall(r'name="loket" value="(\d+)"', page)}
    assert offered == {counter.pk for counter in morning.office.counters.values()}
    for wrong in (str(other.pk), "", "0", "-1", "9" * 30, "1e3", "satu", "\u202e1"):
        assert client.post("/loket/buka/", {"loket": wrong}).status_code == 404
    assert not CounterShift.objects.exists()


def test_opens_and_closes_a_counter(client: Client, morning: Morning, officer: Staff) -> None:
    client.force_login(officer.account)
    opened = client.post("/loket/buka/", {"loket": morning.office.counters[1].pk})
    assert (opened.status_code, opened.headers["Location"]) == (303, "/loket/")
    assert "Panggil berikutnya" not in client.get("/loket/antrean/").content.decode()
    assert "Panggil berikutnya" in client.get("/loket/").content.decode()
    client.post("/loket/tutup/")
    assert not CounterShift.objects.filter(closed_at=None).exists()
    assert client.post("/loket/panggil/").status_code == 409


def test_takes_a_counter_over_only_when_asked(client: Client, morning: Morning, officer: Staff) -> None:
    place, _ = morning.sit(1, officer=4711)
    client.force_login(officer.account)
    assert client.post("/loket/buka/", {"loket": place}).status_code == 409
    client.post("/loket/buka/", {"loket": place, "ambil": "1"})
    assert CounterShift.objects.get(closed_at=None).officer_id == officer.account_id


def test_serves_a_morning_by_plain_forms(desk: Callable[[int], Client], morning: Morning, wall: Wall) -> None:
    morning.party(2)
    client = desk(1)
    seen = []
    for word in ("panggil", "panggil-ulang", "lewati", "panggil", "selesai", "urungkan", "selesai"):
        wall.now += timedelta(seconds=20)
        answer = client.post(f"/loket/{word}/")
        assert (answer.status_code, answer.headers["Location"]) == (303, "/loket/")
        seen.append(_state())
    assert seen == [
        {"called": 1, "waiting": 1},
        {"called": 1, "waiting": 1},
        {"skipped": 1, "waiting": 1},
        {"skipped": 1, "called": 1},
        {"skipped": 1, "waiting": 1},
        {"skipped": 1, "called": 1},
        {"skipped": 1, "waiting": 1},
    ]
    skipped = QueueNumber.objects.get(state=NumberState.SKIPPED)
    assert f"/loket/kembalikan/{skipped.pk}/" in client.get("/loket/").content.decode()
    client.post(f"/loket/kembalikan/{skipped.pk}/")
    assert _state() == {"waiting": 2}


def test_answers_scripts_with_the_changed_parts_only(desk: Callable[[int], Client], morning: Morning) -> None:
    morning.party()
    answer = desk(1).post("/loket/panggil/", headers=SCRIPTED)
    part = answer.content.decode()
    assert answer.status_code == 200
    assert "A-001" in part
    assert "<html" not in part
    assert 'hx-swap-oob="innerHTML:#antrean"' in part


def test_tells_a_refusal_to_scripts_in_the_line_for_news(desk: Callable[[int], Client]) -> None:
    answer = desk(1).post("/loket/panggil/", headers=SCRIPTED)
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (409, "#kabar")
    assert "Belum ada yang menunggu untuk loket ini." in answer.content.decode()


def test_names_the_person_at_the_desk_and_nobody_in_the_list(desk: Callable[[int], Client], morning: Morning) -> None:
    morning.party(2)
    client = desk(1)
    assert "Pemohon" not in re.sub("Pemohon di loket", "", client.get("/loket/").content.decode())
    client.post("/loket/panggil/")
    page = client.get("/loket/").content.decode()
    assert "Pemohon 1" in page
    assert "Pemohon 2" not in page
    assert "Pemohon 1" not in client.get("/loket/antrean/").content.decode()


def test_withdraws_undo_after_thirty_seconds(desk: Callable[[int], Client], morning: Morning, wall: Wall) -> None:
    morning.party()
    client = desk(1)
    client.post("/loket/panggil/")
    client.post("/loket/selesai/")
    assert "/loket/urungkan/" in client.get("/loket/").content.decode()
    wall.now += timedelta(seconds=31)
    assert "/loket/urungkan/" not in client.get("/loket/").content.decode()
    assert client.post("/loket/urungkan/").status_code == 409


def test_asks_who_collects_and_keeps_what_was_typed(desk: Callable[[int], Client], morning: Morning) -> None:
    _somebody_to_collect(morning)
    client = desk(5)
    client.post("/loket/panggil/")
    typed = {"pengambil": "family", "nama_pengambil": 'Sari "Dewi" 😀', "bukti": ""}
    answer = client.post("/loket/selesai/", typed, headers=SCRIPTED)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Sari &quot;Dewi&quot; 😀" in page
    assert "Tulis nomor KK untuk keluarga" in page
    assert client.post("/loket/selesai/", typed | {"bukti": "KK-77"}).status_code == 303
    assert Case.objects.get().collector_kind == "family"


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"pengambil": "courier"},
        {"pengambil": "proxy", "nama_pengambil": "x" * 10_000, "bukti": "1"},
        {"pengambil": "proxy", "nama_pengambil": "\u200f", "bukti": "1"},
        {"pengambil": "family", "nama_pengambil": "Sari", "bukti": "9" * 61},
    ],
)
def test_refuses_a_hand_over_that_says_too_little_or_too_much(
    desk: Callable[[int], Client], morning: Morning, said: dict[str, str]
) -> None:
    _somebody_to_collect(morning)
    client = desk(5)
    client.post("/loket/panggil/")
    assert client.post("/loket/selesai/", said).status_code == 422
    assert _state() == {"called": 1}


def test_ends_a_collection_whose_document_is_not_ready(desk: Callable[[int], Client], morning: Morning) -> None:
    morning.party(kind=ServiceKind.COLLECTION)
    client = desk(5)
    client.post("/loket/panggil/")
    assert "Selesai tanpa serah terima" in client.get("/loket/").content.decode()
    assert client.post("/loket/selesai/").status_code == 303
    assert _state() == {"done": 1}


@pytest.mark.parametrize("number", ["0", "999999999", "9" * 25])
def test_refuses_to_let_in_what_was_not_skipped(desk: Callable[[int], Client], number: str) -> None:
    assert desk(1).post(f"/loket/kembalikan/{number}/").status_code in (400, 404, 409)


def test_shows_an_english_desk(desk: Callable[[int], Client], morning: Morning) -> None:
    morning.party()
    client = desk(1)
    client.cookies["bahasa"] = "en"
    page = client.get("/loket/").content.decode()
    assert 'lang="en"' in page


def test_asks_the_database_little(
    desk: Callable[[int], Client], morning: Morning, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    for _ in range(4):
        morning.party(5)
    client = desk(2)
    for _ in range(6):
        client.post("/loket/panggil/")
        client.post("/loket/lewati/")
    client.post("/loket/panggil/")
    with django_assert_max_num_queries(13):  # type: ignore[attr-defined]
        assert client.get("/loket/").status_code == 200


def _somebody_to_collect(morning: Morning) -> None:
    long_ago = MORNING - timedelta(days=20)
    member = booking.a_member(now=long_ago)
    slot = booking.an_open_slot(morning.office.point, morning.office.passport, now=long_ago)
    party = booking.a_booked_party(slot, members=[member], now=long_ago)
    cases.a_ready_case(party, now=long_ago)
    Seat.objects.filter(booking=party).update(is_open=False)
    service = morning.office.services[ServiceKind.COLLECTION]
    today = booking.an_open_slot(morning.office.point, service, starts_at=MORNING + timedelta(hours=1), now=YESTERDAY)
    visit = booking.a_booked_party(today, members=[member], now=YESTERDAY)
    seats = [visit.seats.get().pk]
    by: Actor = morning.officer(99)
    give_numbers(booking_id=visit.pk, seat_ids=seats, priority_seat_ids=[], by=by, now=MORNING)
