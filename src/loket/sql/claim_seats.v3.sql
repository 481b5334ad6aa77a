-- claim_seats: the only statement that takes seats. Pages, help desk, API and the fast lane call it.
-- With `r_expires` a booking is held until then (R15): its seats are taken, and are lost unless it is confirmed before.
--
-- A batch of requests comes as parallel arrays, one place a request; members come as parallel arrays with
-- `m_request` naming the request (1-based), in party order. Answers one row a request:
--   booked          the seats are taken, the booking stands
--   repeat          this key has booked before, with the same request: the same booking again
--   key_reused      this key has booked before, with another request
--   full | not_open | already_booked (R3)
--   closed (past, or by the calendar) | suspended (by a notice, R9) | not_offered (R11) | no_blanks (R12)
--   again           an earlier request of this batch has the same key or person: ask again
-- Raises unique_violation when another connection books the same person or key at the same moment: the caller
-- repeats the batch and then sees the other's row.
--
-- Parties are all or none, in the order of the arrays: one that does not fit is passed over, a smaller one
-- behind it may fit. Slots are locked in id order, bookings and seats written in the order of key and person: claims
-- that share slots, keys or people never wait for each other in a circle.
-- Freed numbers are sold lowest first, then numbers after `issued`: no gaps at first sale.
-- Plans: look-ups are lateral on unique indexes and generic, so planning is paid once a connection; sequential scans are
-- off, because a plan cached while the tables were empty would scan them for ever.
CREATE FUNCTION loket_claim_seats_v3(
    r_booking uuid[], r_code text[], r_slot bigint[], r_account bigint[], r_key uuid[], r_fingerprint bytea[],
    r_expires timestamptz[],
    m_request int[], m_seat uuid[], m_person uuid[], m_priority text[], m_name bytea[], m_born bytea[],
    actor_kind text, actor_id bigint, at timestamptz
) RETURNS TABLE (request int, outcome text, booking uuid, ledger bigint)
LANGUAGE plpgsql
SET enable_seqscan = off
SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
DECLARE
    slot_ids bigint[];
    free_left int[];
    states text[];
    kinds text[];
    offices bigint[];
    verdicts text[];
    existing uuid[];
    places int[];
    sizes int[];
    ledgers bigint[] := '{}';
    booked uuid[] := '{}';
    i int;
