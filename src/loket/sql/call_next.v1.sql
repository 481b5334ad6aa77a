-- call_next: a counter takes the next waiting number of its zone and stages, in one statement. Two counters asking
-- at once skip each other's row (SKIP LOCKED), so a number is called once; one number at a counter is a unique index.
-- Order: who booked the earlier hour, then who waits longer, then the number. Empty when nobody waits.
CREATE FUNCTION loket_call_next_v1(which_counter bigint, which_day date, officer bigint, at timestamptz)
RETURNS SETOF loket_queuenumber
LANGUAGE sql
AS $$
    WITH picked AS (
        SELECT n.id FROM loket_queuenumber n JOIN loket_counter c ON c.id = which_counter
         WHERE n.zone_id = c.zone_id AND n.day = which_day AND n.state = 'waiting' AND n.stage = ANY (c.stages)
         ORDER BY n.booked_at, n.waits_since, n.letter, n.serial
         LIMIT 1 FOR UPDATE OF n SKIP LOCKED),
    called AS (
        UPDATE loket_queuenumber n
           SET state = 'called', counter_id = which_counter, called_at = at, recalls = 0
          FROM picked WHERE n.id = picked.id RETURNING n.*),
    noted AS (
        INSERT INTO loket_numberevent (number_id, at, happening, zone_id, stage, step, counter_id, officer_id)
        SELECT called.id, at, 'called', called.zone_id, called.stage, called.step, which_counter, officer FROM called)
    SELECT * FROM called
$$;

-- next_serial: the next serial of a letter today, by one upsert; the check on the table stops it after 999.
CREATE FUNCTION loket_next_serial_v1(which_point bigint, which_day date, which_letter text) RETURNS int
LANGUAGE sql
AS $$
    INSERT INTO loket_numberseries AS s (point_id, day, letter, last) VALUES (which_point, which_day, which_letter, 1)
    ON CONFLICT (point_id, day, letter) DO UPDATE SET last = s.last + 1
    RETURNING s.last
$$;
