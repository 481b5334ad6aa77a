"""Row `claim`: seats claimed one a transaction by loket_claim_seats_v3, over limit (a): pgbench's plainest booking.

Limit (a) books one seat with one small function: look for the key, for the person, take the seat, insert the row. Ours
adds the ledger line, the party, R3 by kind, freed numbers and the notice. Both are commit-bound on one hot slot.
"""

from __future__ import annotations

import os
from typing import Any

from loket.interfaces.cli.benches import Cell, Progress, Row, RowInvalid
from loket.interfaces.cli.benches.place import flush_ms, pgbench, place_to_measure
from loket.kit.environment import Environment
from loket.kit.postgres import OWNER, Cluster

PEOPLE = 400_000
CLIENTS = (8, 32)
SLOTS = (1, 50)

LIMIT_SCHEMA = """
CREATE TABLE bench_slot (id int PRIMARY KEY, quota int NOT NULL, taken int NOT NULL, CHECK (taken <= quota))
    WITH (fillfactor = 20);
CREATE TABLE bench_booking (id bigserial PRIMARY KEY, slot int, seat int, person bigint UNIQUE, key uuid UNIQUE,
                            UNIQUE (slot, seat));
CREATE SEQUENCE bench_person;
CREATE FUNCTION bench_book(which int, who bigint, k uuid) RETURNS int LANGUAGE plpgsql AS $$
DECLARE n int;
BEGIN
    SELECT seat INTO n FROM bench_booking WHERE key = k;
    IF FOUND THEN RETURN n; END IF;
    PERFORM 1 FROM bench_booking WHERE person = who;
    IF FOUND THEN RETURN -1; END IF;
    UPDATE bench_slot SET taken = taken + 1 WHERE id = which AND taken < quota RETURNING taken INTO n;
    IF NOT FOUND THEN RETURN 0; END IF;
    INSERT INTO bench_booking (slot, seat, person, key) VALUES (which, n, who, k);
    RETURN n;
END $$;
GRANT ALL ON ALL TABLES IN SCHEMA public TO loket_app;
GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO loket_app;
REVOKE UPDATE, DELETE, TRUNCATE ON loket_ledgerline FROM loket_app;
"""
FILL = """
INSERT INTO loket_region (id, name) VALUES (1, 'bench');
INSERT INTO loket_office (id, code, slug, name, region_id, office_class, checkpoint, province, regency_code, timezone,
                          address)
    VALUES (1, 'BEN', 'bench', 'Bench', 1, '', false, '', '', 'Asia/Jakarta', '');
INSERT INTO loket_servicepoint (id, office_id, name, kind, is_bookable) VALUES (1, 1, 'Bench', 'kanim', true);
INSERT INTO loket_service (id, code, kind, name_id, name_en, letter, "order", has_deadline)
    VALUES (1, 'b', 'passport', 'b', 'b', 'A', 1, false);
INSERT INTO loket_offer (id, point_id, service_id, is_active) VALUES (1, 1, 1, true);
INSERT INTO loket_slot (id, point_id, service_id, channel, day, starts_at, ends_at, is_suspended, quota, taken,
                        returned, issued)
    SELECT g, 1, 1, 'online', '2030-01-01', '2030-01-01'::timestamptz + g * interval '1 hour',
           '2030-01-01'::timestamptz + (g + 1) * interval '1 hour', false, 1000000, 0, 0, 0
      FROM generate_series(1, 50) g;
INSERT INTO bench_slot SELECT g, 1000000, 0 FROM generate_series(1, 50) g;
INSERT INTO loket_person (id, nationality, identity_index, identity_sealed, created_at)
    SELECT lpad(to_hex(g), 32, '0')::uuid, 'wni', sha256(g::text::bytea), '', '2030-01-01'
      FROM generate_series(1, %d) g;
"""
EMPTY = """
SET session_replication_role = replica;
TRUNCATE bench_booking, loket_seat, loket_booking, loket_ledgerline, loket_returnedseat CASCADE;
UPDATE bench_slot SET taken = 0;
UPDATE loket_slot SET taken = 0, issued = 0;
ALTER SEQUENCE bench_person RESTART;
VACUUM ANALYZE loket_slot;
"""
LIMIT_SCRIPT = "\\set slot random(1, {slots})\nSELECT bench_book(:slot, nextval('bench_person'), gen_random_uuid());\n"
CLAIM_SCRIPT = """\\set slot random(1, {slots})
SELECT c.outcome FROM (SELECT nextval('bench_person') AS n) p, loket_claim_seats_v3(
    ARRAY[gen_random_uuid()], ARRAY[lpad(to_hex(p.n), 8, '0')], ARRAY[:slot]::bigint[], ARRAY[NULL]::bigint[],
    ARRAY[gen_random_uuid()], ARRAY['x'::bytea], ARRAY[NULL]::timestamptz[], ARRAY[1], ARRAY[gen_random_uuid()],
    ARRAY[lpad(to_hex(p.n), 32, '0')::uuid], ARRAY[NULL]::text[], ARRAY['x'::bytea], ARRAY['x'::bytea],
    'system', NULL, '2029-12-01'::timestamptz) c;
"""
WRONG = """
SELECT count(*) FROM loket_slot s LEFT JOIN (
    SELECT slot_id, count(*) AS n, max(number) AS top FROM loket_seat GROUP BY slot_id) x ON x.slot_id = s.id
 WHERE s.taken <> coalesce(x.n, 0) OR s.issued <> coalesce(x.top, 0) OR s.taken > s.quota
"""


