"""Pages of rules: what counts and why, for whoever comes; what a head and a regional head may change."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from tests.factories import people
from tests.factories.offices import MORNING, Furnished, bare_office, furnished_office

from loket.foundation.audit.models import LedgerLine
from loket.foundation.offices.models import Office
from loket.foundation.people.models import Staff
from loket.foundation.people.rules import Role
from loket.foundation.policy import actions, queries
from loket.foundation.policy.models import Enactment, Number, StaffCap
from loket.foundation.policy.rules import NumberName
from loket.kit import clock
from loket.kit.actor import SYSTEM

pytestmark = pytest.mark.django_db
FRIDAY = date(2022, 2, 4)
#: A NUL is turned away before any page (400).
HOSTILE = ["x" * 10_000, "🙂\u202e", "\"'<b>", "\x00", "-1", "9" * 40]


@pytest.fixture(autouse=True)
def morning(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is Friday, 08.00 WIB."""
    monkeypatch.setattr(clock, "_source", lambda: MORNING)


@pytest.fixture
def office() -> Furnished:
    """A furnished office in Jakarta."""
    return furnished_office()


def signed_in(officer: Staff) -> Client:
    client = Client()
    client.force_login(officer.account)
    return client


@pytest.fixture
def head(office: Furnished) -> Client:
    return signed_in(people.an_officer(Role.HEAD, office.office, now=MORNING))


@pytest.fixture
def region(office: Furnished) -> Client:
    return signed_in(people.a_regional_officer(office.office.region, now=MORNING))


def enact(office: Office, level: int = 2) -> int:
    return actions.enact_level(
        region_id=office.region_id, level=level, starts_on=FRIDAY, last_on=date(2022, 2, 7),
        decree="Inmendagri 6/2022", today=FRIDAY, by=SYSTEM, now=MORNING,
    )  # fmt: skip


def days(prefix: str = "", *, first: date = FRIDAY, last: date | None = None) -> dict[str, str]:
    """Two dates as three boxes each."""
    found = {}
    for name, day in (("mulai", first), ("akhir", last)):
        parts = (day.day, day.month, day.year) if day else ("", "", "")
        for part, value in zip(("tanggal", "bulan", "tahun"), parts, strict=True):
            found[f"{prefix}{name}_{part}"] = str(value)
    return found


def number(**changes: str) -> dict[str, str]:
    return {"aturan": "check_in_before", "nilai": "45", "dasar": "SK Kepala Kantor 12/2022"} | days() | changes


def level(**changes: str) -> dict[str, str]:
    sent = {"ppkm-tingkat": "3", "ppkm-dasar": "Inmendagri 9/2022"}
    return sent | days("ppkm-", first=date(2022, 2, 8), last=date(2022, 2, 14)) | changes


def test_everybody_reads_who_may_come_in_and_why(client: Client, office: Furnished) -> None:
    enact(office.office)
    page = client.get(f"/kantor/{office.office.slug}/aturan/").content.decode()
    assert "PPKM tingkat 2" in page
    assert "Pintu dibuka sebelum jam yang dipesan: 30 menit" in page
    assert "Suhu badan paling tinggi 37,5 derajat." in page
    assert "Pendamping lain tidak diperkenankan masuk." in page
    assert "SE Dirjen Imigrasi IMI-0946.GR.01.01/2020" in page


def test_a_later_day_shows_the_rules_of_that_day(client: Client, office: Furnished) -> None:
    enact(office.office)
    where = f"/kantor/{office.office.slug}/aturan/"
    later = client.get(f"{where}?hari=2022-07-18").content.decode()
    assert "vaksin penguat" in later
    assert "PPKM tingkat" not in later
    assert "vaksin penguat" not in client.get(f"{where}?hari=2022-07-16").content.decode()


def test_a_day_that_can_not_be_shows_today(client: Client, office: Furnished) -> None:
    for typed in (*HOSTILE, "2022-02-31", "0001-01-01", "9999-12-31"):
        page = client.get(f"/kantor/{office.office.slug}/aturan/", {"hari": typed})
        assert page.status_code in (200, 400, 414)
        assert page.status_code != 200 or page.context["day"] == FRIDAY


def test_an_office_that_is_not_there_has_no_page(client: Client) -> None:
    assert client.get("/kantor/nowhere/aturan/").status_code == 404


def test_speaks_english(client: Client, office: Furnished) -> None:
    client.cookies["bahasa"] = "en"
    page = client.get(f"/kantor/{office.office.slug}/aturan/").content.decode()
    assert "Opening of the door before the booked hour: 30 minutes" in page
    assert "37.5 degrees" in page


def test_the_office_and_its_rules_are_linked(client: Client, office: Furnished) -> None:
    assert f"/kantor/{office.office.slug}/aturan/" in client.get(f"/kantor/{office.office.slug}/").content.decode()


