"""Closes what nobody came for, and what was left open by those who came (R31)."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from loket.foundation.audit.actions import queue_reactions, record
from loket.foundation.offices.models import Office
from loket.kit.actor import Actor
from loket.kit.clock import office_day
from loket.kit.transaction import announce, in_transaction
from loket.planning.booking import rules
from loket.planning.booking.models import Seat
from loket.planning.booking.moves import LIMITS, Limits

#: One run closes at most so many; the next one goes on.
_TOPICS = 200


def mark_missed(*, limits: Limits = LIMITS, by: Actor, now: datetime) -> int:
    """Sessions that ended `limits.grace` ago: who never came is `missed`, who was turned away `excused` (R31, R36).

    The seats stay taken and are not sold again. Set-based (sql/mark_missed.v1.sql), each with its own ledger line,
    which tells the holder why. Returns how many bookings were closed.
    """
    with in_transaction():
        with connection.cursor() as cursor:
            cursor.execute("SELECT booking, ledger FROM loket_mark_missed_v1(%s, %s)", [now - limits.grace, now])
            closed = cursor.fetchall()
        queue_reactions(sorted(ledger for _, ledger in closed))
        announce(*(f"booking:{booking}" for booking, _ in closed[:_TOPICS]))
    return len(closed)


def close_past_visits(*, by: Actor, now: datetime) -> int:
    """Closes the seats that visits of past days left open: who left before the end may book anew (R3).

    A day is over by the office's own clock. Who never came is `mark_missed`'s. Returns how many were closed.
    """
    with in_transaction():
        closed = 0
        for zone in Office.objects.order_by("timezone").values_list("timezone", flat=True).distinct():
            past = Seat.objects.filter(
                is_open=True,
                booking__state=rules.BookingState.ARRIVED,
                slot__point__office__timezone=zone,
                slot__day__lt=office_day(now, zone),
            )
            closed += past.update(is_open=False)
        if closed:
            record("booking.past_visits_closed", subject=("house", 0), detail={"seats": closed}, by=by, now=now)
    return closed
