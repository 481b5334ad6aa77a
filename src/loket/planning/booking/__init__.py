"""Booking (pendaftaran antrean): slots with quota, and seats that belong to persons.

A slot is service point x service x channel x hour. `free = quota - taken - returned`; only a
release rule frees what was returned, so nobody gains by waiting for it.
In the database: never above quota, one open seat a person and kind over all offices (R3), numbers without gaps at first
sale, one booking a key; sql/claim_seats.v2.sql claims, move_booking moves. Permits with a last day always get a seat.
Better proof of a person takes over: the weaker seat is frozen, the head decides (contests, docs/adr/0017).
Sources: R2-R6, R13-R15, R29-R33, R36, R46; docs/adr/0006, 0015, 0017.
Tables: Slot, Booking, Seat, ReturnedSeat, SeatNeeds, Move, Relief, PermitDeadline, UrgentClaim, ContestedSeat,
SlipCorrection. Facts written: booking.claimed, booking.cancelled, booking.past_visits_closed, booking.seats_freed,
booking.slots_opened, booking.slots_suspended, booking.slots_resumed, booking.arrived, booking.visit_ended,
booking.visit_reopened, booking.moved, booking.missed, booking.excused, booking.turned_away, booking.relief_asked,
booking.relief_confirmed, booking.relief_declined, booking.needs_noted, booking.needs_forgotten,
booking.deadline_noted, booking.seat_guaranteed, booking.urgent_claimed, booking.document_seen, booking.seat_frozen,
booking.seat_restored, booking.seat_given_up, booking.slip_mended, booking.person_corrected.
"""
