"""What people are told when something happened (R67): facts of a booking or a file, sent to its account.

A room that writes a new fact about a booking puts `told(Template.X)` beside it in reactions.py.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from loket.casework.cases.queries import case_by_id
from loket.casework.cases.rules import CaseState
from loket.foundation.notify.actions import tell_account
from loket.foundation.notify.queries import near_ahead
from loket.foundation.notify.rules import Facts, Pair, Template
from loket.kit.actor import SYSTEM
from loket.kit.formats import clock_time, in_zone, zone_label
from loket.planning.booking.queries import BookingCard, booking_for_ticket, booking_of_seat
from loket.planning.booking.rules import GONE, BookingState
from loket.visits.admission.told import door_of_booking
from loket.visits.queueing.queries import numbers_near

#: What is news of a booking only while it still stands.
_OF_A_STANDING_ONE = (
    *(Template.BOOKING_MADE, Template.BOOKING_HELD, Template.BOOKING_MOVED),
    *(Template.PLACE_FROZEN, Template.PLACE_RESTORED, Template.PLACE_CLOSED),
)
_STANDING = (BookingState.HELD, BookingState.BOOKED, BookingState.ARRIVED)


def tell_booking(booking_id: UUID, template: Template, *, once: str, now: datetime) -> None:
    """Tells the account of a booking; nothing when it has none, or when this says that it stands and it does not."""
    ticket = booking_for_ticket(booking_id)
    if ticket is None or ticket.booking.account_id is None:
        return
    card = ticket.booking
    if template in _OF_A_STANDING_ONE and card.state in (BookingState.HELD, *GONE):
        return
    facts = facts_of(card, door_of_booking(card))
    tell_account(
        account_id=card.account_id, template=template, facts=facts, office_id=card.office_id, once=once,
        by=SYSTEM, now=now,
    )  # fmt: skip


def facts_of(card: BookingCard, door: tuple[Pair, ...]) -> Facts:
    """What the texts about a booking tell of it; `door` as visits.admission.told says."""
    return {
        "office": card.office,
        "day": card.day,
        "hour": _hour(card.starts_at, card.timezone),
        "until": _hour(card.expires_at, card.timezone) if card.expires_at else "",
        "number": card.number,
        "code": f"{card.code[:4]} {card.code[4:]}",
        "people": card.size,
        "service": (card.service_name_id, card.service_name_en),
        "place": card.address or card.point,
        "door": door,
    }


def tell_of_place(seat_id: UUID, template: Template, *, once: str, now: datetime) -> None:
    """Tells the account of a seat's booking what became of that place; nothing once the booking is gone."""
    booking_id = booking_of_seat(seat_id)
    if booking_id is not None:
        tell_booking(booking_id, template, once=once, now=now)


def _hour(moment: datetime, timezone: str) -> str:
    wall = in_zone(moment, timezone)
    return f"{clock_time(wall)} {zone_label(timezone, wall)}"


def tell_document_ready(case_id: UUID, *, now: datetime) -> None:
    """Tells the account from which day the document can be collected; nothing when the finish was taken back."""
    case = case_by_id(case_id)
    if case is None or case.state is not CaseState.READY or case.ready_on is None:
        return
    ticket = booking_for_ticket(case.booking_id)
    if ticket is not None:
        facts: Facts = {"office": ticket.booking.office, "day": case.ready_on}
        tell_account(
            account_id=case.account_id, template=Template.DOCUMENT_READY, facts=facts,
            office_id=ticket.booking.office_id, once=f"ready:{case_id}", by=SYSTEM, now=now,
        )  # fmt: skip


def tell_near(number_id: int, office_id: int, *, now: datetime) -> None:
    """A number was called: who is now within the office's count, and may have left the hall, is called back (R67).

    Once a booking and step: a family hears of the first of its numbers.
    """
    for near in numbers_near(number_id, near_ahead(office_id), now):
        facts: Facts = {"number": near.number, "ahead": near.ahead}
        tell_account(
            account_id=near.account_id, template=Template.NUMBER_NEAR, facts=facts, office_id=office_id,
            once=f"near:{near.booking_id}:{near.step}", by=SYSTEM, now=now,
        )  # fmt: skip
