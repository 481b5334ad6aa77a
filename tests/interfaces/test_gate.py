"""The gate's pages: rights, verdicts, reloads, hostile input, counts of queries."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from tests.factories import admission as gates
from tests.factories import people
from tests.factories.admission import ADULT, CHILD, NINE, TEENAGER, AtTheGate

from loket.foundation.offices.models import ServicePoint
from loket.foundation.offices.rules import PointKind
from loket.foundation.people.models import Staff
from loket.foundation.people.rules import Role
from loket.kit import clock
from loket.planning.booking.actions import cancel_booking
from loket.planning.booking.models import Booking
from loket.planning.booking.rules import PriorityReason
from loket.visits.admission.models import Arrival, GateRefusal
from loket.visits.queueing.models import QueueNumber

pytestmark = pytest.mark.django_db


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`time(moment)` sets what the pages take for now; at first Friday 09.00 WIB."""

    def set_to(moment: datetime) -> None:
        monkeypatch.setattr(clock, "_source", lambda: moment)

    set_to(NINE)
    return set_to


@pytest.fixture
def gate(time: Any) -> AtTheGate:
    return gates.a_gate()


@pytest.fixture
def client(gate: AtTheGate) -> Client:
    return signed_in(gate.officer)


def signed_in(officer: Staff) -> Client:
    client = Client()
    client.force_login(officer.account)
    return client


def scan(client: Client, booking: Booking) -> Any:
    return client.post("/gerbang/periksa/", {"kode": gates.ticket_text(booking)})


def seats(booking: Booking) -> list[str]:
    return [str(pk) for pk in booking.seats.order_by("position").values_list("pk", flat=True)]


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_two_taps_let_a_family_in(client: Client, gate: AtTheGate) -> None:
    booking = gates.a_family(gate)
    scanned = scan(client, booking)
    assert (scanned.status_code, scanned.url) == (302, f"/gerbang/tiket/{booking.pk}/")
    page = text(client.get(scanned.url))
    assert page.count("B*** S*** 0***") == 1 or page.count("B*** S***") >= 2
    assert "Budi" not in page
    assert page.count("checked") == 2
    entered = client.post(f"{scanned.url}masuk/", {"kursi": seats(booking)})
    green = text(client.get(entered.url))
    assert "MASUK" in green
    assert "A-001" in green
    assert "A-002" in green
    assert "2 orang · jadwal 09.00 · Lantai 2" in green


def test_loading_the_green_page_again_admits_nobody_again(client: Client, gate: AtTheGate) -> None:
    booking = gates.a_family(gate)
    entered = client.post(f"/gerbang/tiket/{booking.pk}/masuk/", {"kursi": seats(booking)})
    first, second = client.get(entered.url), client.get(entered.url)
    assert first.status_code == second.status_code == 200
    assert Arrival.objects.count() == 2
    assert not GateRefusal.objects.exists()


def test_a_second_tap_on_the_button_shows_green_again(client: Client, gate: AtTheGate) -> None:
    booking = gates.a_family(gate)
    urls = [client.post(f"/gerbang/tiket/{booking.pk}/masuk/", {"kursi": seats(booking)}).url for _tap in range(2)]
    assert urls == [f"/gerbang/masuk/{booking.pk}/"] * 2
    assert Arrival.objects.count() == 2


def test_a_second_scan_is_red_and_says_when(client: Client, gate: AtTheGate, time: Any) -> None:
    booking = gates.a_family(gate)
    client.post(f"/gerbang/tiket/{booking.pk}/masuk/", {"kursi": seats(booking)})
    time(NINE + timedelta(minutes=5))
    page = text(client.get(scan(client, booking).url))
    assert "DITOLAK" in page
    assert "sudah dipakai masuk pukul 09.00 WIB" in page
    assert GateRefusal.objects.get().reason == "already_inside"


def test_another_door_that_was_quicker_turns_the_form_red(client: Client, gate: AtTheGate) -> None:
    booking = gates.a_family(gate)
    other = signed_in(people.an_officer(Role.GATE, gate.place.office, now=gates.BOOKED))
    other.post(f"/gerbang/tiket/{booking.pk}/masuk/", {"kursi": seats(booking)})
    answer = client.post(f"/gerbang/tiket/{booking.pk}/masuk/", {"kursi": seats(booking)}, follow=True)
    assert "DITOLAK" in text(answer)
    assert Arrival.objects.count() == 2


def test_part_of_a_family_comes_in_and_the_rest_is_still_asked_for(client: Client, gate: AtTheGate) -> None:
    booking = gates.a_family(gate)
    first, second = seats(booking)
    answer = client.post(f"/gerbang/tiket/{booking.pk}/masuk/", {"kursi": [first]}, follow=True)
    assert "1 orang belum datang; tempatnya menunggu sampai pukul 09.15." in text(answer)
    page = text(client.get(scan(client, booking).url))
    assert "sudah masuk pukul 09.00" in page
    assert first not in page
    assert second in page


