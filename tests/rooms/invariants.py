"""What must hold of booking's tables at any moment, asked of the database."""

from __future__ import annotations

from django.db import connection

_ALWAYS = {
    "a slot is above its quota": "SELECT id FROM loket_slot WHERE taken + returned > quota",
    "more seats are out than were issued": "SELECT id FROM loket_slot WHERE taken + returned > issued",
    "`taken` does not count the seats": (
        "SELECT s.id FROM loket_slot s WHERE s.taken <>"
        " (SELECT count(*) FROM loket_seat t WHERE t.slot_id = s.id AND NOT t.is_given_back)"
    ),
    "`returned` does not count the seats held back": (
        "SELECT s.id FROM loket_slot s WHERE s.returned <>"
        " (SELECT count(*) FROM loket_returnedseat r WHERE r.slot_id = s.id AND r.freed_at IS NULL)"
    ),
    "a seat number is missing": (
        "SELECT s.id FROM loket_slot s WHERE s.issued <>"
        " (SELECT count(*) FROM (SELECT t.number FROM loket_seat t WHERE t.slot_id = s.id"
        "  UNION SELECT r.number FROM loket_returnedseat r WHERE r.slot_id = s.id) n)"
    ),
    "a number stands twice": (
        "SELECT slot_id FROM (SELECT slot_id, number FROM loket_seat WHERE NOT is_given_back"
        " UNION ALL SELECT slot_id, number FROM loket_returnedseat) n GROUP BY slot_id, number HAVING count(*) > 1"
    ),
    "a person has two open seats of one kind (R3)": (
        "SELECT person_id FROM loket_seat WHERE is_open GROUP BY person_id, kind HAVING count(*) > 1"
    ),
    "a party is not whole": (
        "SELECT b.id FROM loket_booking b WHERE b.size <> (SELECT count(*) FROM loket_seat t WHERE t.booking_id = b.id)"
    ),
    "a booking has no line in the ledger": (
        "SELECT b.id FROM loket_booking b WHERE NOT EXISTS (SELECT 1 FROM loket_ledgerline l"
        " WHERE l.fact = 'booking.claimed' AND l.subject_id = b.id::text)"
    ),
}


def broken_promises() -> list[str]:
    """The promises that do not hold just now; empty when all is well."""
    with connection.cursor() as cursor:
        broken = []
        for promise, query in _ALWAYS.items():
            cursor.execute(query)
            if rows := cursor.fetchall():
                broken.append(f"{promise}: {rows[:3]}")
    return broken