def test_rules_cost_few_queries(client: Client, office: Furnished, django_assert_max_num_queries: Any) -> None:
    client.get(f"/kantor/{office.office.slug}/aturan/")
    with django_assert_max_num_queries(3):
        client.get(f"/kantor/{office.office.slug}/aturan/")


def test_the_head_sees_every_value_with_its_basis(head: Client, office: Furnished) -> None:
    enact(office.office)
    page = head.get("/kantor-saya/aturan/")
    text = page.content.decode()
    assert len(page.context["rules"]) >= len(NumberName) + 3
    assert all(rule.citation for rule in page.context["rules"])
    assert "Petugas di kantor, paling banyak: 50 persen" in text
    assert "SE MenPANRB 1/2022" in text


def test_the_head_sees_what_will_change(head: Client, office: Furnished) -> None:
    page = head.get("/kantor-saya/aturan/")
    ahead = [(entry.since, entry.label, entry.value) for entry in page.context["ahead"]]
    assert (date(2022, 2, 16), "Petugas di kantor, paling banyak, tingkat 2", "75 persen") in ahead
    assert page.context["screening_ahead"] == date(2022, 7, 17)
    assert "esensial" not in {entry.label for entry in page.context["ahead"]}


def test_the_head_sets_a_number_and_takes_it_back(head: Client, office: Furnished) -> None:
    answer = head.post("/kantor-saya/aturan/atur/", number())
    assert (answer.status_code, answer["Location"]) == (303, "/kantor-saya/aturan/?tersimpan=1")
    assert queries.at(office.office.pk, MORNING).value(NumberName.CHECK_IN_BEFORE) == 45
    row = Number.objects.get(office=office.office)
    assert "SK Kepala Kantor 12/2022" in head.get(answer["Location"]).content.decode()
    assert head.post(f"/kantor-saya/aturan/{row.pk}/akhiri/").status_code == 303
    assert queries.at(office.office.pk, MORNING).value(NumberName.CHECK_IN_BEFORE) == 30
    assert set(LedgerLine.objects.values_list("fact", flat=True)) >= {"policy.number_set", "policy.number_unset"}


def test_the_head_lowers_the_staff_cap(head: Client, office: Furnished) -> None:
    enact(office.office)
    sent = {"petugas-persen": "30", "petugas-dasar": "SK Kepala Kantor 13/2022"} | days("petugas-")
    assert head.post("/kantor-saya/aturan/petugas/", sent | {"petugas-persen": "51"}).status_code == 422
    assert not StaffCap.objects.filter(office=office.office).exists()
    assert head.post("/kantor-saya/aturan/petugas/", sent).status_code == 303
    cap = StaffCap.objects.get(office=office.office)
    assert head.post(f"/kantor-saya/aturan/petugas/{cap.pk}/akhiri/").status_code == 303


def test_bad_input_is_answered_kindly(head: Client) -> None:
    for field in ("aturan", "nilai", "mulai_tanggal"):
        for typed in HOSTILE:
            answer = head.post("/kantor-saya/aturan/atur/", number() | {field: typed})
            assert answer.status_code in (400, 422), (field, typed)
            assert answer.status_code == 400 or answer.context["form"].errors


def test_a_head_sets_nothing_that_is_set_above(head: Client) -> None:
    assert head.post("/kantor-saya/aturan/atur/", number(aturan="held_per_account")).status_code == 422


def test_a_head_ends_nothing_of_another_office(head: Client) -> None:
    other = bare_office("SKA", name="Surakarta")
    row = Number.objects.create(office=other, name="recalls", value=2, starts_on=FRIDAY, citation="SK lain")
    assert head.post(f"/kantor-saya/aturan/{row.pk}/akhiri/").status_code == 409
    assert Number.objects.filter(pk=row.pk, ends_on=None).exists()


def test_the_region_sees_what_a_level_changes_before_it_is_enacted(region: Client, office: Furnished) -> None:
    bare_office("JKB", name="Jakarta Barat")
    answer = region.post("/kantor-saya/tingkat/tetapkan/", level())
    assert answer.status_code == 200
    assert [change.name for change in answer.context["changes"]] == ["Jakarta Barat", "Jakarta Selatan"]
    assert answer.context["changes"][1].pairs == (
        ("tidak dibatasi", "25 %"),
        ("100 %", "0 %"),
        ("satu, bagi yang perlu", "tidak"),
    )
    assert not Enactment.objects.exists()
    confirmed = dict(answer.context["sent"]) | {"tetapkan": "1"}
    assert region.post("/kantor-saya/tingkat/tetapkan/", confirmed).status_code == 303
    enacted = Enactment.objects.get()
    assert (enacted.level, enacted.starts_on, enacted.ends_on) == (3, date(2022, 2, 8), date(2022, 2, 15))
    assert "Inmendagri 9/2022" in region.get("/kantor-saya/tingkat/").content.decode()


