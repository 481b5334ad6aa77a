"""Notices that a clock brings, not a fact: H-1, documents that wait, permits that end (R44, R67). Whole sets.

Two steps: what is due is found every few minutes for all offices; each office and day is then one job, one
action, one transaction. A round that was told is marked, so a repeated, late or doubled job tells nobody twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta

from loket.casework.cases.queries import documents_waiting, offices_with_documents
from loket.foundation.notify import rules
from loket.foundation.notify.actions import Notice, tell_round
from loket.foundation.notify.queries import rounds_told
from loket.foundation.notify.rules import Template
from loket.foundation.offices.queries import office_on, work_calendar
from loket.foundation.policy.queries import at
from loket.foundation.policy.rules import NumberName
from loket.interfaces.jobs.messages import facts_of
from loket.kit.actor import SYSTEM
from loket.kit.clock import at_office, office_day
from loket.kit.formats import in_zone
from loket.planning.booking.reminders import (
    LONGEST_AHEAD,
    days_expected,
    offices_with_permits,
    permits_ending,
    visits_to_remind,
)
from loket.visits.admission.told import doors_of

#: Reminders of documents and permits go out from this hour on, by the office's clock.
MORNING_HOUR = 9
_COLLECT_REMINDERS = (NumberName.FIRST_REMINDER, NumberName.SECOND_REMINDER, NumberName.LAST_REMINDER)
_A_WEEK = timedelta(days=7)
#: Nowhere in Indonesia is it earlier or later than this many days from the UTC date.
_A_DAY = timedelta(days=1)

Due = tuple[int, str, date]


def visits_due(now: datetime) -> list[Due]:
    """Office, zone and day of the visits to remind of now, those of told rounds left out (R67)."""
    first = now.date() - _A_DAY
    told = rounds_told(Template.DAY_BEFORE, first)
    found = [d for d in days_expected(first, now) if (d.office_id, d.day) not in told]
    works = {d.office_id: _works(d.office_id, first) for d in found}
    return [
        (d.office_id, d.timezone, d.day)
        for d in found
        if rules.day_before_is_due(d.day, rules.last_mark(in_zone(now, d.timezone)), works[d.office_id])
    ]


def remind_of_visits(office_id: int, timezone: str, day: date, *, now: datetime) -> int:
    """Tells everybody who is expected at an office on a day; returns how many. Worth nothing once a visit begins."""
    mark = at_office(rules.last_mark(in_zone(now, timezone)), time(rules.DAY_BEFORE_HOUR), timezone)
    cards = visits_to_remind(office_id, day, booked_before=mark, now=now)
    doors = doors_of(cards, at_office(day, time(12), timezone))
    notices = [
        Notice(card.account_id, facts_of(card, doors[card.id]), f"day_before:{card.id}:{day}", card.starts_at)
        for card in cards
        if card.account_id is not None
    ]
    return _tell(Template.DAY_BEFORE, office_id, day, notices, now)


def documents_due(now: datetime) -> list[Due]:
    """Office, zone and today where documents wait for a week or longer, from 09.00 on, once a day (R44)."""
    today = now.date() + _A_DAY  # nowhere later than this
    return _due_today(Template.DOCUMENT_WAITING, offices_with_documents(today - _A_WEEK), now)


def remind_of_documents(office_id: int, today: date, *, now: datetime) -> int:
    """Tells who has not collected after 7, 20 or 28 days, each stage once; returns how many (R44).

    Days and bound are those in force at the office (policy).
    """
    in_force = at(office_id, now)
    within = timedelta(days=in_force.value(NumberName.COLLECT_WITHIN))
    stages = [in_force.value(name) for name in _COLLECT_REMINDERS]
    office, notices = _name(office_id, today), []
    for document in documents_waiting(office_id, today - within, today):
        waited = (today - document.ready_on).days
        stage = rules.collect_reminder(waited, stages=stages)
        if stage is not None:
            facts = {"office": office, "waited": waited, "last": document.ready_on + within}
            notices.append(Notice(document.account_id, facts, f"waiting:{document.case_id}:{stage}"))
    return _tell(Template.DOCUMENT_WAITING, office_id, today, notices, now)


def permits_due(now: datetime) -> list[Due]:
    """Office, zone and today where stay permits end within 30 days, from 09.00 on, once a day (R67)."""
    first = now.date() - _A_DAY
    found = offices_with_permits(first, first + timedelta(days=max(rules.PERMIT_REMINDERS) + 2))
    return _due_today(Template.PERMIT_ENDING, found, now)


def remind_of_permits(office_id: int, today: date, *, now: datetime) -> int:
    """Tells whose stay permit ends in 30, 14 or 7 days, each stage once; returns how many (R67)."""
    office, notices = _name(office_id, today), []
    for permit in permits_ending(office_id, today, today + timedelta(days=max(rules.PERMIT_REMINDERS))):
        left = (permit.ends_on - today).days
        facts = {"office": office, "left": left, "last": permit.ends_on}
        once = f"permit:{permit.booking_id}:{rules.permit_reminder(left)}"
        notices.append(Notice(permit.account_id, facts, once))
    return _tell(Template.PERMIT_ENDING, office_id, today, notices, now)


def _due_today(template: Template, offices: Iterable[tuple[int, str]], now: datetime) -> list[Due]:
    told = rounds_told(template, now.date() - _A_DAY)
    due = [(office_id, zone, office_day(now, zone)) for office_id, zone in offices if _is_morning(now, zone)]
    return [(office_id, zone, day) for office_id, zone, day in due if (office_id, day) not in told]


def _is_morning(now: datetime, zone: str) -> bool:
    return in_zone(now, zone).hour >= MORNING_HOUR


def _tell(template: Template, office_id: int, day: date, notices: Sequence[Notice], now: datetime) -> int:
    return tell_round(template=template, office_id=office_id, day=day, notices=notices, by=SYSTEM, now=now)


def _name(office_id: int, day: date) -> str:
    """The office's name that day (R69)."""
    then = office_on(office_id, day)
    return then.name if then else ""


def _works(office_id: int, first: date) -> Callable[[date], bool]:
    calendar = work_calendar(office_id, first, first + LONGEST_AHEAD)
    return calendar.works if calendar.weekly else lambda day: day.weekday() < 5
