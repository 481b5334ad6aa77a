"""Who will be called soon in the zone where a number was called just now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from loket.visits.queueing.rules import number_text

#: Who came in a moment ago has not left the hall.
WAITED = timedelta(minutes=10)
# The order is that of sql/call_next.v1.sql; a booking is told by the first of its numbers.
_NEAR = """
    WITH queue AS (
        SELECT n.*, row_number() OVER (ORDER BY n.booked_at, n.waits_since, n.letter, n.serial) - 1 AS ahead
          FROM loket_queuenumber n JOIN loket_queuenumber c ON c.id = %s
         WHERE n.zone_id = c.zone_id AND n.day = c.day AND n.stage = c.stage AND n.state = 'waiting')
    SELECT DISTINCT ON (b.id) b.id, b.account_id, q.letter, q.serial, q.step, q.ahead
      FROM queue q JOIN loket_seat s ON s.id = q.seat_id JOIN loket_booking b ON b.id = s.booking_id
     WHERE q.ahead BETWEEN 1 AND %s AND q.waits_since <= %s AND b.account_id IS NOT NULL
     ORDER BY b.id, q.ahead
"""


@dataclass(frozen=True, slots=True)
class Near:
    """A number that is called soon: how many before it, at which step, whose booking."""

    booking_id: UUID
    account_id: int
    number: str
    step: int
    ahead: int


def numbers_near(number_id: int, ahead: int, now: datetime) -> list[Near]:
    """Bookings with a number that waits for the stage and zone of this called one, at most `ahead` before it.

    Those who have waited under ten minutes are left out. One query; none when `ahead` is 0.
    """
    if not ahead:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_NEAR, [number_id, ahead, now - WAITED])
        rows = cursor.fetchall()
    return [Near(row[0], row[1], number_text(row[2], row[3]), row[4], row[5]) for row in rows]
