"""What people are told when something happened (R67): facts of a booking or a file, sent to its account."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from loket.casework.cases.queries import case_by_id
from loket.casework.cases.rules import CaseState
from loket.foundation.notify.actions import tell_account
from loket.foundation.notify.rules import Facts, Template
from loket.kit.actor import SYSTEM
from loket.kit.formats import clock_time, in_zone, zone_label
from loket.planning.booking.queries import BookingCard, booking_for_ticket
from loket.planning.booking.rules import GONE, BookingState


def tell_booking_made(booking_id: UUID, *, now: datetime) -> None:
    """Tells the account of a booking that it stands; nothing when it is held, was cancelled, or has no account."""
    _tell_booking(booking_id, Template.BOOKING_MADE, unless=(BookingState.HELD, *GONE), now=now)


def tell_booking_cancelled(booking_id: UUID, *, now: datetime) -> None:
    """Tells the account of a booking that it was cancelled."""
    _tell_booking(booking_id, Template.BOOKING_CANCELLED, unless=(), now=now)


def tell_booking_expired(booking_id: UUID, *, now: datetime) -> None:
    """Tells the account of a booking that it was not paid in time and is over (R15)."""
    _tell_booking(booking_id, Template.BOOKING_EXPIRED, unless=(), now=now)


def tell_document_ready(case_id: UUID, *, now: datetime) -> None:
    """Tells the account from which day the document can be collected; nothing when the finish was taken back."""
    case = case_by_id(case_id)
    if case is None or case.state is not CaseState.READY or case.ready_on is None:
        return
    ticket = booking_for_ticket(case.booking_id)
    if ticket is not None:
        facts: Facts = {"office": ticket.booking.office, "day": case.ready_on}
        _tell(case.account_id, Template.DOCUMENT_READY, facts, f"ready:{case_id}", now)


def _tell_booking(booking_id: UUID, template: Template, *, unless: Collection[BookingState], now: datetime) -> None:
    ticket = booking_for_ticket(booking_id)
    if ticket is None or ticket.booking.state in unless:
        return
    _tell(ticket.booking.account_id, template, _facts(ticket.booking), f"{template}:{booking_id}", now)


def _facts(booking: BookingCard) -> Facts:
    wall = in_zone(booking.starts_at, booking.timezone)
    hour = f"{clock_time(wall)} {zone_label(booking.timezone, wall)}"
    return {
        "office": booking.office,
        "day": booking.day,
        "hour": hour,
        "number": booking.number,
        "people": booking.size,
    }


def _tell(account_id: int | None, template: Template, facts: Facts, once: str, now: datetime) -> None:
    tell_account(account_id=account_id, template=template, facts=facts, once=once, by=SYSTEM, now=now)
