"""Booking (pendaftaran antrean): slots with quota, and seats that belong to persons.

A slot is service point x service x channel x hour. `free = quota - taken - returned`; only a release rule frees what
was returned: nobody gains by waiting for it. The database guarantees: never above quota, one open seat a person and
kind (R3), no gaps at first sale, one booking a key. Better proof of a person takes over, the weaker seat is frozen.
Sources: R2-R9, R11-R16, R29-R33, R36, R46; docs/adr/0006, 0007, 0014, 0015, 0017. Claims: sql/claim_seats.v3.sql.
Tables: Slot, Booking, Seat, ReturnedSeat, Suspension, Terms, BlankStock, ReleaseRule, SeatNeeds, Move, Relief,
PermitDeadline, UrgentClaim, ContestedSeat, SlipCorrection. Facts written: booking.claimed, booking.confirmed,
booking.expired, booking.cancelled, booking.arrived, booking.visit_ended, booking.visit_reopened,
booking.past_visits_closed, booking.slots_opened, booking.slots_suspended, booking.slots_resumed, booking.quota_resized,
booking.blanks_counted, booking.terms_set, booking.release_set, booking.released, booking.seats_freed,
booking.service_suspended, booking.service_resumed, booking.moved, booking.missed, booking.excused, booking.turned_away,
booking.relief_asked, booking.relief_confirmed, booking.relief_declined, booking.needs_noted, booking.needs_forgotten,
booking.deadline_noted, booking.seat_guaranteed, booking.urgent_claimed, booking.document_seen, booking.seat_frozen,
booking.seat_restored, booking.seat_given_up, booking.slip_mended, booking.person_corrected.
"""
