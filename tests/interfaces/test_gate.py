"""The gate's pages: verdicts, ticks, reloads, overrides, slips."""
# ruff: noqa: F811 (tests ask for the fixtures that are imported)

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.factories import admission as gates
from tests.factories import people
from tests.factories.admission import ADULT, CHILD, NINE, TEENAGER, AtTheGate
from tests.interfaces.gate_stand import client, gate, scan, seats, signed_in, text, time  # noqa: F401 (fixtures)

from loket.foundation.people.rules import Role
from loket.planning.booking.actions import cancel_booking
from loket.planning.booking.rules import PriorityReason
from loket.visits.admission.models import Arrival, GateRefusal
from loket.visits.queueing.models import QueueNumber

pytestmark = pytest.mark.django_db


def test_two_taps_let_a_family_in(client: Client, gate: AtTheGate) -> None:
    booking = gates.a_family(gate)
    scanned = scan(client, booking)
    assert (scanned.status_code, scanned.url) == (303, f"/gerbang/tiket/{booking.pk}/")
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
    assert "Paspor" in page
    assert "Sen, 7 Feb, 09.00 WIB · sisa 18" in page
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