@pytest.mark.parametrize(
    ("minutes", "reason", "words"),
    [
        (-31, "too_early", "Datang kembali pukul 08.30 WIB."),
        (15, "too_late", "Jadwal pukul 09.00 WIB ditutup pukul 09.15 WIB."),
        (-24 * 60, "wrong_day", "Tiket ini untuk Jumat, 4 Februari 2022."),
        (24 * 60, "day_over", "hari itu sudah lewat"),
    ],
)
def test_another_time_is_red_with_its_reason(
    client: Client, gate: AtTheGate, time: Any, minutes: int, reason: str, words: str
) -> None:
    booking = gates.a_family(gate)
    time(NINE + timedelta(minutes=minutes))
    answer = client.get(scan(client, booking).url)
    assert answer.status_code == 200
    assert words in text(answer)
    assert GateRefusal.objects.get().reason == reason


def test_a_cancelled_ticket_is_red(client: Client, gate: AtTheGate) -> None:
    booking = gates.a_family(gate)
    cancel_booking(booking_id=booking.pk, by=people.as_actor(gate.officer), now=gates.BOOKED)
    assert "Nomor ini sudah dibatalkan." in text(client.get(scan(client, booking).url))


def test_another_offices_ticket_is_red_and_shows_no_name(client: Client) -> None:
    there = gates.a_gate("JKP", "Jakarta Pusat")
    booking = gates.a_family(there)
    page = text(client.get(scan(client, booking).url))
    assert "Tiket ini untuk Kanim Jakarta Pusat." in page
    assert "B***" not in page
    assert client.get(f"/gerbang/tiket/{booking.pk}/").status_code == 404
    assert client.post(f"/gerbang/tiket/{booking.pk}/masuk/", {"kursi": seats(booking)}).status_code == 404
    assert client.get(f"/gerbang/masuk/{booking.pk}/").status_code == 404
    assert client.get(f"/gerbang/masuk/{booking.pk}/cetak/").status_code == 404


def test_an_override_asks_for_a_reason_and_keeps_it(client: Client, gate: AtTheGate, time: Any) -> None:
    booking = gates.a_family(gate, births=[ADULT])
    time(NINE + timedelta(minutes=40))
    red = text(client.get(scan(client, booking).url))
    assert "Terima dengan alasan" in red
    where = f"/gerbang/tiket/{booking.pk}/"
    assert "Alasan menerima di luar jadwal" in text(client.get(where))
    bare = client.post(f"{where}masuk/", {"kursi": seats(booking)})
    assert bare.status_code == 422
    assert "Pilih satu alasan." in text(bare)
    short = client.post(f"{where}masuk/", {"kursi": seats(booking), "alasan": "lain", "alasan_lain": "ya"})
    assert short.status_code == 422
    assert 'value="ya"' in text(short)
    assert not Arrival.objects.exists()
    green = client.post(f"{where}masuk/", {"kursi": seats(booking), "alasan": "lalu_lintas"}, follow=True)
    assert "Di luar jadwal, dengan alasan" in text(green)
    assert Arrival.objects.get().override_reason == "Lalu lintas atau angkutan terganggu"


def test_the_kept_reason_is_indonesian_on_an_english_screen(client: Client, gate: AtTheGate, time: Any) -> None:
    booking = gates.a_family(gate, births=[ADULT])
    time(NINE + timedelta(minutes=40))
    client.cookies["bahasa"] = "en"
    client.post(f"/gerbang/tiket/{booking.pk}/masuk/", {"kursi": seats(booking), "alasan": "sistem"})
    assert Arrival.objects.get().override_reason == "Gangguan sistem atau jaringan"


def test_a_walk_in_is_refused_with_the_next_free_seats(client: Client, gate: AtTheGate) -> None:
    gates.a_family(gate, starts_at=NINE + timedelta(days=3))
    answer = client.post("/gerbang/tolak/", {"alasan": "walk_in"}, follow=True)
    page = text(answer)
    assert "DITOLAK" in page
    assert "Pelayanan hanya dengan nomor" in page
    assert "Sen, 7 Feb, 09.00 WIB · Paspor · sisa 18" in page
    assert GateRefusal.objects.get().reason == "walk_in"
    assert not QueueNumber.objects.exists()


def test_a_companion_is_refused_with_a_way_on(client: Client) -> None:
    page = text(client.post("/gerbang/tolak/", {"alasan": "companion"}, follow=True))
    assert "Pendamping tidak diperkenankan masuk." in page
    assert "Wali anak di bawah 17 tahun masuk bersama anaknya" in page


