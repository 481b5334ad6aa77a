"""When this fact, do that: the one page that maps news of the rooms to actions.

A reaction gets the ledger line and must be harmless when it runs again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from procrastinate.contrib.django import app

from loket.casework.cases.actions import close_cases, follow_person, open_cases
from loket.foundation.audit.models import LedgerLine
from loket.foundation.audit.queries import lines_by_id
from loket.foundation.notify.rules import Template
from loket.interfaces.jobs.messages import (
    tell_booking,
    tell_near,
    tell_of_place,
)
from loket.kit.actor import SYSTEM
from loket.kit.ids import as_uuid
from loket.planning.booking.actions import follow_calendar, take_over

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


def told(template: Template) -> Reaction:
    """The reaction that tells a booking's account of a fact whose subject is the booking; once a ledger line."""

    def tell(line: LedgerLine, now: datetime) -> None:
        tell_booking(as_uuid(line.subject_id), template, once=f"{template}:{line.pk}", now=now)

    return tell


def _tell_near(line: LedgerLine, now: datetime) -> None:
    if line.office_id is not None:
        tell_near(int(line.subject_id), line.office_id, now=now)


def _take_over(line: LedgerLine, now: datetime) -> None:
    take_over(seat_id=as_uuid(line.subject_id), by=SYSTEM, now=now)


def _follow_person(line: LedgerLine, now: datetime) -> None:
    follow_person(seat_id=as_uuid(line.subject_id), now=now)


def _tell_of_place(template: Template) -> Reaction:
    def tell(line: LedgerLine, now: datetime) -> None:
        tell_of_place(as_uuid(line.subject_id), template, once=f"{template}:{line.pk}", now=now)

    return tell


def _tell_ready_soon(line: LedgerLine, now: datetime) -> None:
    """A finish can be taken back for 30 seconds: people are told only after that, if it still stands."""
    wait = {"seconds": TELL_READY_AFTER}
    app.configure_task(TELL_READY, queue="messages", schedule_in=wait).defer(case_id=line.subject_id)


REACTIONS: dict[str, tuple[Reaction, ...]] = {
    "booking.document_seen": (_take_over,),
    "booking.person_corrected": (_follow_person,),
    "booking.seat_frozen": (_tell_of_place(Template.PLACE_FROZEN),),
    "booking.seat_given_up": (_tell_of_place(Template.PLACE_CLOSED),),
    "booking.seat_restored": (_tell_of_place(Template.PLACE_RESTORED),),
    "booking.slip_mended": (_follow_person,),
    "booking.confirmed": (told(Template.BOOKING_MADE),),
    "booking.expired": (_close_cases, told(Template.BOOKING_EXPIRED)),
    "booking.claimed": (_open_cases, told(Template.BOOKING_MADE)),
    "booking.cancelled": (_close_cases, told(Template.BOOKING_CANCELLED)),
    "booking.excused": (told(Template.BOOKING_EXCUSED),),
    "booking.missed": (told(Template.BOOKING_MISSED),),
    "booking.moved": (told(Template.BOOKING_MOVED),),
    "cases.finished": (_tell_ready_soon,),
    "offices.day_set": (_follow_calendar,),
    "offices.day_unset": (_follow_calendar,),
    "queueing.called": (_tell_near,),
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
        "booking.deadline_noted",
        "booking.needs_forgotten",
        "booking.needs_noted",
        "booking.past_visits_closed",
        "booking.relief_asked",
        "booking.relief_confirmed",
        "booking.relief_declined",
        "booking.seat_guaranteed",
        "booking.blanks_counted",
        "booking.quota_resized",
        "booking.release_set",
        "booking.released",
        "booking.seats_freed",
        "booking.service_resumed",
        "booking.service_suspended",
        "booking.slots_opened",
        "booking.slots_resumed",
        "booking.slots_suspended",
        "booking.turned_away",
        "booking.urgent_claimed",
        "booking.terms_set",
        "booking.visit_ended",
        "booking.visit_reopened",
        "cases.closed",
        "daylists.brought_in",
        "daylists.dropped",
        "daylists.forgotten",
        "daylists.read",
        "cases.collected",
        "cases.hand_over_undone",
        "cases.opened",
        "cases.person_corrected",
        "cases.started",
        "notify.channel_chosen",
        "integrations.token_made",
        "integrations.token_revoked",
        "notify.failed",
        "notify.near_set",
        "notify.purged",
        "notify.queued",
        "notify.round_told",
        "notify.sent",
        "notify.tried_again",
        "offices.changed",
        "offices.record_followed",
        "people.account_opened",
        "people.account_recovered",
        "people.code_requested",
        "people.kin_changed",
        "people.kin_forgotten",
        "people.kin_kept",
        "people.language_chosen",
        "people.notice_accepted",
        "people.notice_published",
        "people.deputy_named",
        "people.deputy_revoked",
        "people.email_confirmed",
        "people.email_forgotten",
        "people.email_given",
        "people.factor_added",
        "people.factor_passed",
        "people.factor_removed",
        "people.factor_reset",
        "people.first_password_made",
        "people.move_agreed",
        "people.move_asked",
        "people.move_dropped",
        "people.officer_changed",
        "people.officer_moved",
        "people.officer_resumed",
        "people.officer_suspended",
        "people.passkey_added",
        "people.passkey_named",
        "people.passkey_removed",
        "people.password_set",
        "people.pin_set",
        "people.recovery_codes_made",
        "people.role_changed",
        "people.sign_in_traces_forgotten",
        "people.signed_in",
        "people.signed_out",
        "people.staff_hired",
        "policy.cap_set",
        "policy.cap_unset",
        "policy.level_enacted",
        "policy.level_lifted",
        "policy.number_set",
        "policy.number_unset",
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
