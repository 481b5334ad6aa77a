"""The page "Petugas": heads see and change their own officers, regions their heads, and nobody else's."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.factories.offices import MORNING, furnished_office
from tests.factories.people import PIN, a_regional_officer, an_officer

from loket.foundation.audit.models import LedgerLine
from loket.foundation.offices.models import Office, Region
from loket.foundation.people.actions import set_pin
from loket.foundation.people.models import Deputy, Staff, StaffMove
from loket.foundation.people.rules import Role
from loket.kit import clock
from loket.kit.actor import SYSTEM

pytestmark = pytest.mark.django_db
PAGE = "/kantor-saya/petugas/"


@pytest.fixture(autouse=True)
def _morning(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # these tests are not about hashes
    monkeypatch.setattr(clock, "_source", lambda: MORNING)


@pytest.fixture
def office() -> Office:
    return furnished_office().office


@pytest.fixture
def surakarta(office: Office) -> Office:
    other = Office.objects.get(pk=office.pk)
    other.pk, other.code, other.slug, other.name = None, "SKA", "surakarta", "Surakarta"
    other.region = Region.objects.create(name="Jawa Tengah")
    other.save()
    return other


def enter(officer: Staff) -> Client:
    client = Client()
    client.force_login(officer.account)
    return client


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_head_adds_an_officer_and_sees_the_first_password_once(office: Office) -> None:
    client = enter(an_officer(Role.HEAD, office, now=MORNING))
    assert "Belum ada petugas" in text(client.get(PAGE))
    sent = {"nama": "Budi Baru", "nama_petugas": "jks.budi", "peran": "gate", "kantor": office.pk}
    made = client.post(f"{PAGE}tambah/", sent, follow=True)
    password = re.search(r"<b>([a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4})</b>", text(made))
    assert password
    again = client.get(f"{PAGE}{Staff.objects.get(name='Budi Baru').pk}/")
    assert password[1] not in text(again)
    assert "Budi Baru" in text(client.get(PAGE))
    assert password[1] not in repr(list(LedgerLine.objects.values()))
    assert "jks.budi" in text(client.post(f"{PAGE}tambah/", sent))


def test_what_does_not_fit_comes_back_with_a_sentence(office: Office) -> None:
    client = enter(an_officer(Role.HEAD, office, now=MORNING))
    sent = {"nama": "Budi", "nama_petugas": "jks.budi", "peran": "gate", "kantor": str(office.pk)}
    for changed in (
        {"nama": ""}, {"nama": "x" * 10_000}, {"nama_petugas": "Ü!"}, {"nama_petugas": ""}, {"peran": "head"},
        {"peran": ""}, {"kantor": "999999"}, {"kantor": "-1"}, {"kantor": "9" * 40}, {"kantor": ""},
    ):  # fmt: skip
        assert client.post(f"{PAGE}tambah/", {**sent, **changed}).status_code == 422, changed
    assert Staff.objects.count() == 1


def test_a_head_of_surakarta_finds_nobody_of_south_jakarta(office: Office, surakarta: Office) -> None:
    rina = an_officer(Role.COUNTER, office, name="Rina Jaksel", now=MORNING)
    stranger = enter(an_officer(Role.HEAD, surakarta, now=MORNING))
    assert "Rina Jaksel" not in text(stranger.get(PAGE))
    assert "Rina Jaksel" not in text(stranger.get(f"{PAGE}plh/"))
    assert stranger.get(f"{PAGE}{rina.pk}/").status_code == 404
    sent = {"peran": "gate", "kantor": surakarta.pk, "mulai_tanggal": "4", "mulai_bulan": "2", "mulai_tahun": "2022"}
    for deed in ("bekukan", "aktifkan", "kata-sandi", "peran", "pindah", "langkah-kedua"):
        assert stranger.post(f"{PAGE}{rina.pk}/{deed}/", sent).status_code == 404, deed
    named = stranger.post(f"{PAGE}plh/", {"petugas": rina.pk})
    assert named.status_code == 422
    rina.refresh_from_db()
    assert (rina.role, rina.account.is_active, Deputy.objects.count()) == (Role.COUNTER, True, 0)


@pytest.mark.parametrize("role", [Role.COUNTER, Role.GATE, Role.HELP_DESK])
def test_others_have_no_such_page(office: Office, role: Role) -> None:
    client = enter(an_officer(role, office, now=MORNING))
    assert client.get(PAGE).status_code == 403
    assert client.get(f"{PAGE}plh/").status_code == 403


def test_suspending_takes_the_officer_out_at_once_and_resuming_does_not_bring_the_session_back(office: Office) -> None:
    head, rina = an_officer(Role.HEAD, office, now=MORNING), an_officer(Role.COUNTER, office, now=MORNING)
    client, hers = enter(head), enter(rina)
    assert hers.get("/loket/").status_code == 200
    assert client.post(f"{PAGE}{rina.pk}/bekukan/").status_code == 303
    assert hers.get("/loket/").headers["Location"].startswith("/petugas/masuk/")
    assert "Dibekukan" in text(client.get(PAGE))
    assert client.post(f"{PAGE}{rina.pk}/aktifkan/").status_code == 303
    assert hers.get("/loket/").headers["Location"].startswith("/petugas/masuk/")


def test_nobody_suspends_himself(office: Office) -> None:
    head = an_officer(Role.HEAD, office, now=MORNING)
    client = enter(head)
    assert client.post(f"{PAGE}{head.pk}/bekukan/").status_code == 409
    assert client.get(PAGE).status_code == 200


def test_a_role_changes_and_never_to_one_above(office: Office) -> None:
    rina = an_officer(Role.COUNTER, office, now=MORNING)
    client = enter(an_officer(Role.HEAD, office, now=MORNING))
    assert client.post(f"{PAGE}{rina.pk}/peran/", {"peran": "gate"}).status_code == 303
    assert client.post(f"{PAGE}{rina.pk}/peran/", {"peran": "head"}).status_code == 422
    rina.refresh_from_db()
    assert rina.role == Role.GATE


def test_a_move_is_asked_accepted_and_done(office: Office, surakarta: Office) -> None:
    rina = an_officer(Role.COUNTER, office, name="Rina", now=MORNING)
    client, there = (enter(an_officer(Role.HEAD, place, now=MORNING)) for place in (office, surakarta))
    day = {"mulai_tanggal": "4", "mulai_bulan": "2", "mulai_tahun": "2022"}
    assert client.post(f"{PAGE}{rina.pk}/pindah/", {"kantor": surakarta.pk, **day}).status_code == 303
    move = StaffMove.objects.get()
    assert client.post(f"{PAGE}pindah/{move.pk}/setuju/").status_code == 404
    assert "menunggu kantor tujuan" in text(client.get(PAGE))
    assert "Terima" in text(there.get(PAGE))
    assert there.post(f"{PAGE}pindah/{move.pk}/setuju/").status_code == 303
    assert "Rina" in text(there.get(PAGE))
    assert client.get(f"{PAGE}{rina.pk}/").status_code == 404


def test_an_impossible_day_of_a_move_is_refused(office: Office, surakarta: Office) -> None:
    rina = an_officer(Role.COUNTER, office, now=MORNING)
    client = enter(an_officer(Role.HEAD, office, now=MORNING))
    for typed in (("31", "2", "2022"), ("3", "2", "2022"), ("4", "2", "9999"), ("", "", "")):
        day = dict(zip(("mulai_tanggal", "mulai_bulan", "mulai_tahun"), typed, strict=True))
        answer = client.post(f"{PAGE}{rina.pk}/pindah/", {"kantor": surakarta.pk, **day})
        assert answer.status_code == 422, typed
    assert not StaffMove.objects.exists()


def test_a_deputy_works_as_head_and_the_ledger_says_plh(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    head = an_officer(Role.HEAD, office, now=MORNING)
    rina = an_officer(Role.COUNTER, office, name="Rina", now=MORNING)
    dewi = an_officer(Role.GATE, office, name="Dewi", now=MORNING)
    client, hers = enter(head), enter(rina)
    assert hers.get(PAGE).status_code == 403
    days = {f"{box}_{part}": n for box in ("mulai", "sampai") for part, n in
            (("tanggal", "4"), ("bulan", "2"), ("tahun", "2022"))}  # fmt: skip
    assert client.post(f"{PAGE}plh/", {"petugas": rina.pk, **days}).status_code == 303
    page = text(hers.get(PAGE))
    assert "Plh kepala kantor" in page
    assert 'href="/kantor-saya/kalender/"' in text(hers.get("/kantor-saya/"))
    assert hers.post(f"{PAGE}{dewi.pk}/bekukan/").status_code == 303
    line = LedgerLine.objects.get(fact="people.officer_suspended")
    assert (line.actor_id, line.detail) == (rina.account_id, {"acting": "plh"})
    assert hers.post(f"{PAGE}plh/", {"petugas": dewi.pk, **days}).status_code in (403, 422)
    assert hers.get("/loket/").status_code == 200
    monkeypatch.setattr(clock, "_source", lambda: MORNING + timedelta(days=1))
    assert hers.get(PAGE).status_code == 403


def test_a_revoked_deputy_is_none_at_once(office: Office) -> None:
    head = an_officer(Role.HEAD, office, now=MORNING)
    rina = an_officer(Role.COUNTER, office, now=MORNING)
    term = Deputy.objects.create(
        staff=rina, office=office, starts_at=MORNING, ends_at=MORNING + timedelta(days=1), named_by=head.account_id
    )
    hers = enter(rina)
    assert hers.post(f"{PAGE}plh/{term.pk}/cabut/").status_code == 403
    assert enter(head).post(f"{PAGE}plh/{term.pk}/cabut/").status_code == 303
    assert hers.get(PAGE).status_code == 403


def test_the_region_sees_its_heads_and_no_other_officer(office: Office, surakarta: Office) -> None:
    head = an_officer(Role.HEAD, office, name="Kepala Jaksel", now=MORNING)
    an_officer(Role.HEAD, surakarta, name="Kepala Solo", now=MORNING)
    rina = an_officer(Role.COUNTER, office, name="Rina", now=MORNING)
    client = enter(a_regional_officer(office.region, now=MORNING))
    page = text(client.get(PAGE))
    assert "Kepala Jaksel" in page
    assert "Kepala Solo" not in page
    assert "Rina" not in page
    assert client.get(f"{PAGE}{rina.pk}/").status_code == 404
    assert client.post(f"{PAGE}{head.pk}/bekukan/").status_code == 303


def test_a_wrong_witness_resets_nothing(office: Office) -> None:
    rina = an_officer(Role.COUNTER, office, now=MORNING)
    dewi = an_officer(Role.GATE, office, now=MORNING)
    set_pin(staff_id=dewi.pk, pin=PIN, by=SYSTEM, now=MORNING)
    client = enter(an_officer(Role.HEAD, office, now=MORNING))
    for witness, pin in [(dewi.pk, "000000"), (rina.pk, PIN), ("", ""), (dewi.pk, "x" * 999)]:
        sent = {"petugas_kedua": witness, "pin": pin}
        assert client.post(f"{PAGE}{rina.pk}/langkah-kedua/", sent).status_code == 422
    sent = {"petugas_kedua": dewi.pk, "pin": PIN}
    assert client.post(f"{PAGE}{rina.pk}/langkah-kedua/", sent).status_code == 303


def test_the_list_asks_the_same_number_of_queries_for_many(office: Office, django_assert_max_num_queries: Any) -> None:
    client = enter(an_officer(Role.HEAD, office, now=MORNING))
    for _ in range(12):
        an_officer(Role.COUNTER, office, now=MORNING)
    with django_assert_max_num_queries(9):
        client.get(PAGE)
