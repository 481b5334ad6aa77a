"""When this fact, do that: the one page that maps news of the rooms to actions.

A reaction gets the ledger line and must be harmless when it runs again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from procrastinate.contrib.django import app

from loket.casework.cases.actions import close_cases, open_cases
from loket.foundation.audit.models import LedgerLine
from loket.foundation.audit.queries import lines_by_id
from loket.interfaces.jobs.messages import tell_booking_cancelled, tell_booking_expired, tell_booking_made
from loket.kit.actor import SYSTEM
from loket.kit.ids import as_uuid
from loket.planning.booking.actions import follow_calendar

#: The task that tells of a document, known by name only (interfaces.jobs.tasks).
TELL_READY, TELL_READY_AFTER = "tell_document_ready", 35

Reaction = Callable[[LedgerLine, datetime], None]


def _open_cases(line: LedgerLine, now: datetime) -> None:
    open_cases(booking_id=as_uuid(line.subject_id), now=now)


def _close_cases(line: LedgerLine, now: datetime) -> None:
    close_cases(booking_id=as_uuid(line.subject_id), now=now)


def _follow_calendar(line: LedgerLine, now: datetime) -> None:
    """Slots follow a day, or the days from `first` to `last` (none: all from then on)."""
    days = [line.detail.get("day") or line.detail["first"], line.detail.get("day") or line.detail.get("last")]
    first, last = (date.fromisoformat(day) if day else None for day in days)
    assert first is not None
    follow_calendar(office_id=int(line.subject_id), first=first, last=last, by=SYSTEM, now=now)


def _tell_made(line: LedgerLine, now: datetime) -> None:
    tell_booking_made(as_uuid(line.subject_id), now=now)


def _tell_cancelled(line: LedgerLine, now: datetime) -> None:
    tell_booking_cancelled(as_uuid(line.subject_id), now=now)


def _tell_expired(line: LedgerLine, now: datetime) -> None:
    tell_booking_expired(as_uuid(line.subject_id), now=now)


def _tell_ready_soon(line: LedgerLine, now: datetime) -> None:
    """A finish can be taken back for 30 seconds: people are told only after that, if it still stands."""
    wait = {"seconds": TELL_READY_AFTER}
    app.configure_task(TELL_READY, queue="messages", schedule_in=wait).defer(case_id=line.subject_id)


REACTIONS: dict[str, tuple[Reaction, ...]] = {
    "booking.claimed": (_open_cases, _tell_made),
    "booking.confirmed": (_tell_made,),
    "booking.cancelled": (_close_cases, _tell_cancelled),
    "booking.expired": (_close_cases, _tell_expired),
    "cases.finished": (_tell_ready_soon,),
    "offices.day_set": (_follow_calendar,),
    "offices.day_unset": (_follow_calendar,),
    "offices.period_set": (_follow_calendar,),
    "offices.period_unset": (_follow_calendar,),
}

#: Facts that nothing follows from: they are kept, and that is all (tests/house).
FINAL: frozenset[str] = frozenset(
    {
        "admission.admitted",
        "admission.refused",
        "admission.window_overridden",
        "booking.arrived",
        "booking.blanks_counted",
        "booking.past_visits_closed",
        "booking.quota_resized",
        "booking.release_set",
        "booking.released",
        "booking.deadline_noted",
        "booking.excused",
        "booking.missed",
        "booking.moved",
        "booking.needs_forgotten",
        "booking.needs_noted",
        "booking.relief_asked",
        "booking.relief_confirmed",
        "booking.relief_declined",
        "booking.seat_guaranteed",
        "booking.seats_freed",
        "booking.service_resumed",
        "booking.service_suspended",
        "booking.slots_opened",
        "booking.slots_resumed",
        "booking.slots_suspended",
        "booking.terms_set",
        "booking.turned_away",
        "booking.urgent_claimed",
        "booking.visit_ended",
        "booking.visit_reopened",
        "cases.closed",
        "cases.collected",
        "cases.hand_over_undone",
        "cases.opened",
        "cases.started",
        "integrations.token_made",
        "integrations.token_revoked",
        "notify.codes_forgotten",
        "notify.failed",
        "notify.queued",
        "notify.sent",
        "offices.changed",
        "offices.record_followed",
        "people.account_opened",
        "people.code_requested",
        "people.language_chosen",
        "people.officer_changed",
        "people.password_set",
        "people.pin_set",
        "people.sign_in_traces_forgotten",
        "people.signed_in",
        "people.signed_out",
        "people.staff_hired",
        "queueing.called",
        "queueing.counter_closed",
        "queueing.counter_opened",
        "queueing.finished",
        "queueing.number_given",
        "queueing.recalled",
        "queueing.returned",
        "queueing.skipped",
        "queueing.undone",
        "queueing.visit_ended",
    }
)


def react_to(ledger_ids: list[int], *, now: datetime) -> None:
    """Runs the reactions of these ledger lines, in their order."""
    for line in lines_by_id(ledger_ids):
        for reaction in REACTIONS.get(line.fact, ()):
            reaction(line, now)
