"""The seeded demo: whole, the same when seeded again, and true to the day of report A."""

from __future__ import annotations

import re
from argparse import Namespace
from collections import Counter as Count
from dataclasses import replace
from datetime import date, datetime

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import F, Sum

from loket.casework.cases.models import Case
from loket.casework.cases.rules import CaseState
from loket.foundation.audit.models import ClockOffset, LedgerLine
from loket.foundation.offices.models import CalendarDay, Counter, Offer, Office, Region, Service, ServicePoint
from loket.foundation.offices.queries import calendar_of
from loket.foundation.offices.rules import ServiceKind
from loket.foundation.people.actions import change_officer, sign_in_staff
from loket.foundation.people.models import Account, Person, Staff
from loket.foundation.people.queries import demo_accounts_exist, login_of_phone
from loket.foundation.people.rules import phone_of
from loket.interfaces.cli import serve, work
from loket.interfaces.cli.seed import sign_ins
from loket.kit.actor import SYSTEM, Actor, ActorKind
from loket.planning.booking.models import Booking, Seat, Slot
from loket.planning.booking.rules import RELEASED
from loket.seed.day import DAY
from loket.seed.demo import seed
from loket.seed.reference import seed_reference
from loket.seed.staff import PASSWORD, PHONE, PIN

pytestmark = pytest.mark.django_db
STARTS = datetime.fromisoformat("2022-02-04T07:20+07:00")
TABLES = (Office, ServicePoint, Counter, Offer, Service, CalendarDay, Account, Staff, Person, Slot, Booking, Seat, Case)


@pytest.fixture
def demo() -> list[str]:
    """The seeded demo, and what it said while it was made."""
    said: list[str] = []
    assert seed(said.append, starts_at=STARTS)
    return said


def today(code: str = "JKS") -> dict[str, int]:
    """Seats held today at an office, by service."""
    rows = Slot.objects.filter(point__office__code=code, day=DAY).values_list("service__code").annotate(Sum("taken"))
    return dict(rows)


def test_the_day_is_that_of_the_report(demo: list[str]) -> None:
    held = today()
    assert held["paspor-baru"] + held["penggantian-paspor"] == 150
    assert held["perpanjangan-itas"] + held["perpanjangan-itk"] == 40
    assert held["pengambilan-paspor"] == 150
    assert len(demo) >= 4
    assert Slot.objects.filter(
        point__office__code="JKS", day=DAY, service__kind=ServiceKind.PASSPORT, channel="online"
    ).aggregate(quota=Sum("quota")) == {"quota": 150}
    south = Counter.objects.filter(point__office__code="JKS")
    assert (south.count(), {c.zone.floor.number for c in south.select_related("zone__floor")}) == (12, {1, 2, 3})
    assert Slot.objects.filter(day=DAY).values("point__office").distinct().count() == 8
    assert ClockOffset.objects.exists()
    seeded_again_changes_nothing()
    nothing_is_oversold()
    everybody_is_booked_once()
    collectors_have_a_document_that_is_ready()
    officers_sign_in()
    the_citizen_holds_two_bookings_today()
    slots_lie_inside_opening_hours()
    outside_the_demo_it_is_refused()
    the_ledger_holds_no_identity()


def seeded_again_changes_nothing() -> None:
    """Idempotent: counts of all tables stay."""
    before = {table.__name__: table.objects.count() for table in TABLES}
    assert not seed(lambda _line: None, starts_at=STARTS)
    seed_reference()
    assert {table.__name__: table.objects.count() for table in TABLES} == before


def nothing_is_oversold() -> None:
    """Counters of slots are what the seats say; numbers have no gaps."""
    assert not Slot.objects.filter(quota__lt=F("taken") + F("returned")).exists()
    numbers: dict[int, list[int]] = {}
    for slot_id, number in Seat.objects.values_list("slot_id", "number"):
        numbers.setdefault(slot_id, []).append(number)
    assert all(sorted(found) == list(range(1, len(found) + 1)) for found in numbers.values())
    assert dict(Slot.objects.filter(taken__gt=0).values_list("pk", "taken")) == {s: len(n) for s, n in numbers.items()}


def everybody_is_booked_once() -> None:
    """One open seat a person and kind (R3), and no person but the collectors comes twice."""
    open_seats = Count(Seat.objects.filter(is_open=True).values_list("person_id", "kind"))
    assert set(open_seats.values()) == {1}
    assert Count(Seat.objects.filter(slot__day=DAY).values_list("person_id", flat=True)).most_common(1)[0][1] == 1


