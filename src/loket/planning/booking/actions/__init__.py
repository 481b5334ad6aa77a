"""What booking does: opens slots, claims and returns seats, follows the visit,
settles contested seats, mends slips. One SQL function takes seats."""

from __future__ import annotations

from loket.planning.booking.actions.claiming import Applicant, Claimed, Member, book_party, claim_seats
from loket.planning.booking.actions.contested import (
    give_seat,
    record_documents_seen,
    restore_seat,
    settle_overdue,
    take_over,
)
from loket.planning.booking.actions.correcting import correct_person, mend_slip
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
    "correct_person",
    "end_visit",
    "follow_calendar",
    "free_seats",
    "give_seat",
    "mend_slip",
    "open_slots",
    "record_arrival",
    "record_documents_seen",
    "reopen_visit",
    "restore_seat",
    "settle_overdue",
    "take_over",
]
