"""Booking (pendaftaran antrean): slots with quota, and seats that belong to persons.

A slot is point x service x channel x hour. `free = quota - taken - returned`: a seat that is cancelled or not paid in
time moves to `returned` in the same statement, and only a release rule frees it: nobody gains by waiting for it. The
database guarantees: never above quota, one open seat a person and kind (R3), no gaps at first sale, one booking a key.
Sources: R2-R9, R11-R16, R29, R31, R33; docs/adr/0006, 0007, 0014. One SQL function claims: sql/claim_seats.v3.sql.
Tables: Slot, Booking, Seat, ReturnedSeat, Suspension, Terms, BlankStock, ReleaseRule.
Facts written: booking.claimed, booking.confirmed, booking.expired, booking.cancelled, booking.arrived,
booking.visit_ended, booking.visit_reopened, booking.past_visits_closed, booking.slots_opened,
booking.slots_suspended, booking.slots_resumed, booking.quota_resized, booking.blanks_counted, booking.terms_set,
booking.release_set, booking.released, booking.seats_freed, booking.service_suspended, booking.service_resumed.
"""
