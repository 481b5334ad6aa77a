"""Pages about messages: what failed, for the head and the region; the texts; the channel that a person chose."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.factories import people
from tests.factories.offices import MORNING, Furnished, furnished_office

from loket.foundation.notify import actions
from loket.foundation.notify.models import Message, MessageState, NoticeChoice
from loket.foundation.notify.queries import near_ahead
from loket.foundation.notify.rules import Template
from loket.foundation.people.rules import Role
from loket.kit import clock
from loket.kit.actor import SYSTEM

pytestmark = pytest.mark.django_db
PHONE = "+6281234567890"
_HERE = "/kantor-saya/pemberitahuan/"


@pytest.fixture(autouse=True)
def morning(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is Friday, 08.00 WIB."""
    monkeypatch.setattr(clock, "_source", lambda: MORNING)


def _failed(office: Furnished | None, *, phone: str = PHONE) -> uuid.UUID:
    message_id = actions.queue_message(
        template=Template.DOCUMENT_READY, language="id", phone=phone, facts={"office": "X", "day": MORNING.date()},
        office_id=office.office.pk if office else None, by=SYSTEM, now=MORNING,
    )  # fmt: skip
    assert message_id is not None
    actions.deliver_message(message_id=message_id, channels={}, by=SYSTEM, now=MORNING)
    return message_id


def _head(office: Furnished, role: Role = Role.HEAD) -> Client:
    client = Client()
    client.force_login(people.an_officer(role, office.office, now=MORNING).account)
    return client


def test_a_head_sees_which_failed_and_why_but_not_to_whom_nor_what() -> None:
    office = furnished_office()
    _failed(office)
    page = _head(office).get(_HERE).content.decode()
    assert "Dokumen siap" in page
    assert "Tidak ada saluran yang tersedia" in page
    assert "81234567890" not in page
    assert "0812" not in page
    assert "dapat diambil" not in page


def test_a_head_sees_and_tries_only_the_own_office_s() -> None:
    here, there = furnished_office(), furnished_office("SKA", name="Surakarta")
    mine, theirs = _failed(here), _failed(there)
    head = _head(here)
    page = head.get(_HERE).content.decode()
    assert str(mine) in page
    assert str(theirs) not in page
    assert head.post(f"{_HERE}ulang/{theirs}/").status_code == 409
    assert Message.objects.get(pk=theirs).state == MessageState.FAILED
    answer = head.post(f"{_HERE}ulang/{mine}/")
    assert (answer.status_code, answer["Location"]) == (303, f"{_HERE}?dicoba=1")
    assert Message.objects.get(pk=mine).state == MessageState.QUEUED
    assert "1 pemberitahuan dicoba lagi." in head.get(answer["Location"]).content.decode()


def test_all_are_tried_again_at_once_and_then_the_list_is_empty() -> None:
    office = furnished_office()
    for _ in range(3):
        _failed(office)
    head = _head(office)
    assert head.post(f"{_HERE}ulang/")["Location"] == f"{_HERE}?dicoba=3"
    assert "Tidak ada yang gagal" in head.get(_HERE).content.decode()


def test_the_list_takes_few_queries_however_long_it_is(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    office = furnished_office()
    for _ in range(12):
        _failed(office)
    head = _head(office)
    head.get(_HERE)
    with django_assert_max_num_queries(12):
        head.get(_HERE)


@pytest.mark.parametrize("typed", ["-1", "21", "", "tiga", "9" * 400, "🙂"])
def test_a_number_that_can_t_be_is_refused_kindly(typed: str) -> None:
    office = furnished_office()
    answer = _head(office).post(f"{_HERE}batas/", {"nomor": typed})
    assert answer.status_code == 422
    assert "0 sampai 20" in answer.content.decode()
    assert near_ahead(office.office.pk) == 3


def test_a_head_sets_at_how_many_numbers_people_are_called_back() -> None:
    office = furnished_office()
    assert _head(office).post(f"{_HERE}batas/", {"nomor": "5"}).status_code == 303
    assert near_ahead(office.office.pk) == 5


@pytest.mark.parametrize("role", [Role.GATE, Role.COUNTER, Role.HELP_DESK])
def test_other_officers_do_not_see_them(role: Role) -> None:
    assert _head(furnished_office(), role).get(_HERE).status_code == 403


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_text_can_be_read_in_both_languages_with_its_length(language: str) -> None:
    head = _head(furnished_office())
    head.cookies["bahasa"] = language
    page = head.get(f"{_HERE}teks/").content.decode()
    assert page.count("<section") == len(Template)
    assert "Terjadwal di Jakarta Selatan" in page
    assert "Booked at Jakarta Selatan" in page
    assert ("characters, 2 SMS" if language == "en" else "tanda, 2 SMS") in page


def _citizen() -> tuple[Client, Any]:
    account = people.a_citizen_account(phone=PHONE, now=MORNING)
    client = Client()
    client.force_login(account)
    return client, account


def test_a_person_chooses_a_channel_and_e_mail_is_offered_only_once_it_is_confirmed() -> None:
    client, account = _citizen()
    page = client.get("/akun/pemberitahuan/").content.decode()
    assert 'value="sms"' in page
    assert 'value="email"' not in page
    assert client.post("/akun/pemberitahuan/", {"saluran": "sms"}).status_code == 303
    assert NoticeChoice.objects.get(account=account).channel == "sms"
    for wrong in ("email", "telegram", "", "x" * 10_000):
        assert client.post("/akun/pemberitahuan/", {"saluran": wrong}).status_code == 422
    assert NoticeChoice.objects.get(account=account).channel == "sms"


def test_a_person_reads_the_own_messages_without_codes() -> None:
    client, _account = _citizen()
    actions.send_code(phone=PHONE, language="id", client="10.0.0.1", by=SYSTEM, now=MORNING)
    _failed(None)
    _failed(None, phone="+6281299990000")
    page = client.get("/akun/pemberitahuan/").content.decode()
    assert page.count("<article") == 1
    assert "Kode masuk Loket" not in page


def test_the_channel_page_asks_to_sign_in() -> None:
    assert Client().get("/akun/pemberitahuan/").status_code == 302


def test_a_code_proves_an_e_mail_address_and_goes_nowhere_else() -> None:
    _client, account = _citizen()
    actions.send_email_code(account_id=account.pk, email="Siti@Contoh.id", client="10.0.0.1", by=SYSTEM, now=MORNING)
    message = Message.objects.get()
    asked: list[str] = []

    def take(parcel: actions.Parcel) -> str:
        asked.append(parcel.to)
        return ""

    from loket.foundation.notify.rules import MessageChannel

    every = dict.fromkeys(MessageChannel, take)
    assert actions.deliver_message(message_id=message.pk, channels=every, by=SYSTEM, now=MORNING) is MessageState.SENT
    assert asked == ["Siti@contoh.id"]
