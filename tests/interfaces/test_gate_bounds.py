"""The gate's pages at their edges: search, hostile input, rights, counts of queries."""
# ruff: noqa: F811 (tests ask for the fixtures that are imported)

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.factories import admission as gates
from tests.factories import people
from tests.factories.admission import ADULT, TEENAGER, AtTheGate
from tests.interfaces.gate_stand import client, gate, scan, seats, signed_in, text, time  # noqa: F401 (fixtures)

from loket.foundation.offices.models import ServicePoint
from loket.foundation.offices.rules import PointKind
from loket.foundation.people.models import Staff
from loket.foundation.people.rules import Role
from loket.visits.admission.models import Arrival, GateRefusal

pytestmark = pytest.mark.django_db


def typed_birth(nik: str, day: str = "17", month: str = "5", year: str = "1990", **more: str) -> dict[str, str]:
    return {"identitas": nik, "lahir_tanggal": day, "lahir_bulan": month, "lahir_tahun": year} | more


def test_finds_somebody_without_a_ticket(client: Client, gate: AtTheGate) -> None:
    identity = people.a_nik()
    booking = gates.someone_on_the_list(gate, identity)
    answer = client.post("/gerbang/cari/", typed_birth(identity.key.removeprefix("nik:")))
    assert answer.url == f"/gerbang/tiket/{booking.pk}/"


def test_finds_a_foreigner_by_passport(client: Client, gate: AtTheGate) -> None:
    identity = people.a_passport()
    booking = gates.someone_on_the_list(gate, identity)
    country, number = identity.key.split(":")[1:]
    assert client.post("/gerbang/cari/", typed_birth(number, negara=country)).url.endswith(f"{booking.pk}/")
    missing = client.post("/gerbang/cari/", typed_birth(number))
    assert missing.status_code == 422
    assert "Tulis kode negara penerbit paspor" in text(missing)


def test_somebody_who_is_not_on_the_list_is_told_so_and_nothing_typed_is_lost(client: Client) -> None:
    answer = client.post("/gerbang/cari/", typed_birth("9901014101999999"))
    page = text(answer)
    assert answer.status_code == 422
    assert "Tidak ada nomor dengan data ini di sini hari ini." in page
    assert 'value="9901014101999999"' in page
    assert 'value="1990"' in page


def test_a_wrong_birth_date_sounds_like_an_unknown_identity(client: Client, gate: AtTheGate) -> None:
    identity = people.a_nik()
    gates.someone_on_the_list(gate, identity)
    nik = identity.key.removeprefix("nik:")
    known = client.post("/gerbang/cari/", typed_birth(nik, year="1991"))
    unknown = client.post("/gerbang/cari/", typed_birth("9901014101999999", year="1991"))
    assert list(known.context["search_form"].non_field_errors()) == list(
        unknown.context["search_form"].non_field_errors()
    )


def test_tries_are_limited(client: Client) -> None:
    answers = [client.post("/gerbang/cari/", typed_birth(f"99010141{n:08d}")) for n in range(61)]
    assert "Tidak ada nomor" in text(answers[59])
    assert "Tidak ada nomor" not in text(answers[60])
    assert answers[60].status_code == 422


HOSTILE = [
    *(
        "",
        " ",
        "x" * 10_000,
        "🛂" * 300,
        "\u202eTIKET\u202c",
        "'; DROP TABLE loket_seat; --",
        "<script>alert(1)</script>",
    ),
    *("-1", "9" * 400, "\u200b", "AAAA" * 38, "%00", "../../etc/passwd"),
]


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_scans_get_a_sentence(client: Client, typed: str) -> None:
    answer = client.post("/gerbang/periksa/", {"kode": typed}, follow=True)
    assert answer.status_code in (200, 422)
    assert "<script>alert" not in text(answer)
    assert "DITOLAK" in text(answer) or 'class="error"' in text(answer)


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_searches_get_a_sentence(client: Client, typed: str) -> None:
    for form in (typed_birth(typed), typed_birth("9901014101999999", typed), typed_birth("X12345", negara=typed)):
        answer = client.post("/gerbang/cari/", form)
        assert answer.status_code == 422
        assert "Ada yang perlu diperbaiki" in text(answer)


@pytest.mark.parametrize(("day", "month", "year"), [("31", "2", "1990"), ("1", "1", "2099"), ("1", "1", "1800")])
def test_impossible_birth_dates_are_said_at_the_field(client: Client, day: str, month: str, year: str) -> None:
    answer = client.post("/gerbang/cari/", typed_birth("9901014101999999", day, month, year))
    assert answer.context["search_form"].errors["lahir"] == [
        "Tanggal lahir ini tidak mungkin. Periksa tanggal, bulan, dan tahunnya."
    ]


@pytest.mark.parametrize("typed", [*HOSTILE, "00000000-0000-0000-0000-000000000000"])
def test_hostile_admissions_admit_nobody(client: Client, gate: AtTheGate, typed: str) -> None:
    booking = gates.a_family(gate, births=[TEENAGER])
    for form in ({"kursi": [typed]}, {"kursi": seats(booking), "prioritas": [typed]}, {"wali": typed}):
        assert client.post(f"/gerbang/tiket/{booking.pk}/masuk/", form).status_code == 422
    assert not Arrival.objects.exists()