def test_a_guardian_of_a_child_is_asked_for_and_counted(client: Client, gate: AtTheGate) -> None:
    booking = gates.a_family(gate, births=[TEENAGER])
    page = text(client.get(f"/gerbang/tiket/{booking.pk}/"))
    assert "Wali anak yang ikut masuk" in page
    green = client.post(f"/gerbang/tiket/{booking.pk}/masuk/", {"kursi": seats(booking), "wali": "1"}, follow=True)
    assert "1 wali anak" in text(green)
    assert Arrival.objects.get().guardians == 1


def test_grown_ups_are_not_asked_for_guardians(client: Client, gate: AtTheGate) -> None:
    booking = gates.a_family(gate)
    assert "Wali anak yang" not in text(client.get(f"/gerbang/tiket/{booking.pk}/"))
    client.post(f"/gerbang/tiket/{booking.pk}/masuk/", {"kursi": seats(booking), "wali": "2"})
    assert sum(Arrival.objects.values_list("guardians", flat=True)) == 0


def test_a_guardian_without_the_child_is_said_at_the_field(client: Client, gate: AtTheGate) -> None:
    booking = gates.a_family(gate, births=[ADULT, CHILD])
    answer = client.post(f"/gerbang/tiket/{booking.pk}/masuk/", {"kursi": seats(booking)[:1], "wali": "1"})
    assert answer.status_code == 422
    assert "Wali hanya untuk anak di bawah 17 tahun" in text(answer)
    assert not Arrival.objects.exists()


def test_age_ticks_priority_and_what_is_declared_waits_for_the_officer(client: Client, gate: AtTheGate) -> None:
    booking = gates.a_family(
        gate, births=[gates.ELDER, ADULT], priorities=[PriorityReason.ELDERLY, PriorityReason.PREGNANT]
    )
    page = client.get(f"/gerbang/tiket/{booking.pk}/")
    rows = page.context["rows"]
    assert [(row["ticked"], row["priority"]) for row in rows] == [(True, True), (True, False)]
    assert "menyatakan hamil" in text(page)


def test_prints_the_numbers_without_names(client: Client, gate: AtTheGate) -> None:
    booking = gates.a_family(gate)
    client.post(f"/gerbang/tiket/{booking.pk}/masuk/", {"kursi": seats(booking)})
    page = text(client.get(f"/gerbang/masuk/{booking.pk}/cetak/"))
    assert "A-001" in page
    assert "A-002" in page
    assert "B***" not in page


def test_the_green_page_of_somebody_outside_leads_to_the_ticks(client: Client, gate: AtTheGate) -> None:
    booking = gates.a_family(gate)
    assert client.get(f"/gerbang/masuk/{booking.pk}/").url == f"/gerbang/tiket/{booking.pk}/"


def test_a_typed_code_works_with_gaps_and_small_letters(client: Client, gate: AtTheGate) -> None:
    booking = gates.a_family(gate)
    typed = f" {booking.code[:4].lower()}-{booking.code[4:].lower()} "
    assert client.post("/gerbang/periksa/", {"kode": typed}).url == f"/gerbang/tiket/{booking.pk}/"


def test_an_unknown_code_is_said_at_the_field_and_stays_typed(client: Client) -> None:
    answer = client.post("/gerbang/periksa/", {"kode": "ABCD2345"})
    assert answer.status_code == 422
    assert "Kode ini tidak dikenal." in text(answer)
    assert 'value="ABCD2345"' in text(answer)
    assert not GateRefusal.objects.exists()


def test_another_shops_code_is_red(client: Client) -> None:
    page = client.post("/gerbang/periksa/", {"kode": "https://example.org/menu?table=12"}, follow=True)
    assert "Kode ini bukan tiket Loket, atau rusak." in text(page)


def test_a_changed_ticket_is_red(client: Client, gate: AtTheGate) -> None:
    real = gates.ticket_text(gates.a_family(gate))
    forged = real[:40] + ("A" if real[40] != "A" else "B") + real[41:]
    page = client.post("/gerbang/periksa/", {"kode": forged}, follow=True)
    assert "bukan tiket Loket" in text(page)
    assert GateRefusal.objects.get().reason == "not_a_ticket"


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
    with django_assert_max_num_queries(5):  # session, account, officer, doors, the booking with its seats
        scanned = scan(client, booking)
    with django_assert_max_num_queries(5):
        client.get(scanned.url)
    with django_assert_max_num_queries(7):
        client.get("/gerbang/")


def test_speaks_english(client: Client, gate: AtTheGate) -> None:
    client.cookies["bahasa"] = "en"
    page = text(client.post("/gerbang/tolak/", {"alasan": "walk_in"}, follow=True))
    assert "REFUSED" in page
    assert "only with a number" in page
