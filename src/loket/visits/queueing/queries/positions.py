"""Where the persons of a booking stand: for the ticket's page, the API and event streams. No names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from loket.visits.queueing.rules import NumberState, number_text, wait_minutes

# Ahead: who will be called earlier for the same stage in the same zone, in the order of sql/call_next.v1.sql.
_POSITIONS = """
    SELECT n.id, s.position, n.letter, n.serial, n.state, n.stage, n.step,
           (SELECT count(*) FROM loket_step st WHERE st.offer_id = n.offer_id) AS steps,
           z.id, z.name_id, z.name_en, z.colour, f.number, c.number, n.waits_since, n.called_at,
           CASE WHEN n.state = 'waiting' THEN
               (SELECT count(*) FROM loket_queuenumber o
                 WHERE o.zone_id = n.zone_id AND o.day = n.day AND o.stage = n.stage AND o.state = 'waiting'
                   AND (o.booked_at, o.waits_since, o.letter, o.serial)
                     < (n.booked_at, n.waits_since, n.letter, n.serial)) END AS ahead,
           (SELECT st.minutes FROM loket_step st WHERE st.offer_id = n.offer_id AND st."order" = n.step) AS minutes,
           (SELECT count(*) FROM loket_countershift h JOIN loket_counter d ON d.id = h.counter_id
             WHERE h.closed_at IS NULL AND d.zone_id = n.zone_id AND n.stage = ANY (d.stages)) AS counters
      FROM loket_queuenumber n
      JOIN loket_seat s ON s.id = n.seat_id
      JOIN loket_zone z ON z.id = n.zone_id
      JOIN loket_floor f ON f.id = z.floor_id
      LEFT JOIN loket_counter c ON c.id = n.counter_id
      JOIN loket_servicepoint p ON p.id = n.point_id
      JOIN loket_office k ON k.id = p.office_id
     WHERE s.booking_id = %s AND n.day = (%s AT TIME ZONE k.timezone)::date
     ORDER BY s.position, n.id
"""


@dataclass(frozen=True, slots=True)
class Position:
    """One person of a party. `ahead`: people before, while waiting; `counter`: its number, while called.

    `minutes`: expected for the stage; `counters`: open ones that serve it here (rules.wait_minutes).
    """

    number_id: int
    place_in_party: int
    number: str
    state: NumberState
    stage: str
    step: int
    steps: int
    zone: int
    zone_id: str
    zone_en: str
    colour: str
    floor: int
    counter: int | None
    waits_since: datetime
    called_at: datetime | None
    ahead: int | None
    minutes: int | None
    counters: int

    @property
    def wait_minutes(self) -> int | None:
        """Minutes of service until the call, None when nobody can say; a break comes on top."""
        return None if self.ahead is None else wait_minutes(self.ahead, self.minutes, self.counters)


def position_of_booking(booking_id: UUID, now: datetime) -> list[Position]:
    """The persons of a booking who have a number today, in the party's order. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_POSITIONS, [booking_id, now])
        rows = cursor.fetchall()
    return [Position(row[0], row[1], number_text(row[2], row[3]), NumberState(row[4]), *row[5:]) for row in rows]