def measure(environment: Environment, progress: Progress, *, repeats: int = 5, seconds: int = 3) -> Row:
    """Ratio of claims to limit (a), best of 8 and 32 clients each, interleaved. Raises RowInvalid."""
    load_before = os.getloadavg()[0]
    with place_to_measure(environment) as cluster:
        with cluster.connect(role=OWNER) as owner:
            owner.execute(LIMIT_SCHEMA)
            owner.execute(FILL % PEOPLE)
        cells = [cell for slots in SLOTS for cell in _cells(cluster, slots, repeats, seconds, progress)]
        flush = flush_ms(cluster)
    machine = {"load_before": load_before, "load_after": os.getloadavg()[0], "flush_ms": round(flush, 3)}
    return Row("claim", cells, machine | {"cores": os.cpu_count()})


def _cells(cluster: Cluster, slots: int, repeats: int, seconds: int, progress: Progress) -> list[Cell]:
    limits, claims = [], []
    for turn in range(repeats):
        limits.append(_best(cluster, LIMIT_SCRIPT.format(slots=slots), seconds))
        claims.append(_best(cluster, CLAIM_SCRIPT.format(slots=slots), seconds))
        progress(f"{slots} slots, repeat {turn + 1} of {repeats}: {claims[-1]:.0f}/s of {limits[-1]:.0f}/s")
    ratios = tuple(claim / limit for claim, limit in zip(claims, limits, strict=True))
    where = "1 hot slot" if slots == 1 else f"{slots} slots"
    return [
        Cell(f"limit (a), {where}", "bookings/s", tuple(limits)),
        Cell(f"claim, one a transaction, {where}", "bookings/s", tuple(claims)),
        Cell(f"claim over limit (a), {where}", "ratio", ratios),
    ]


def _best(cluster: Cluster, script: str, seconds: int) -> float:
    return max(_clean_run(cluster, script, clients, seconds) for clients in CLIENTS)


def _clean_run(cluster: Cluster, script: str, clients: int, seconds: int) -> float:
    with cluster.connect() as admin:
        for statement in EMPTY.strip().splitlines():
            admin.execute(statement)
        rate = pgbench(cluster, script, clients=clients, seconds=seconds)
        _check(admin)
    return rate


def _check(admin: Any) -> None:
    wrong = admin.execute(WRONG).fetchone()[0]
    lines, bookings = admin.execute(
        "SELECT (SELECT count(*) FROM loket_ledgerline), (SELECT count(*) FROM loket_booking)"
    ).fetchone()
    if wrong or lines != bookings:
        raise RowInvalid(f"{wrong} slots with wrong counters; {lines} ledger lines for {bookings} bookings")
