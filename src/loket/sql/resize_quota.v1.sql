-- resize_quota: sets how many seats slots shall have (R7, R8). A slot never goes below what is taken or returned: it
-- keeps those seats and remembers in `wanted` what the office asked for, until a release lets the surplus go. `bases` is
-- what a percentage counts from, null where it stays. Answers one row a slot that changed: seats before and after, and
-- how many people hold seats above what is wanted.
-- Plans: sequential scans are off, because a plan cached while the tables were empty would scan them for ever.
CREATE FUNCTION loket_resize_quota_v1(slots bigint[], seats int[], bases int[])
RETURNS TABLE (slot bigint, point bigint, before int, after int, over int)
LANGUAGE plpgsql
SET enable_seqscan = off
SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
BEGIN
    PERFORM 1 FROM loket_slot s WHERE s.id = ANY (slots) ORDER BY s.id FOR NO KEY UPDATE;
    RETURN QUERY
    WITH asked AS (
        SELECT s.id, s.point_id, s.quota AS before, s.taken, s.base, a.seats, a.base AS new_base,
               greatest(a.seats, s.taken + s.returned) AS quota,
               CASE WHEN a.seats < s.taken + s.returned THEN a.seats END AS wanted
          FROM unnest(slots, seats, bases) AS a (slot, seats, base)
          JOIN LATERAL (SELECT * FROM loket_slot s WHERE s.id = a.slot LIMIT 1) s ON true
         WHERE coalesce(s.wanted, s.quota) <> a.seats OR coalesce(a.base, s.base) IS DISTINCT FROM s.base),
    changed AS (
        UPDATE loket_slot s SET quota = asked.quota, wanted = asked.wanted, base = coalesce(asked.new_base, asked.base)
          FROM asked WHERE s.id = asked.id)
    SELECT asked.id, asked.point_id, asked.before, asked.quota, greatest(asked.taken - asked.seats, 0)
      FROM asked ORDER BY asked.id;
END
$$;

-- free_seats: the release rule's own move: seats that were returned until `until` may be sold again. Where the office
-- wants fewer seats than are out (`wanted`), the quota shrinks with them instead, and those are gone. Answers how many
-- returned seats there were in how many slots.
CREATE FUNCTION loket_free_seats_v2(slots bigint[], until timestamptz, at timestamptz)
RETURNS TABLE (seats int, of_slots int)
LANGUAGE plpgsql
SET enable_seqscan = off
SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
BEGIN
    PERFORM 1 FROM loket_slot s WHERE s.id = ANY (slots) ORDER BY s.id FOR NO KEY UPDATE;
    RETURN QUERY
    WITH freed AS (
        UPDATE loket_returnedseat f SET freed_at = at
         WHERE f.slot_id = ANY (slots) AND f.freed_at IS NULL AND f.returned_at <= until RETURNING f.slot_id),
    counted AS (
        UPDATE loket_slot s
           SET returned = s.returned - n.seats,
               quota = CASE WHEN s.wanted IS NULL THEN s.quota
                            ELSE greatest(s.wanted, s.taken + s.returned - n.seats) END,
               wanted = CASE WHEN s.wanted < s.taken + s.returned - n.seats THEN s.wanted END
          FROM (SELECT slot_id, count(*)::int AS seats FROM freed GROUP BY slot_id) n
         WHERE s.id = n.slot_id RETURNING n.seats)
    SELECT coalesce(sum(counted.seats), 0)::int, count(*)::int FROM counted;
END
$$;
