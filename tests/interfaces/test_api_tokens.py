"""Programs use the API by a token: what its scopes say, where it holds, in the reader's language."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.factories.booking import a_booked_party, an_open_slot
from tests.factories.integrations import a_token, bearing
from tests.factories.offices import Furnished, furnished_office
from tests.factories.people import a_citizen_account

from loket.foundation.audit.models import LedgerLine
from loket.foundation.integrations import rules
from loket.foundation.integrations.rules import Scope
from loket.kit import clock
from loket.kit.clock import office_day
from loket.planning.booking.models import Booking, Slot

pytestmark = pytest.mark.django_db
HERE = "/api/v1/offices/jakarta-selatan"
PERSON = {"nationality": "wni", "nik": "9901014101990001", "name": "Budi", "born": "1990-05-17", "declared": None}


@pytest.fixture
def office(db: None) -> Furnished:
    """An office where programs may be at work."""
    return furnished_office()


@pytest.fixture
def slot(office: Furnished) -> Slot:
    """Seats of tomorrow."""
    return an_open_slot(office.point, office.passport, now=clock.now())


def ask(client: Client, path: str, *, by: dict[str, str] | None = None, language: str = "") -> Any:
    headers = dict(by or {}) | ({"Accept-Language": language} if language else {})
    return client.get(path, headers=headers)


def send(client: Client, slot: Slot, *, by: dict[str, str], key: str = "a-key-of-mine", path: str = HERE) -> Any:
    body = json.dumps({"slot": slot.pk, "people": [PERSON]})
    return client.post(f"{path}/bookings", body, "application/json", headers=by | {"Idempotency-Key": key})


def test_books_sees_and_cancels_and_the_ledger_names_the_token(client: Client, office: Furnished, slot: Slot) -> None:
    token = a_token(office.office, now=clock.now())
    by = bearing(token)
    booked = send(client, slot, by=by)
    assert booked.status_code == 201, booked.content
    assert send(client, slot, by=by).status_code == 200
    where = booked["Location"]
    assert ask(client, where, by=by).json() == booked.json()
    assert client.delete(where, headers=by).status_code == 204
    lines = LedgerLine.objects.filter(fact__startswith="booking.").order_by("id")
    assert [(line.fact, line.actor_kind, line.actor_id) for line in lines] == [
        ("booking.claimed", "api", token.id),
        ("booking.cancelled", "api", token.id),
    ]
    assert client.delete(where, headers=by).json()["code"] == "cannot_cancel"


def test_a_session_opens_nothing_that_asks_for_a_token(client: Client, office: Furnished) -> None:
    client.force_login(a_citizen_account(now=clock.now()))
    answer = ask(client, f"{HERE}/today")
    assert (answer.status_code, answer.json()["code"]) == (401, "token_unknown")
    assert answer["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic Og==", "Bearer loket_1", "Bearer " + "a" * 9000])
def test_a_missing_or_strange_token_gets_a_sentence(client: Client, office: Furnished, header: str) -> None:
    answer = ask(client, f"{HERE}/today", by={"Authorization": header}, language="en")
    assert answer.status_code == 401
    assert answer.json()["detail"] == "This token is not valid. Ask the head of the office for a new one."
    assert answer["Content-Type"].startswith("application/problem+json")


def test_a_missing_scope_is_named_in_the_reader_s_language(client: Client, office: Furnished, slot: Slot) -> None:
    by = bearing(a_token(office.office, scopes=[Scope.BOOKINGS_READ], now=clock.now()))
    assert ask(client, f"{HERE}/today", by=by).json()["detail"].startswith("Token ini tidak memuat hak statistics:read")
    assert "statistics:read" in ask(client, f"{HERE}/today", by=by, language="en").json()["detail"]
    assert send(client, slot, by=by).status_code == 403
    assert not Booking.objects.exists()


def test_another_office_is_not_there(client: Client, office: Furnished, slot: Slot) -> None:
    other = furnished_office("SBY", name="Surabaya")
    booking = a_booked_party(slot, now=clock.now())
    by = bearing(a_token(other.office, now=clock.now()))
    day = office_day(slot.starts_at, "Asia/Jakarta")
    for path in (f"{HERE}/today", f"{HERE}/quota", f"{HERE}/bookings?day={day}", f"{HERE}/bookings/{booking.pk}"):
        assert ask(client, path, by=by).status_code == 404, path
    assert ask(client, f"/api/v1/offices/surabaya/bookings/{booking.pk}", by=by).status_code == 404
    assert client.delete(f"/api/v1/offices/surabaya/bookings/{booking.pk}", headers=by).status_code == 404
    refused = send(client, slot, by=by, path="/api/v1/offices/surabaya")
    assert (refused.status_code, refused.json()["code"]) == (409, "closed")


def test_a_region_s_token_holds_at_its_offices(client: Client, office: Furnished) -> None:
    by = bearing(a_token(office.office.region, now=clock.now()))
    assert ask(client, f"{HERE}/today", by=by).json()["counters"] == len(office.counters)


def test_lists_a_day_piece_by_piece_without_names(client: Client, office: Furnished, slot: Slot) -> None:
    booked = {str(a_booked_party(slot, size=2, now=clock.now()).pk) for _ in range(5)}
    by, day = bearing(a_token(office.office, now=clock.now())), slot.day
    seen: list[str] = []
    cursor = ""
    for _ in range(3):
        page = ask(client, f"{HERE}/bookings?day={day}&limit=2{cursor}", by=by).json()
        seen += [each["id"] for each in page["bookings"]]
        assert "Pemohon" not in str(page)
        cursor = f"&cursor={page['cursor']}"
    assert page["cursor"] is None
    assert len(seen) == 5
    assert set(seen) == booked
    strange = ask(client, f"{HERE}/bookings?day={day}&cursor={slot.point.office_id:032x}", by=by)
    assert strange.status_code in (404, 422)


def test_shows_quota_and_the_figures_of_today(client: Client, office: Furnished) -> None:
    slot = an_open_slot(office.point, office.passport, quota=7, starts_at=clock.now() + timedelta(minutes=5),
                        now=clock.now())  # fmt: skip
    a_booked_party(slot, size=2, now=clock.now())
    by = bearing(a_token(office.office, now=clock.now()))
    (today,) = ask(client, f"{HERE}/quota", by=by).json()
    assert (today["quota"], today["taken"], today["free"]) == (7, 2, 5)
    figures = ask(client, f"{HERE}/today", by=by).json()
    assert (figures["expected"], figures["arrived"], figures["refused"]) == (2, 0, [])


def test_a_program_in_a_circle_is_told_when_to_come_back(
    client: Client, office: Furnished, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "CALLS", 2)
    by = bearing(a_token(office.office, now=clock.now()))
    answers = [ask(client, f"{HERE}/quota", by=by) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1]["Retry-After"] == "60"
    assert answers[-1].json()["detail"].endswith(".")


def test_anybody_sees_boards_and_opening_hours(client: Client, office: Furnished) -> None:
    zones = ask(client, f"{HERE}/boards").json()
    assert len(zones) == len(office.zones)
    board = ask(client, f"/api/v1/boards/{zones[0]['id']}").json()
    assert (board["current"], board["waiting"]) == (None, 0)
    assert ask(client, "/api/v1/boards/999999").status_code == 404
    month = ask(client, f"{HERE}/calendar?month=2022-02").json()
    friday = month["days"][3]
    assert (friday["opens"], friday["break_from"], month["days"][4]["opens"]) == ("08:00:00", "11:30:00", None)
    assert ask(client, f"{HERE}/calendar?month=2022-13").status_code == 422