def collectors_have_a_document_that_is_ready() -> None:
    """Each collector of today came earlier and has a file that is ready by today (R43, R45)."""
    collectors = Seat.objects.filter(slot__day=DAY, kind=ServiceKind.COLLECTION).values_list("person_id", flat=True)
    ready = Case.objects.filter(state=CaseState.READY, ready_on__lte=DAY).values_list("person_id", flat=True)
    assert sorted(collectors) == sorted(ready)
    others = Seat.objects.filter(is_open=True).exclude(kind=ServiceKind.COLLECTION)
    with_file = Case.objects.filter(state=CaseState.OPEN, seat__in=others)
    without = others.exclude(pk__in=Case.objects.values("seat_id"))
    assert with_file.count() + without.count() == others.count()
    with connection.cursor() as cursor:  # whose file the worker opens, once it runs
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'react' AND status = 'todo'")
        assert without.values("booking_id").distinct().count() <= cursor.fetchone()[0] < 20


def officers_sign_in() -> None:
    """Passwords and PINs of the welcome are right; officers of one office have names of their own."""
    roles = {role for role, *_ in sign_ins()}
    assert roles == {"Help desk", "Gate", "Counter 1", "Head", "Regional head", "Citizen"}
    for _, login, password, _ in sign_ins()[:-1]:
        sign_in_staff(login=login, password=password, client="test", by=SYSTEM, now=STARTS)
    gate, counter = (Staff.objects.get(account__login=login) for login in ("jks.gerbang", "jks.loket1"))
    by = Actor(ActorKind.STAFF, gate.account_id, gate.office_id)
    changed = change_officer(staff_id=counter.pk, pin=PIN, by=by, now=STARTS)
    assert changed.account_id == counter.account_id and PASSWORD not in counter.account.password
    names = Staff.objects.values_list("name", flat=True)
    assert len(set(names)) == len(names)


def the_citizen_holds_two_bookings_today() -> None:
    """The demo's telephone opens an account with something to see."""
    mine = Booking.objects.filter(account__login=login_of_phone(phone_of(PHONE)), slot__day=DAY)
    assert sorted(mine.values_list("slot__service__kind", flat=True)) == ["collection", "passport"]


def slots_lie_inside_opening_hours() -> None:
    """No slot on a closed day or over a break, and next week's seats open on Fridays at 14.00 (R6, R13, R14)."""
    for point in ServicePoint.objects.filter(is_bookable=True):
        days = Slot.objects.filter(point=point).values_list("day", flat=True)
        calendar = calendar_of(point.pk, min(days), max(days))
        for slot in Slot.objects.filter(point=point):
            hours = calendar.hours_on(slot.day)
            wall = slot.starts_at.astimezone(STARTS.tzinfo)
            assert hours is not None and hours.holds(wall.time()), slot.pk
            if slot.channel not in RELEASED:  # a legal deadline and an emergency have their own doors
                assert slot.opens_at is None
                continue
            assert slot.opens_at is not None
            opens = slot.opens_at.astimezone(STARTS.tzinfo)
            assert (opens.weekday(), opens.hour) == (4, 14)
    assert Slot.objects.filter(day=date(2022, 2, 14)).first().opens_at > STARTS  # type: ignore[union-attr, operator]


def outside_the_demo_it_is_refused() -> None:
    """`loket serve` names what the demo left."""
    assert demo_accounts_exist()
    assert any("passwords are public" in reason for reason in serve.refusals())
    assert serve.tell_refusals()
    assert work.run(Namespace(once=True, concurrency=1), replace(settings.LOKET, demo=False)) == 1


def the_ledger_holds_no_identity() -> None:
    """Nothing like a NIK stands in what is kept for ever."""
    details = " ".join(str(detail) for detail in LedgerLine.objects.values_list("detail", flat=True))
    assert details
    assert not re.search(r"\d{16}", details)


def test_the_reference_alone_is_fit_for_real_use() -> None:
    seed_reference()
    assert (Office.objects.count(), ServicePoint.objects.count(), Service.objects.count()) == (143, 143, 5)
    assert Office.objects.get(code="CGK").region == Region.objects.get(name="DKI Jakarta")
    assert Office.objects.filter(region__name="DKI Jakarta").count() == 7
    assert not demo_accounts_exist() and not Slot.objects.exists() and not ClockOffset.objects.exists()
    new_year = CalendarDay.objects.get(office=None, day=date(2022, 2, 1))
    assert (new_year.name, new_year.decree) == ("Tahun Baru Imlek", "SKB 3 Menteri")
    assert CalendarDay.objects.filter(office=None, day=date(2022, 4, 29)).exists()


def test_a_day_that_an_office_changed_stays_when_seeded_again() -> None:
    seed_reference()
    CalendarDay.objects.filter(day=date(2027, 3, 10), office=None).delete()
    CalendarDay.objects.filter(day=date(2022, 2, 1)).update(name="Diubah")
    seed_reference()
    assert CalendarDay.objects.get(day=date(2022, 2, 1)).name == "Diubah"
