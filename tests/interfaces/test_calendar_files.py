"""The .ics of a visit, and what the ticket tells of the door."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from icalendar import Calendar
from tests.factories import booking as bookings
from tests.factories.offices import MORNING, furnished_office
from tests.factories.people import a_citizen_account

from loket.interfaces.web.public.ics import draw_event
from loket.planning.booking.actions import cancel_booking, move_booking, note_needs
from loket.planning.booking.models import Booking
from loket.planning.booking.needs import needs_of
from loket.planning.booking.queries import booking_for_ticket
from loket.visits.admission.told import door_of_booking

NINE = datetime.fromisoformat("2022-02-09T09:00+07:00")


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    monkeypatch.setattr("loket.kit.clock._source", lambda: MORNING)
    return MORNING


def _booked(timezone: str = "Asia/Jakarta", starts_at: datetime = NINE) -> tuple[Booking, Client]:
    office = furnished_office(timezone=timezone)
    slot = bookings.an_open_slot(office.point, office.passport, starts_at=starts_at, now=MORNING)
    bookings.an_open_slot(office.point, office.passport, starts_at=starts_at + timedelta(days=1), now=MORNING)
    account = a_citizen_account(now=MORNING)
    booked = bookings.a_booked_party(slot, account=account, size=2, now=MORNING)
    client = Client()
    client.force_login(account)
    return booked, client


def _file(client: Client, booked: Booking, language: str = "id") -> tuple[Calendar, str]:
    client.cookies["bahasa"] = language
    answer = client.get(f"/tiket/{booked.pk}/ics")
    assert answer.status_code == 200, answer.content
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    text = answer.content.decode()
    return Calendar.from_ical(answer.content), text


@pytest.mark.django_db
def test_the_file_holds_the_hour_in_the_office_s_zone_and_an_alarm_the_evening_before(now: datetime) -> None:
    booked, client = _booked("Asia/Makassar", datetime.fromisoformat("2022-02-09T09:00+08:00"))
    calendar, text = _file(client, booked)
    (event,) = calendar.walk("VEVENT")
    assert event["DTSTART"].dt.astimezone(UTC) == datetime(2022, 2, 9, 1, 0, tzinfo=UTC)
    assert "DTSTART;TZID=Asia/Makassar:20220209T090000" in text
    assert "BEGIN:VTIMEZONE" in text
    assert event["DTSTAMP"].dt == MORNING.astimezone(UTC)
    (alarm,) = event.walk("VALARM")
    assert event["DTSTART"].dt + alarm["TRIGGER"].dt == datetime.fromisoformat("2022-02-08T19:00+08:00")
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("PUBLISH", "CONFIRMED", 0)


@pytest.mark.django_db
def test_nothing_personal_stands_in_it(now: datetime) -> None:
    booked, client = _booked()
    _calendar, text = _file(client, booked)
    unfolded = text.replace("\r\n ", "")
    for secret in ("Pemohon", booked.code, str(booked.pk), booked.pk.hex):
        assert secret not in unfolded
    assert "Nomor JKS-0902-09-A01\\, 2 orang." in unfolded


@pytest.mark.django_db
def test_a_moved_visit_keeps_its_uid_and_grows_its_sequence_and_a_cancelled_one_cancels(now: datetime) -> None:
    booked, client = _booked()
    before = _file(client, booked)[0].walk("VEVENT")[0]
    other = booked.slot.__class__.objects.exclude(pk=booked.slot_id).get()
    from tests.factories.people import as_actor

    assert booked.account is not None
    by = as_actor(booked.account)
    move_booking(booking_id=booked.pk, slot_id=other.pk, key="k", by=by, now=MORNING)
    moved = _file(client, booked)[0].walk("VEVENT")[0]
    assert (moved["UID"], moved["SEQUENCE"]) == (before["UID"], 1)
    assert moved["DTSTART"].dt - before["DTSTART"].dt == timedelta(days=1)
    cancel_booking(booking_id=booked.pk, by=by, now=MORNING)
    calendar = _file(client, booked)[0]
    gone = calendar.walk("VEVENT")[0]
    assert (calendar["METHOD"], gone["STATUS"], gone["SEQUENCE"], gone["UID"]) == (
        "CANCEL",
        "CANCELLED",
        2,
        moved["UID"],
    )
    assert gone.walk("VALARM") == []


@pytest.mark.django_db
def test_only_who_may_see_the_ticket_gets_its_file(now: datetime) -> None:
    booked, _client = _booked()
    answer = Client().get(f"/tiket/{booked.pk}/ics")
    assert (answer.status_code, answer["Location"]) == (302, "/tiket/")


@pytest.mark.django_db
def test_the_ticket_tells_what_holds_at_the_door_that_day_in_the_reader_s_language(now: datetime) -> None:
    booked, client = _booked()
    note_needs(booking_id=booked.pk, needs=[needs_of(["deaf"])], by=bookings.SYSTEM, now=MORNING)
    page = client.get(f"/tiket/{booked.pk}/").content.decode()
    for sentence in (
        "Datang 08.30-09.15 WIB.",
        "Pakai masker.",
        "paling tinggi 37,5 derajat",
        "Disiapkan: bantuan untuk",
    ):
        assert sentence in page
    assert f"/tiket/{booked.pk}/ics" in page
    client.cookies["bahasa"] = "en"
    assert "Wear a mask." in client.get(f"/tiket/{booked.pk}/").content.decode()


@pytest.mark.django_db
def test_the_file_says_in_english_what_the_ticket_says(now: datetime) -> None:
    booked, _client = _booked()
    page = booking_for_ticket(booked.pk)
    assert page is not None
    from django.utils import translation

    with translation.override("en"):
        file = draw_event(page.booking, door=door_of_booking(page.booking), moved=0, is_off=False, now=MORNING)
    assert b"Wear a mask." in file.replace(b"\r\n ", b"")
