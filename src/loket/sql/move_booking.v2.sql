-- move_booking: the only statement that gives a booking another hour (R29, R30): all of its seats or none. The booking
-- keeps its id and code; its seats get numbers of the new slot, the old numbers go to `returned`, where only a release
-- rule frees them.
--
-- `kind` ordinary: the old slot's day must lie on or after `movable_from`, `most` moves in all, free seats of an open
-- slot. `kind` special (by_relief): from booked, missed or excused, whatever the count; seats held back (`returned`)
-- first, so that they cost the public nothing, then free ones, before the release too; never above the quota.
--
-- Answers one row: moved, repeat (this key has moved this booking to this slot), or why not:
--   key_reused | cannot_move | same_hour | closed | suspended | not_offered | not_open | too_late | moved_enough | full | again
-- closed: past, closed by the calendar, of another service or place, or of a channel that is not in `channels`.
-- again: the booking was moved by another connection in between; the caller asks again.
-- Raises unique_violation when a person of a missed booking has booked anew since (R3).
-- Locks: both slots in id order, then the booking, then its seats by person, as everywhere.
CREATE FUNCTION loket_move_booking_v2(
    which uuid, target bigint, move_key uuid, kind text, by_relief uuid, channels text[], movable_from date,
    most int,
    actor_kind text, actor_id bigint, at timestamptz
) RETURNS TABLE (outcome text, ledger bigint)
LANGUAGE plpgsql
SET enable_seqscan = off
SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_variable
DECLARE
    origin bigint;
    was loket_slot;
    goal loket_slot;
    held loket_booking;
    done loket_move;
    office bigint;
    of_hold int;
    line bigint;
BEGIN
    SELECT b.slot_id INTO origin FROM loket_booking b WHERE b.id = which;
    PERFORM 1 FROM loket_slot s WHERE s.id IN (origin, target) ORDER BY s.id FOR NO KEY UPDATE;
    SELECT * INTO held FROM loket_booking b WHERE b.id = which FOR UPDATE;
    SELECT * INTO done FROM loket_move m WHERE m.key = move_key;
    IF done.id IS NOT NULL THEN
        RETURN QUERY SELECT CASE WHEN done.booking_id = which AND done.to_slot_id = target THEN 'repeat'
                                 ELSE 'key_reused' END, NULL::bigint;
        RETURN;
    END IF;
    IF held.slot_id <> origin THEN
        RETURN QUERY SELECT 'again', NULL::bigint;
        RETURN;
    END IF;
    SELECT * INTO was FROM loket_slot s WHERE s.id = origin;
    SELECT * INTO goal FROM loket_slot s WHERE s.id = target;
    outcome := CASE
        WHEN held.id IS NULL OR NOT (held.state = 'booked' OR kind = 'special' AND held.state IN ('missed', 'excused'))
            THEN 'cannot_move'
        WHEN origin = target THEN 'same_hour'
        WHEN goal.id IS NULL OR goal.point_id <> was.point_id OR goal.service_id <> was.service_id
             OR goal.is_suspended OR goal.suspension_id IS NOT NULL OR goal.starts_at <= at THEN 'closed'
        WHEN kind = 'ordinary' AND goal.opens_at > at THEN 'not_open'
        WHEN kind = 'ordinary' AND was.day < movable_from THEN 'too_late'
        WHEN kind = 'ordinary' AND most <= (
                 SELECT count(*) FROM loket_move m WHERE m.booking_id = which AND m.kind = 'ordinary')
            THEN 'moved_enough'
        WHEN goal.quota - goal.taken - CASE WHEN kind = 'special' THEN 0 ELSE goal.returned END < held.size
            THEN 'full'
        END;
    IF outcome IS NOT NULL THEN
        RETURN NEXT;
        RETURN;
    END IF;

    PERFORM 1 FROM loket_seat t WHERE t.booking_id = which ORDER BY t.person_id FOR UPDATE;
    INSERT INTO loket_returnedseat (slot_id, number, returned_at)
    SELECT t.slot_id, t.number, at FROM loket_seat t WHERE t.booking_id = which;

    WITH sitter AS (
        SELECT t.id, row_number() OVER (ORDER BY t.position) AS nth FROM loket_seat t WHERE t.booking_id = which),
    spare AS (
        SELECT f.id, f.number, f.freed_at IS NULL AS on_hold,
               row_number() OVER (ORDER BY f.freed_at IS NOT NULL, f.number) AS nth, count(*) OVER () AS total
          FROM loket_returnedseat f
         WHERE f.slot_id = target AND (f.freed_at IS NOT NULL OR kind = 'special')),
    numbered AS (
        SELECT sitter.id AS seat, spare.id AS spare, coalesce(spare.on_hold, false) AS on_hold,
               coalesce(spare.number, goal.issued + sitter.nth - coalesce((SELECT max(total) FROM spare), 0)) AS number
          FROM sitter LEFT JOIN spare ON spare.nth = sitter.nth),
    resold AS (DELETE FROM loket_returnedseat d USING numbered n WHERE d.id = n.spare),
    seated AS (
        UPDATE loket_seat t SET slot_id = target, number = n.number, is_open = true
          FROM numbered n WHERE t.id = n.seat)
    SELECT count(*) FILTER (WHERE n.on_hold), greatest(goal.issued, max(n.number))
      INTO of_hold, goal.issued FROM numbered n;

    UPDATE loket_slot s SET taken = s.taken - held.size, returned = s.returned + held.size WHERE s.id = origin;
    UPDATE loket_slot s SET taken = s.taken + held.size, returned = s.returned - of_hold, issued = goal.issued
     WHERE s.id = target;
    UPDATE loket_booking b SET slot_id = target, state = 'booked', closed_at = NULL, turned_away_at = NULL
     WHERE b.id = which;
    INSERT INTO loket_move (booking_id, key, kind, from_slot_id, to_slot_id, relief_id, moved_at, actor_kind, actor_id)
    VALUES (which, move_key, kind, origin, target, by_relief, at, actor_kind, actor_id);

    SELECT p.office_id INTO office FROM loket_servicepoint p WHERE p.id = goal.point_id;
    INSERT INTO loket_ledgerline (at, fact, actor_kind, actor_id, office_id, subject_kind, subject_id, detail)
    VALUES (at, 'booking.moved', actor_kind, actor_id, office, 'booking', which::text,
            jsonb_build_object('from', origin, 'to', target, 'seats', held.size, 'kind', kind, 'of_hold', of_hold))
    RETURNING id INTO line;
    PERFORM pg_notify('loket_changes', 'slots:' || goal.point_id), pg_notify('loket_changes', 'booking:' || which);
    RETURN QUERY SELECT 'moved', line;
END
$$;
