"""Reminders by the clock: H-1 in every zone, documents that wait, permits that end; each told once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from tests.factories import booking as bookings
from tests.factories import cases
from tests.factories.offices import MORNING, Furnished, closed_day, furnished_office
from tests.factories.people import a_citizen_account, as_actor

from loket.foundation.notify.models import Message, NoticeRound
from loket.foundation.notify.queries import messages_to
from loket.foundation.notify.rules import Template
from loket.foundation.offices.rules import ServiceKind
from loket.interfaces.jobs import reminders
from loket.interfaces.jobs.messages import tell_near
from loket.kit.actor import SYSTEM
from loket.planning.booking.actions import cancel_booking, note_needs
from loket.planning.booking.models import Booking, PermitDeadline
from loket.planning.booking.needs import needs_of
from loket.visits.queueing.actions import give_numbers
from loket.visits.queueing.models import QueueNumber

PHONE = "+6281234567890"
MONDAY = date(2022, 2, 7)


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _visit(office: Furnished, starts_at: datetime, *, phone: str | None = None, language: str = "id") -> Booking:
    """A booking for this hour that an account made on Friday morning."""
    slot = bookings.an_open_slot(office.point, office.passport, starts_at=starts_at, now=MORNING)
    account = a_citizen_account(phone=phone, language=language, now=MORNING)
    return bookings.a_booked_party(slot, account=account, now=MORNING)


def _run(now: datetime) -> int:
    """What the worker does at this moment: finds what is due, then tells each round."""
    return sum(reminders.remind_of_visits(*due, now=now) for due in reminders.visits_due(now))


@pytest.mark.django_db
def test_a_monday_is_reminded_of_on_friday_at_16_00_of_each_zone_and_once() -> None:
    zones = {"JKS": "Asia/Jakarta", "DPS": "Asia/Makassar", "JYP": "Asia/Jayapura"}
    offices = {code: furnished_office(code, name=code, timezone=zone) for code, zone in zones.items()}
    offsets = {"JKS": 7, "DPS": 8, "JYP": 9}
    for code, office in offices.items():
        _visit(office, _at(f"2022-02-07T09:00+0{offsets[code]}:00"))
    told_at: dict[str, datetime] = {}
    moment = _at("2022-02-04T13:30+07:00")
    while moment <= _at("2022-02-04T17:00+07:00"):
        before = set(NoticeRound.objects.values_list("office__code", flat=True))
        _run(moment)
        for code in set(NoticeRound.objects.values_list("office__code", flat=True)) - before:
            told_at[code] = moment
        moment += timedelta(minutes=30)
    assert {code: at.strftime("%H:%M") for code, at in told_at.items()} == {
        "JYP": "14:00", "DPS": "15:00", "JKS": "16:00",
    }  # fmt: skip
    assert Message.objects.filter(template=Template.DAY_BEFORE).count() == 3


@pytest.mark.django_db
def test_a_late_worker_reminds_on_the_morning_itself_and_nobody_twice() -> None:
    office = furnished_office()
    _visit(office, _at("2022-02-07T09:00+07:00"))
    assert _run(_at("2022-02-07T06:00+07:00")) == 1
    assert _run(_at("2022-02-07T06:05+07:00")) == 0


@pytest.mark.django_db
def test_a_round_that_runs_twice_at_once_tells_each_booking_once() -> None:
    office = furnished_office()
    booked = _visit(office, _at("2022-02-07T09:00+07:00"))
    now = _at("2022-02-04T16:00+07:00")
    due = reminders.visits_due(now)
    assert [reminders.remind_of_visits(*due[0], now=now) for _ in range(2)] == [1, 0]
    NoticeRound.objects.all().delete()  # the mark alone is lost: the key of the booking still holds
    assert reminders.remind_of_visits(*due[0], now=now) == 0
    assert Message.objects.get().once == f"day_before:{booked.pk}:{MONDAY}"


@pytest.mark.django_db
def test_a_holiday_moves_the_reminder_to_the_working_day_before() -> None:
    office = furnished_office()
    closed_day(MONDAY)
    _visit(office, _at("2022-02-08T09:00+07:00"))
    assert _run(_at("2022-02-04T15:59+07:00")) == 0
    assert _run(_at("2022-02-04T16:00+07:00")) == 1


@pytest.mark.django_db
def test_a_visit_that_began_was_cancelled_or_was_booked_after_the_hour_is_not_reminded_of() -> None:
    office = furnished_office()
    gone = _visit(office, _at("2022-02-07T10:00+07:00"))
    cancel_booking(booking_id=gone.pk, by=SYSTEM, now=MORNING)
    late = _at("2022-02-04T16:30+07:00")
    slot = bookings.an_open_slot(office.point, office.passport, starts_at=_at("2022-02-07T11:00+07:00"), now=MORNING)
    bookings.a_booked_party(slot, account=a_citizen_account(now=late), now=late)
    _visit(office, _at("2022-02-07T08:00+07:00"))
    assert _run(_at("2022-02-07T08:30+07:00")) == 1, "the one of 11.00: its hour of reminders had not come"
    assert "11.00" not in "".join(m.text for m in messages_to([PHONE]))


@pytest.mark.django_db
def test_a_reminder_tells_what_holds_at_the_door_that_day_and_the_needs_that_were_asked_for() -> None:
    office = furnished_office()
    booked = _visit(office, _at("2022-02-07T09:00+07:00"), phone=PHONE, language="en")
    note_needs(booking_id=booked.pk, needs=[needs_of(["wheelchair"])], by=SYSTEM, now=MORNING)
    _run(_at("2022-02-04T16:00+07:00"))
    (told,) = messages_to([PHONE])
    assert told.text.startswith("Reminder: Monday, 7 February 2022, 09.00 WIB, at Jakarta Selatan, 1 person.")
    for sentence in (
        "Arrive 08.30-09.15 WIB.",
        "Wear a mask.",
        "37.5 degrees at most",
        "Made ready: wheelchair access.",
    ):
        assert sentence in told.letter
    assert len(told.text) <= 320


@pytest.mark.django_db
def test_after_the_end_of_ppkm_nothing_is_said_of_masks() -> None:
    office = furnished_office()
    _visit(office, _at("2023-02-07T09:00+07:00"), phone=PHONE)
    _run(_at("2023-02-06T16:00+07:00"))
    (told,) = messages_to([PHONE])
    assert "masker" not in told.letter
    assert "Satu pendamping boleh masuk" in told.letter


def _ready(phone: str | None = None) -> tuple[Any, Furnished]:
    office = furnished_office()
    booked = _visit(office, MORNING + timedelta(hours=1), phone=phone)
    return cases.a_ready_case(booked, now=MORNING), office


@pytest.mark.django_db
def test_a_document_is_reminded_of_after_7_20_and_28_days_and_never_once_it_is_cancelled() -> None:
    case, _office = _ready(PHONE)
    told = {}
    for waited in range(1, 35):
        now = _at("2022-02-10T09:30+07:00") + timedelta(days=waited)
        for office_id, _zone, today in reminders.documents_due(now):
            if reminders.remind_of_documents(office_id, today, now=now):
                told[waited] = messages_to([PHONE])[0].text
    assert case.ready_on == date(2022, 2, 10)
    assert list(told) == [7, 20, 28]
    assert "paling lambat Sabtu, 12 Maret 2022" in told[28]


@pytest.mark.django_db
def test_documents_are_reminded_of_in_the_morning_once_a_day() -> None:
    _case, _office = _ready()
    early, nine = _at("2022-02-17T08:59+07:00"), _at("2022-02-17T09:00+07:00")
    assert reminders.documents_due(early) == []
    (due,) = reminders.documents_due(nine)
    assert [reminders.remind_of_documents(due[0], due[2], now=nine) for _ in range(2)] == [1, 0]
    assert reminders.documents_due(nine) == []


@pytest.mark.django_db
def test_an_ending_permit_is_told_at_30_14_and_7_days() -> None:
    office = furnished_office()
    slot = bookings.an_open_slot(
        office.point, office.services[ServiceKind.STAY_PERMIT], starts_at=_at("2022-03-30T09:00+07:00"), now=MORNING
    )
    account = a_citizen_account(phone=PHONE, now=MORNING)
    booked = bookings.a_booked_party(slot, account=account, now=MORNING)
    PermitDeadline.objects.create(booking=booked, ends_on=date(2022, 4, 5), applied_at=MORNING)
    told = []
    for day in range(60):
        now = _at("2022-02-20T10:00+07:00") + timedelta(days=day)
        for office_id, _zone, today in reminders.permits_due(now):
            if reminders.remind_of_permits(office_id, today, now=now):
                told.append((date(2022, 4, 5) - today).days)
    assert told == [30, 14, 7]


@pytest.mark.django_db
def test_who_is_soon_called_is_told_once_and_who_came_just_now_is_not() -> None:
    office = furnished_office()
    start = MORNING + timedelta(hours=1)
    slot = bookings.an_open_slot(office.point, office.passport, starts_at=start, now=MORNING)
    accounts = [a_citizen_account(phone=f"+62812999900{n:02d}", now=MORNING) for n in range(1, 7)]
    visits = [bookings.a_booked_party(slot, account=account, now=MORNING) for account in accounts]
    for n, booked in enumerate(visits):
        seats = list(booked.seats.values_list("id", flat=True))
        came = start if n < 5 else start + timedelta(minutes=25)
        give_numbers(booking_id=booked.pk, seat_ids=seats, priority_seat_ids=(), by=SYSTEM, now=came)
    first = QueueNumber.objects.order_by("serial").first()
    assert first is not None
    first.state, first.counter = "called", office.counters[1]
    first.save()
    now = start + timedelta(minutes=30)
    for _ in range(2):
        tell_near(first.pk, office.office.pk, now=now)
    texts = [m.text for n in range(1, 7) for m in messages_to([f"+62812999900{n:02d}"])]
    assert [text.split(" segera dipanggil: ")[0] for text in texts] == ["Nomor A-003", "Nomor A-004", "Nomor A-005"]
    assert "1 nomor lagi" in texts[0]


@pytest.mark.django_db
def test_an_office_decides_how_many_numbers_ahead_people_are_called_back() -> None:
    from loket.foundation.notify.actions import set_near
    from loket.foundation.notify.queries import near_ahead
    from loket.foundation.notify.rules import NearWrong

    office = furnished_office()
    by = as_actor(a_citizen_account(now=MORNING))
    assert near_ahead(office.office.pk) == 3
    set_near(office_id=office.office.pk, ahead=8, by=by, now=MORNING)
    assert near_ahead(office.office.pk) == 8
    for wrong in (-1, 21):
        with pytest.raises(NearWrong):
            set_near(office_id=office.office.pk, ahead=wrong, by=by, now=MORNING)
