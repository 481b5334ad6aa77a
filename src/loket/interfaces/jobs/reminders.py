"""Notices that a clock brings, not a fact: H-1, and documents that wait (R44, R67). Whole sets, once each.

Two steps: what is due is found every few minutes for all offices; each office and day is then one job, one
action, one transaction. A round that was told is marked, so a repeated, late or doubled job tells nobody twice.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from loket.casework.cases.queries import documents_waiting, offices_with_documents
from loket.foundation.notify import rules
from loket.foundation.notify.actions import Notice, tell_round
from loket.foundation.notify.queries import rounds_told
from loket.foundation.notify.rules import Template
from loket.foundation.offices.queries import office_name, work_calendar
from loket.interfaces.jobs.messages import facts_of
from loket.kit.actor import SYSTEM
from loket.kit.clock import at_office, office_day
from loket.kit.formats import in_zone
from loket.planning.booking.reminders import LONGEST_AHEAD, days_expected, visits_to_remind

#: Reminders to collect go out from this hour on, by the office's clock.
COLLECT_HOUR = 9
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
    notices = [
        Notice(card.account_id, facts_of(card), f"day_before:{card.id}:{day}", card.starts_at)
        for card in visits_to_remind(office_id, day, booked_before=mark, now=now)
        if card.account_id is not None
    ]
    return tell_round(
        template=Template.DAY_BEFORE, office_id=office_id, day=day, notices=notices, by=SYSTEM, now=now
    )  # fmt: skip


def documents_due(now: datetime) -> list[Due]:
    """Office, zone and today where documents wait for a week or longer, from 09.00 on, once a day (R44)."""
    told = rounds_told(Template.DOCUMENT_WAITING, now.date() - _A_DAY)
    ready_by = now.date() + _A_DAY - timedelta(days=min(rules.COLLECT_REMINDERS))
    found = [
        (office_id, zone, office_day(now, zone))
        for office_id, zone in offices_with_documents(ready_by)
        if in_zone(now, zone).hour >= COLLECT_HOUR
    ]
    return [due for due in found if (due[0], due[2]) not in told]


def remind_of_documents(office_id: int, today: date, *, now: datetime) -> int:
    """Tells who has not collected after 7, 20 or 28 days, each stage once; returns how many (R44)."""
    within = timedelta(days=rules.COLLECT_WITHIN)
    office, notices = office_name(office_id), []
    for document in documents_waiting(office_id, today - within, today):
        waited = (today - document.ready_on).days
        stage = rules.collect_reminder(waited)
        if stage is not None:
            facts = {"office": office, "waited": waited, "last": document.ready_on + within}
            notices.append(Notice(document.account_id, facts, f"waiting:{document.case_id}:{stage}"))
    return tell_round(
        template=Template.DOCUMENT_WAITING, office_id=office_id, day=today, notices=notices, by=SYSTEM, now=now
    )  # fmt: skip


def _works(office_id: int, first: date) -> Callable[[date], bool]:
    calendar = work_calendar(office_id, first, first + LONGEST_AHEAD)
    return calendar.works if calendar.weekly else lambda day: day.weekday() < 5
