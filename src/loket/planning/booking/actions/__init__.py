"""What booking does: opens slots, claims, holds and returns seats, follows the visit. One SQL function takes seats."""

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
from loket.planning.booking.actions.guarantees import book_before_deadline, guarantee_seat
from loket.planning.booking.actions.holding import confirm_booking, expire_holds
from loket.planning.booking.actions.missing import close_past_visits, mark_missed
from loket.planning.booking.actions.moving import (
    ask_relief,
    confirm_relief,
    decline_relief,
    move_booking,
    note_turned_away,
)
from loket.planning.booking.actions.needs import forget_needs, note_needs
from loket.planning.booking.actions.quotas import resize_quota, scale_quota, set_blanks, set_terms
from loket.planning.booking.actions.releasing import run_releases, set_release
from loket.planning.booking.actions.returning import cancel_booking, free_seats
from loket.planning.booking.actions.slots import follow_calendar, open_slots
from loket.planning.booking.actions.suspending import resume_service, suspend_service
from loket.planning.booking.actions.urgent import claim_urgent_seat
from loket.planning.booking.actions.visits import end_visit, record_arrival, reopen_visit

__all__ = [
    "Applicant",
    "Claimed",
    "Member",
    "ask_relief",
    "book_before_deadline",
    "book_party",
    "cancel_booking",
    "claim_seats",
    "claim_urgent_seat",
    "close_past_visits",
    "confirm_booking",
    "confirm_relief",
    "correct_person",
    "decline_relief",
    "end_visit",
    "expire_holds",
    "follow_calendar",
    "forget_needs",
    "free_seats",
    "give_seat",
    "guarantee_seat",
    "mark_missed",
    "mend_slip",
    "move_booking",
    "note_needs",
    "note_turned_away",
    "open_slots",
    "record_arrival",
    "record_documents_seen",
    "reopen_visit",
    "resize_quota",
    "restore_seat",
    "resume_service",
    "run_releases",
    "scale_quota",
    "set_blanks",
    "set_release",
    "set_terms",
    "settle_overdue",
    "suspend_service",
    "take_over",
]
