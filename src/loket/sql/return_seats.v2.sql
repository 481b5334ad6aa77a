-- return_seats: closes a booking that is booked, or held and not past its time, and moves its seats from `taken` to
-- `returned` in one statement. Nobody can take them until a release rule frees them (free_seats). Answers the slot's
-- point, or no row when the booking could not be closed any more.
-- Plans: sequential scans are off, because a plan cached while the tables were empty would scan them for ever.
CREATE FUNCTION loket_return_seats_v2(which uuid, new_state text, at timestamptz)
RETURNS TABLE (point bigint, seats int)
LANGUAGE plpgsql
SET enable_seqscan = off
SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
BEGIN
    -- slot before booking, as everywhere: two of these never wait for each other in a circle
    PERFORM 1 FROM loket_slot s JOIN loket_booking b ON b.slot_id = s.id WHERE b.id = which FOR NO KEY UPDATE OF s;
    RETURN QUERY
    WITH closed AS (
        UPDATE loket_booking b SET state = new_state, closed_at = at
         WHERE b.id = which AND (b.state = 'booked' OR b.state = 'held' AND b.expires_at > at)
        RETURNING b.id, b.slot_id),
    seat AS (
        UPDATE loket_seat s SET is_open = false, is_given_back = true
          FROM closed WHERE s.booking_id = closed.id RETURNING s.slot_id, s.number),
    back AS (
        INSERT INTO loket_returnedseat (slot_id, number, returned_at)
        SELECT seat.slot_id, seat.number, at FROM seat RETURNING slot_id),
    counted AS (
        UPDATE loket_slot s SET taken = s.taken - n.seats, returned = s.returned + n.seats
          FROM (SELECT slot_id, count(*)::int AS seats FROM back GROUP BY slot_id) n
         WHERE s.id = n.slot_id RETURNING s.point_id, n.seats)
    SELECT counted.point_id, counted.seats FROM counted;
END
$$;