def test_the_region_lifts_a_level(region: Client, office: Furnished) -> None:
    enactment = enact(office.office)
    assert region.post(f"/kantor-saya/tingkat/{enactment}/cabut/").status_code == 303
    assert queries.at(office.office.pk, MORNING).level is None
    assert "dicabut" in region.get("/kantor-saya/tingkat/").content.decode()
    assert region.post(f"/kantor-saya/tingkat/{enactment}/cabut/").status_code == 409


def test_two_levels_on_one_day_are_refused_on_the_page(region: Client, office: Furnished) -> None:
    enact(office.office)
    sent = level() | days("ppkm-", first=date(2022, 2, 7), last=date(2022, 2, 14)) | {"tetapkan": "1"}
    answer = region.post("/kantor-saya/tingkat/tetapkan/", sent)
    assert answer.status_code == 422
    assert "sudah berlaku tingkat lain" in answer.content.decode()


def test_a_level_that_can_not_be_is_answered_kindly(region: Client) -> None:
    for field in ("tingkat", "kantor", "akhir_tanggal"):
        for typed in HOSTILE:
            sent = level() | {f"ppkm-{field}": typed, "tetapkan": "1"}
            assert region.post("/kantor-saya/tingkat/tetapkan/", sent).status_code in (400, 422), (field, typed)


def test_a_region_enacts_nothing_for_another_regions_office(region: Client) -> None:
    other = bare_office("SKA", name="Surakarta")
    from loket.foundation.offices.models import Region

    Office.objects.filter(pk=other.pk).update(region=Region.objects.create(name="Jawa Tengah"))
    assert region.post("/kantor-saya/tingkat/tetapkan/", level(**{"ppkm-kantor": str(other.pk)})).status_code == 422


def test_the_region_sets_a_number_for_its_offices(region: Client, office: Furnished) -> None:
    assert region.post("/kantor-saya/tingkat/atur/", number(aturan="quota_percent", nilai="50")).status_code == 303
    assert queries.at(office.office.pk, MORNING).quota_of(75) == 37
    row = Number.objects.get(region=office.office.region)
    assert region.post(f"/kantor-saya/tingkat/atur/{row.pk}/akhiri/").status_code == 303
    assert region.post("/kantor-saya/tingkat/atur/", number(aturan="quota_percent", nilai="101")).status_code == 422


@pytest.mark.parametrize("role", [Role.HEAD, Role.GATE, Role.COUNTER, Role.HELP_DESK])
def test_only_a_regional_head_sees_levels(office: Furnished, role: Role) -> None:
    officer = signed_in(people.an_officer(role, office.office, now=MORNING))
    assert officer.get("/kantor-saya/tingkat/").status_code == 403


@pytest.mark.parametrize("role", [Role.GATE, Role.COUNTER, Role.HELP_DESK])
def test_only_a_head_sees_the_offices_rules(office: Furnished, role: Role) -> None:
    officer = signed_in(people.an_officer(role, office.office, now=MORNING))
    assert officer.get("/kantor-saya/aturan/").status_code == 403


def test_staff_pages_cost_few_queries(
    head: Client, region: Client, office: Furnished, django_assert_max_num_queries: Any
) -> None:
    enact(office.office)
    with django_assert_max_num_queries(12):
        head.get("/kantor-saya/aturan/")
    with django_assert_max_num_queries(10):
        region.get("/kantor-saya/tingkat/")
    with django_assert_max_num_queries(12):
        region.post("/kantor-saya/tingkat/tetapkan/", level())


def test_a_refusal_at_the_gate_shows_its_rule_and_basis(office: Furnished) -> None:
    enact(office.office)
    gate = signed_in(people.an_officer(Role.GATE, office.office, now=MORNING))
    page = gate.post("/gerbang/tolak/", {"alasan": "companion"}, follow=True).content.decode()
    assert "Kanwil Kemenkumham DKI Jakarta, Februari 2022" in page
    assert "tingkat 2" in page


def test_somebody_without_a_number_is_led_to_the_help_desk_where_rules_allow(office: Furnished) -> None:
    from loket.foundation.policy.models import DoorRule

    DoorRule.objects.create(
        office=office.office, visitors=["application"], companions="none", walk_in=True, citation="SK 1/2022",
        starts_on=FRIDAY - timedelta(days=1),
    )  # fmt: skip
    gate = signed_in(people.an_officer(Role.GATE, office.office, now=MORNING))
    page = gate.post("/gerbang/tolak/", {"alasan": "walk_in"}, follow=True).content.decode()
    assert "Antar ke meja bantuan" in page
