-- expire_holds: closes held bookings whose time has come (R15: at `expires_at` itself they are over) and moves their
-- seats from `taken` to `returned`, all in one go: at most `most`, the longest overdue first. With `people` only those
-- bookings that stand in the way of these persons (R3), and `and_lock` is locked with their slots, in one order.
-- Answers one row a booking: its line in the ledger, whose reactions the caller queues.
-- Plans: sequential scans are off, because a plan cached while the tables were empty would scan them for ever.
CREATE FUNCTION loket_expire_holds_v1(people uuid[], and_lock bigint, most int, actor_kind text, actor_id bigint,
                                      at timestamptz)
RETURNS TABLE (booking uuid, ledger bigint)
LANGUAGE plpgsql
SET enable_seqscan = off
SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
DECLARE
    due uuid[];
    slot_ids bigint[];
BEGIN
    IF people IS NULL THEN
        SELECT array_agg(d.id), array_agg(d.slot_id) INTO due, slot_ids
          FROM (SELECT b.id, b.slot_id FROM loket_booking b
                 WHERE b.state = 'held' AND b.expires_at <= at ORDER BY b.expires_at, b.id LIMIT most) d;
    ELSE
        SELECT array_agg(DISTINCT b.id), array_agg(b.slot_id) INTO due, slot_ids
          FROM unnest(people) AS p (id)
          JOIN LATERAL (SELECT s.booking_id FROM loket_seat s WHERE s.person_id = p.id AND s.is_open) mine ON true
          JOIN LATERAL (SELECT b.id, b.slot_id FROM loket_booking b
                         WHERE b.id = mine.booking_id AND b.state = 'held' AND b.expires_at <= at) b ON true;
    END IF;
    IF due IS NULL THEN
        RETURN;
    END IF;
    -- slot before booking, in id order, as everywhere
    PERFORM 1 FROM loket_slot s WHERE s.id = ANY (slot_ids || and_lock) ORDER BY s.id FOR NO KEY UPDATE;
    RETURN QUERY
    WITH closed AS (
        UPDATE loket_booking b SET state = 'expired', closed_at = b.expires_at
         WHERE b.id = ANY (due) AND b.state = 'held' AND b.expires_at <= at
        RETURNING b.id, b.slot_id, b.size, b.expires_at),
    seat AS (
        UPDATE loket_seat s SET is_open = false, is_given_back = true
          FROM closed WHERE s.booking_id = closed.id RETURNING s.slot_id, s.number, closed.expires_at),
    back AS (
        INSERT INTO loket_returnedseat (slot_id, number, returned_at)
        SELECT seat.slot_id, seat.number, seat.expires_at FROM seat RETURNING slot_id),
    counted AS (
        UPDATE loket_slot s SET taken = s.taken - n.seats, returned = s.returned + n.seats
          FROM (SELECT slot_id, count(*)::int AS seats FROM back GROUP BY slot_id) n
         WHERE s.id = n.slot_id RETURNING s.id, s.point_id),
    told AS (
        SELECT count(pg_notify('loket_changes', n.topic))
          FROM (SELECT 'slots:' || c.point_id AS topic FROM counted c GROUP BY c.point_id
                UNION ALL SELECT 'booking:' || closed.id FROM closed) n),
    line AS (
        INSERT INTO loket_ledgerline (at, fact, actor_kind, actor_id, office_id, subject_kind, subject_id, detail)
        SELECT at, 'booking.expired', actor_kind, actor_id, p.office_id, 'booking', closed.id::text,
               jsonb_build_object('slot', closed.slot_id, 'seats', closed.size)
          FROM closed JOIN loket_slot s ON s.id = closed.slot_id JOIN loket_servicepoint p ON p.id = s.point_id
         ORDER BY closed.id
        RETURNING id, subject_id::uuid AS booking)
    SELECT line.booking, line.id FROM line CROSS JOIN told;
END
$$;