BEGIN
    -- lock first: all that is read below is then as the last committed claim left it
    PERFORM 1 FROM loket_slot s WHERE s.id = ANY (r_slot) ORDER BY s.id FOR NO KEY UPDATE;
    SELECT array_agg(s.id ORDER BY s.id), array_agg(s.quota - s.taken - s.returned ORDER BY s.id),
           array_agg(CASE WHEN s.is_suspended OR s.starts_at <= at THEN 'closed'
                          WHEN s.suspension_id IS NOT NULL THEN 'suspended'
                          WHEN NOT coalesce((SELECT o.is_active FROM loket_offer o
                                              WHERE o.point_id = s.point_id AND o.service_id = s.service_id), false)
                          THEN 'not_offered'
                          WHEN EXISTS (SELECT 1 FROM loket_terms t JOIN loket_blankstock k ON k.product = t.product
                                        WHERE t.point_id = s.point_id AND t.service_id = s.service_id
                                          AND k.office_id = p.office_id AND k.remaining = 0)
                          THEN 'no_blanks'
                          WHEN s.opens_at > at THEN 'not_open' ELSE 'open' END ORDER BY s.id),
           array_agg(v.kind ORDER BY s.id), array_agg(p.office_id ORDER BY s.id)
      INTO slot_ids, free_left, states, kinds, offices
      FROM loket_slot s JOIN loket_service v ON v.id = s.service_id JOIN loket_servicepoint p ON p.id = s.point_id
     WHERE s.id = ANY (r_slot);

    SELECT array_agg(c.verdict ORDER BY c.request), array_agg(c.existing ORDER BY c.request),
           array_agg(c.place ORDER BY c.request), array_agg(c.size ORDER BY c.request)
      INTO verdicts, existing, places, sizes
      FROM (
        SELECT r.request::int AS request, b.id AS existing, pos.place, mine.size,
               CASE WHEN b.id IS NOT NULL AND b.fingerprint = r.fingerprint THEN 'repeat'
                    WHEN b.id IS NOT NULL THEN 'key_reused'
                    WHEN twice.request IS NOT NULL THEN 'again'
                    WHEN pos.place IS NULL THEN 'closed'
                    WHEN states[pos.place] <> 'open' THEN states[pos.place]
                    WHEN mine.has_open THEN 'already_booked' END AS verdict
          FROM unnest(r_key, r_fingerprint, r_slot) WITH ORDINALITY AS r (key, fingerprint, slot, request)
          LEFT JOIN LATERAL (SELECT b.id, b.fingerprint FROM loket_booking b WHERE b.key = r.key LIMIT 1) b ON true
          LEFT JOIN LATERAL (SELECT array_position(slot_ids, r.slot) AS place) pos ON true
          LEFT JOIN LATERAL (
              SELECT count(*)::int AS size, bool_or(EXISTS (
                         SELECT 1 FROM loket_seat s
                          WHERE s.person_id = m.person AND s.kind = kinds[pos.place] AND s.is_open)) AS has_open
                FROM unnest(m_request, m_person) AS m (request, person) WHERE m.request = r.request) mine ON true
          LEFT JOIN (
              SELECT DISTINCT d.request FROM (
                  SELECT k.request, row_number() OVER (PARTITION BY k.key ORDER BY k.request) AS nth
                    FROM unnest(r_key) WITH ORDINALITY AS k (key, request)
                  UNION ALL
                  SELECT m.request, rank() OVER (PARTITION BY m.person ORDER BY m.request)
                    FROM unnest(m_request, m_person) AS m (request, person)) d
               WHERE d.nth > 1) twice ON twice.request = r.request) c;

    FOR i IN 1 .. cardinality(r_booking) LOOP
        IF verdicts[i] IS NULL AND free_left[places[i]] >= sizes[i] THEN
            verdicts[i] := 'booked';
            free_left[places[i]] := free_left[places[i]] - sizes[i];
        ELSIF verdicts[i] IS NULL THEN
            verdicts[i] := 'full';
        END IF;
    END LOOP;

    IF 'booked' = ANY (verdicts) THEN
        INSERT INTO loket_booking (id, code, slot_id, account_id, key, fingerprint, size, state, created_at,
                                   expires_at)
        SELECT r.id, r.code, r.slot, r.account, r.key, r.fingerprint, sizes[r.request],
               CASE WHEN r.expires IS NULL THEN 'booked' ELSE 'held' END, at, r.expires
          FROM unnest(r_booking, r_code, r_slot, r_account, r_key, r_fingerprint, r_expires)
               WITH ORDINALITY AS r (id, code, slot, account, key, fingerprint, expires, request)
         WHERE verdicts[r.request] = 'booked' ORDER BY r.key;

        WITH member AS (
            SELECT m.*, r_slot[m.request] AS slot,
                   row_number() OVER (PARTITION BY r_slot[m.request] ORDER BY m.request, m.line) AS nth,
                   row_number() OVER (PARTITION BY m.request ORDER BY m.line) AS position
              FROM unnest(m_request, m_seat, m_person, m_priority, m_name, m_born)
                   WITH ORDINALITY AS m (request, seat, person, priority, name, born, line)
             WHERE verdicts[m.request] = 'booked'),
        freed AS (
            SELECT f.id, f.slot_id, f.number, row_number() OVER (PARTITION BY f.slot_id ORDER BY f.number) AS nth,
                   count(*) OVER (PARTITION BY f.slot_id) AS total
              FROM loket_returnedseat f WHERE f.slot_id = ANY (r_slot) AND f.freed_at IS NOT NULL),
        numbered AS (
            SELECT member.*, f.id AS freed_id,
                   coalesce(f.number, s.issued + member.nth - coalesce(t.total, 0)) AS number
              FROM member JOIN loket_slot s ON s.id = member.slot
              LEFT JOIN freed f ON f.slot_id = member.slot AND f.nth = member.nth
              LEFT JOIN (SELECT DISTINCT slot_id, total FROM freed) t ON t.slot_id = member.slot),
        resold AS (DELETE FROM loket_returnedseat d USING numbered n WHERE d.id = n.freed_id),
        counted AS (
            UPDATE loket_slot s SET taken = s.taken + n.seats, issued = greatest(s.issued, n.highest)
              FROM (SELECT slot, count(*) AS seats, max(number) AS highest FROM numbered GROUP BY slot) n
             WHERE s.id = n.slot)
        INSERT INTO loket_seat (id, booking_id, slot_id, person_id, kind, number, position, is_open, is_given_back,
                                priority, name_sealed, born_sealed)
        SELECT n.seat, r_booking[n.request], n.slot, n.person, kinds[array_position(slot_ids, n.slot)], n.number,
               n.position, true, false, n.priority, n.name, n.born
          FROM numbered n ORDER BY n.person;

        WITH line AS (
            INSERT INTO loket_ledgerline (at, fact, actor_kind, actor_id, office_id, subject_kind, subject_id, detail)
            SELECT at, 'booking.claimed', actor_kind, actor_id, offices[places[r.request]], 'booking', r.id::text,
                   jsonb_build_object('slot', r.slot, 'seats', sizes[r.request])
              FROM unnest(r_booking, r_slot) WITH ORDINALITY AS r (id, slot, request)
             WHERE verdicts[r.request] = 'booked' ORDER BY r.request
            RETURNING id, subject_id::uuid AS booking)
        SELECT array_agg(line.id), array_agg(line.booking) INTO ledgers, booked FROM line;

        PERFORM pg_notify('loket_changes', 'slots:' || p.point)
           FROM (SELECT DISTINCT s.point_id AS point FROM loket_slot s WHERE s.id = ANY (r_slot)) p;
    END IF;

    RETURN QUERY
    SELECT r.request::int, verdicts[r.request],
           CASE verdicts[r.request] WHEN 'booked' THEN r.id WHEN 'repeat' THEN existing[r.request] END,
           ledgers[array_position(booked, r.id)]
      FROM unnest(r_booking) WITH ORDINALITY AS r (id, request) ORDER BY r.request;
END
$$;
