-- mark_missed: sessions that are over close the bookings that nobody came for (R31): `missed`, or `excused` when the
-- door turned them away for a reason that gives a new seat (R36). Seats stay taken; R3 counts them no longer, so the
-- people may book anew. Who is inside (`arrived`) is left alone, and so is a booking whose special reschedule waits
-- for its second officer. Answers one row a booking with its line in the ledger.
-- Bookings that another connection holds just now are passed over: the next run sees them.
CREATE FUNCTION loket_mark_missed_v1(ended_before timestamptz, at timestamptz)
RETURNS TABLE (booking uuid, state text, ledger bigint)
LANGUAGE sql
AS $$
    WITH over AS (
        SELECT b.id, s.point_id FROM loket_booking b JOIN loket_slot s ON s.id = b.slot_id
         WHERE b.state = 'booked' AND s.ends_at <= ended_before
           AND NOT EXISTS (SELECT 1 FROM loket_relief r WHERE r.booking_id = b.id AND r.state = 'waiting')
         ORDER BY b.id FOR NO KEY UPDATE OF b SKIP LOCKED),
    closed AS (
        UPDATE loket_booking b SET state = CASE WHEN b.turned_away_at IS NULL THEN 'missed' ELSE 'excused' END,
                                   closed_at = at
          FROM over WHERE b.id = over.id RETURNING b.id, b.state, over.point_id),
    seat AS (
        UPDATE loket_seat t SET is_open = false FROM closed WHERE t.booking_id = closed.id AND t.is_open),
    line AS (
        INSERT INTO loket_ledgerline (at, fact, actor_kind, actor_id, office_id, subject_kind, subject_id, detail)
        SELECT at, CASE closed.state WHEN 'missed' THEN 'booking.missed' ELSE 'booking.excused' END, 'system', NULL,
               p.office_id, 'booking', closed.id::text, '{}'
          FROM closed JOIN loket_servicepoint p ON p.id = closed.point_id ORDER BY closed.id
        RETURNING id, subject_id::uuid AS booking)
    SELECT closed.id, closed.state, line.id FROM closed JOIN line ON line.booking = closed.id
$$;
