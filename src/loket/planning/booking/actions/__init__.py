"""What booking does: opens slots, claims and returns seats, follows the visit. One SQL function takes seats."""

from __future__ import annotations

from loket.planning.booking.actions.claiming import Applicant, Claimed, Member, book_party, claim_seats
from loket.planning.booking.actions.returning import cancel_booking, free_seats
from loket.planning.booking.actions.slots import follow_calendar, open_slots
from loket.planning.booking.actions.visits import close_past_visits, end_visit, record_arrival, reopen_visit

__all__ = [
    "Applicant",
    "Claimed",
    "Member",
    "book_party",
    "cancel_booking",
    "claim_seats",
    "close_past_visits",
    "end_visit",
    "follow_calendar",
    "free_seats",
    "open_slots",
    "record_arrival",
    "reopen_visit",
]