def test_hostile_reasons_to_turn_away_are_nothing(client: Client) -> None:
    for typed in HOSTILE:
        assert client.post("/gerbang/tolak/", {"alasan": typed}).status_code == 422
    assert not GateRefusal.objects.exists()


def test_unknown_things_are_not_found(client: Client) -> None:
    nowhere = "00000000-0000-4000-8000-000000000000"
    for path in (f"tiket/{nowhere}/", f"masuk/{nowhere}/", "ditolak/99999999999999999999/", "ditolak/0/"):
        assert client.get(f"/gerbang/{path}").status_code in (400, 404)
    assert client.post("/gerbang/titik/", {"titik": "x"}).status_code == 404


PAGES = ["/gerbang/", "/gerbang/tiket/{booking}/", "/gerbang/masuk/{booking}/", "/gerbang/masuk/{booking}/cetak/"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", [Role.COUNTER, Role.HELP_DESK])
def test_officers_of_other_tasks_may_not_open_it(gate: AtTheGate, page: str, role: Role) -> None:
    booking = gates.a_family(gate)
    other = signed_in(people.an_officer(role, gate.place.office, now=gates.BOOKED))
    assert other.get(page.format(booking=booking.pk)).status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_nobody_else_may_open_it(gate: AtTheGate, page: str) -> None:
    booking = gates.a_family(gate)
    address = page.format(booking=booking.pk)
    citizen = Client()
    citizen.force_login(people.a_citizen_account(now=gates.BOOKED))
    for stranger in (Client(), citizen):
        answer = stranger.get(address)
        assert answer.status_code == 302
        assert answer.url.startswith("/petugas/masuk/")


def test_strangers_can_not_send_anything(gate: AtTheGate) -> None:
    booking = gates.a_family(gate)
    for path in ("periksa/", "cari/", "tolak/", "titik/", f"tiket/{booking.pk}/masuk/"):
        assert Client().post(f"/gerbang/{path}", {"kursi": seats(booking)}).status_code == 302
        assert Client(enforce_csrf_checks=True).post(f"/gerbang/{path}").status_code == 403
    assert not Arrival.objects.exists()


def test_another_offices_refusal_is_not_found(client: Client, gate: AtTheGate) -> None:
    there = gates.a_gate("JKP", "Jakarta Pusat")
    where = signed_in(there.officer).post("/gerbang/tolak/", {"alasan": "walk_in"}).url
    assert client.get(where).status_code == 404


def test_the_head_of_the_office_may_look(gate: AtTheGate) -> None:
    head = signed_in(people.an_officer(Role.HEAD, gate.place.office, now=gates.BOOKED))
    assert head.get("/gerbang/").status_code == 200


def test_an_officer_over_a_region_has_no_door(gate: AtTheGate) -> None:
    regional = people.a_regional_officer(gate.place.office.region, now=gates.BOOKED)
    Staff.objects.filter(pk=regional.pk).update(role=Role.HEAD)
    assert signed_in(regional).get("/gerbang/").status_code == 403


def test_a_device_may_stand_at_another_door_of_its_office(client: Client, gate: AtTheGate) -> None:
    annex = ServicePoint.objects.create(office=gate.place.office, name="ULP Pondok Pinang", kind=PointKind.ULP)
    there = gates.a_gate("JKP", "Jakarta Pusat")
    client.post("/gerbang/titik/", {"titik": str(annex.pk)})
    booking = gates.a_family(gate)
    assert "Tiket ini untuk Kanim Jakarta Selatan." in text(client.get(scan(client, booking).url))
    assert client.post("/gerbang/titik/", {"titik": str(there.point_id)}).status_code == 404


def test_the_stand_counts_the_day(client: Client, gate: AtTheGate) -> None:
    booking = gates.a_family(gate)
    client.post(f"/gerbang/tiket/{booking.pk}/masuk/", {"kursi": seats(booking)[:1]})
    client.post("/gerbang/tolak/", {"alasan": "walk_in"})
    today = client.get("/gerbang/").context["today"]
    assert (today.expected, today.arrived, today.refused, today.walk_ins) == (2, 1, 1, 1)


def test_scan_and_ticks_ask_little_of_the_database(
    client: Client, gate: AtTheGate, django_assert_max_num_queries: Any
) -> None:
    booking = gates.a_family(gate, births=[ADULT] * 5)
    client.get("/gerbang/")
    with django_assert_max_num_queries(6):  # session, account, officer, doors, the booking with its seats, the law
        scanned = scan(client, booking)
    with django_assert_max_num_queries(6):
        client.get(scanned.url)
    with django_assert_max_num_queries(7):
        client.get("/gerbang/")


def test_speaks_english(client: Client, gate: AtTheGate) -> None:
    client.cookies["bahasa"] = "en"
    page = text(client.post("/gerbang/tolak/", {"alasan": "walk_in"}, follow=True))
    assert "REFUSED" in page
    assert "only with a number" in page
