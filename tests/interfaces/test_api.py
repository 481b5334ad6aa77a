"""The API under /api/v1/, as a program meets it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.factories.booking import a_booked_party, an_open_slot
from tests.factories.offices import Furnished, bare_office, furnished_office
from tests.factories.people import a_citizen_account, a_nik, an_officer
from tests.factories.visits import an_arrived_party

from loket.foundation.people.models import Account
from loket.foundation.people.rules import Role
from loket.kit import clock
from loket.planning.booking.models import Booking, Slot

pytestmark = pytest.mark.django_db
API = "/api/v1"


@pytest.fixture
def office(db: None) -> Furnished:
    return furnished_office()


@pytest.fixture
def slot(office: Furnished) -> Slot:
    return an_open_slot(office.point, office.passport, quota=5, now=clock.now())


@pytest.fixture
def account(db: None) -> Account:
    return a_citizen_account(now=clock.now())


@pytest.fixture
def citizen(client: Client, account: Account) -> Client:
    client.force_login(account)
    return client


def _person(**other: Any) -> dict[str, Any]:
    nik = a_nik().key.partition(":")[2]
    return {"nationality": "wni", "nik": nik, "name": "Budi Santoso", "born": "1990-05-17"} | other


def _book(client: Client, slot: Slot, *people: dict[str, Any], key: str = "a-key-of-mine", **headers: str) -> Any:
    body = {"slot": slot.pk, "people": people or [_person()]}
    return client.post(
        f"{API}/bookings", json.dumps(body), "application/json", headers={"Idempotency-Key": key} | headers
    )


def _is_problem(response: Any, status: int, code: str) -> bool:
    assert response.status_code == status, response.content
    body = response.json()
    assert response["Content-Type"] == "application/problem+json"
    assert body["detail"].endswith(".")
    return bool(body["code"] == code)


def test_lists_offices_and_says_which_cannot_be_booked(client: Client, office: Furnished) -> None:
    bare_office("SKA", name="Surakarta")
    found = {o["code"]: o["unavailable"] for o in client.get(f"{API}/offices").json()}
    assert found == {"JKS": None, "SKA": "not_connected"}


def test_finds_offices_by_words_and_by_distance(client: Client, office: Furnished) -> None:
    bare_office("SKA", name="Surakarta", at=(-7.57, 110.82))
    assert [o["code"] for o in client.get(f"{API}/offices", {"q": "selatan jakarta"}).json()] == ["JKS"]
    near = client.get(f"{API}/offices", {"latitude": -7.5, "longitude": 110.8, "limit": 1}).json()
    assert [(o["code"], o["distance_km"] < 20) for o in near] == [("SKA", True)]


def test_shows_an_office_with_its_services(client: Client, office: Furnished) -> None:
    shown = client.get(f"{API}/offices/jakarta-selatan").json()
    assert [s["code"] for s in shown["services"]] == ["paspor", "izin-tinggal", "pengambilan"]
    assert _is_problem(client.get(f"{API}/offices/atlantis"), 404, "not_found")


def test_tells_free_seats_and_no_other_figure(client: Client, slot: Slot) -> None:
    a_booked_party(slot, size=2, now=clock.now())
    where = f"{API}/offices/jakarta-selatan/availability"
    month = client.get(where, {"service": "paspor", "month": f"{slot.day:%Y-%m}"}).json()
    day = next(d for d in month["days"] if d["day"] == slot.day.isoformat())
    assert (day["says"], day["free"]) == ("free", 3)
    hour = client.get(f"{where}/{slot.day}", {"service": "paspor", "party": 4}).json()["hours"][0]
    assert (hour["slot"], hour["says"], hour["free"]) == (slot.pk, "full", 3)
    assert not {"quota", "taken", "returned"} & (day.keys() | hour.keys())


def test_an_unchanged_month_is_not_sent_twice(client: Client, slot: Slot) -> None:
    def ask(etag: str = "") -> Any:
        where = f"{API}/offices/jakarta-selatan/availability"
        headers = {"If-None-Match": etag} if etag else {}
        return client.get(where, {"service": "paspor", "month": f"{slot.day:%Y-%m}"}, headers=headers)

    first = ask()
    assert ask(first["ETag"]).status_code == 304
    a_booked_party(slot, now=clock.now())
    changed = ask(first["ETag"])
    assert (changed.status_code, changed["ETag"] != first["ETag"]) == (200, True)


def test_books_for_two_and_shows_the_ticket(citizen: Client, slot: Slot, account: Account) -> None:
    booked = _book(citizen, slot, _person(), _person(name="Siti Aminah", declared="disabled"))
    assert booked.status_code == 201, booked.content
    shown = citizen.get(booked["Location"])
    assert shown.json() == booked.json()
    assert (shown.json()["size"], [s["number"] for s in shown.json()["seats"]]) == (2, [1, 2])
    assert "Siti" not in booked.content.decode()
    assert Booking.objects.get().account == account
    assert [b["id"] for b in citizen.get(f"{API}/bookings").json()] == [booked.json()["id"]]


def test_a_retry_answers_200_with_the_same_booking(citizen: Client, slot: Slot) -> None:
    person = _person()
    first, again = _book(citizen, slot, person), _book(citizen, slot, person)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert _is_problem(_book(citizen, slot, _person()), 422, "key_reused")


def test_refuses_without_a_key(citizen: Client, slot: Slot) -> None:
    body = {"slot": slot.pk, "people": [_person()]}
    response = citizen.post(f"{API}/bookings", json.dumps(body), "application/json")
    assert _is_problem(response, 422, "invalid")
    assert not Booking.objects.exists()


def test_refusals_are_problems_in_the_readers_language(citizen: Client, slot: Slot) -> None:
    person = _person()
    _book(citizen, slot, person)
    indonesian = _book(citizen, slot, person, key="another-key")
    english = _book(citizen, slot, person, key="another-key", **{"Accept-Language": "en"})
    assert _is_problem(indonesian, 409, "already_booked")
    assert _is_problem(english, 409, "already_booked")
    assert indonesian.json()["detail"].startswith("Pendaftaran dengan data ini")
    assert person["nik"] not in indonesian.content.decode()


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"nik": "123"}, "not_an_identity"),
        ({"name": "\u202e"}, "not_a_name"),
        ({"born": "1800-01-01"}, "not_a_birth_date"),
        ({"born": "2022-02-30"}, "invalid"),
        ({"nationality": "mars"}, "invalid"),
        ({"declared": "vip"}, "invalid"),
    ],
)
def test_says_what_is_wrong_with_a_person(citizen: Client, slot: Slot, wrong: dict[str, str], code: str) -> None:
    assert _is_problem(_book(citizen, slot, _person(**wrong)), 422, code)
    assert not Booking.objects.exists()


def test_refuses_a_collection_without_its_case(citizen: Client, office: Furnished) -> None:
    slot = an_open_slot(office.point, office.services["collection"], now=clock.now())
    assert _is_problem(_book(citizen, slot), 409, "closed")


def test_cancels_an_own_booking_once(citizen: Client, slot: Slot) -> None:
    where = _book(citizen, slot)["Location"]
    assert citizen.delete(where).status_code == 204
    assert _is_problem(citizen.delete(where), 409, "cannot_cancel")
    assert citizen.get(where).json()["state"] == "cancelled"


def test_others_bookings_do_not_exist(citizen: Client, slot: Slot) -> None:
    other = a_citizen_account(now=clock.now())
    theirs = a_booked_party(slot, account=other, now=clock.now())
    for response in (
        citizen.get(f"{API}/bookings/{theirs.pk}"),
        citizen.delete(f"{API}/bookings/{theirs.pk}"),
        citizen.get(f"{API}/bookings/{theirs.pk}/position"),
    ):
        assert _is_problem(response, 404, "not_found")
    theirs.refresh_from_db()
    assert theirs.state == "booked"


def test_asks_for_a_citizens_session(client: Client, office: Furnished, slot: Slot) -> None:
    assert _is_problem(_book(client, slot), 401, "not_signed_in")
    client.force_login(an_officer(Role.HELP_DESK, office.office, now=clock.now()).account)
    assert _is_problem(_book(client, slot), 403, "citizens_only")


def test_asks_for_the_csrf_token(account: Account, slot: Slot) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(account)
    assert _is_problem(_book(strict, slot), 403, "forbidden")
    assert not Booking.objects.exists()


def test_tells_the_position_of_those_who_arrived(citizen: Client, office: Furnished, account: Account) -> None:
    now = clock.now()
    slot = an_open_slot(office.point, office.passport, starts_at=now + timedelta(minutes=1), now=now)
    booking = a_booked_party(slot, size=2, account=account, now=now)
    where = f"{API}/bookings/{booking.pk}/position"
    assert citizen.get(where).json() == []
    an_arrived_party(booking, now=now)
    said = citizen.get(where).json()
    assert [(p["number"], p["state"], p["ahead"], p["floor"]) for p in said] == [
        ("A-001", "waiting", 0, 2),
        ("A-002", "waiting", 1, 2),
    ]


def test_unknown_addresses_are_problems_too(client: Client) -> None:
    assert _is_problem(client.get(f"{API}/nothing"), 404, "not_found")


def test_publishes_its_contract(client: Client) -> None:
    contract = client.get(f"{API}/openapi.json").json()
    assert "/api/v1/bookings" in contract["paths"]
    assert client.get(f"{API}/docs").status_code == 404
