"""Who waits in a zone, and who was passed over. Numbers only; no names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from loket.visits.queueing.models import QueueNumber
from loket.visits.queueing.rules import NumberState, number_text

#: A screen shows so many; the count beside it says how many there are.
MOST_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Waiting:
    """One waiting or skipped number."""

    id: int
    number: str
    booked_at: datetime
    stage: str
    priority: bool
    waits_since: datetime


def waiting_of(
    zone_id: int, day: date, *, stages: Sequence[str] | None = None, limit: int = MOST_SHOWN
) -> list[Waiting]:
    """The next waiting numbers of a zone in the order in which they will be called (sql/call_next.v1.sql)."""
    rows = QueueNumber.objects.filter(zone=zone_id, day=day, state=NumberState.WAITING)
    if stages is not None:
        rows = rows.filter(stage__in=stages)
    return _cards(rows.order_by("booked_at", "waits_since", "letter", "serial")[:limit])


def skipped_of(zone_id: int, day: date, *, limit: int = MOST_SHOWN) -> list[Waiting]:
    """The numbers of a zone that were skipped today, in the order of the numbers."""
    rows = QueueNumber.objects.filter(zone=zone_id, day=day, state=NumberState.SKIPPED)
    return _cards(rows.order_by("letter", "serial", "id")[:limit])


def is_of_office(number_id: int, office_id: int) -> bool:
    """Whether a number was given at this office; another office's is none here."""
    return QueueNumber.objects.filter(pk=number_id, point__office_id=office_id).exists()


def _cards(rows: QuerySet[QueueNumber]) -> list[Waiting]:
    return [
        Waiting(n.pk, number_text(n.letter, n.serial), n.booked_at, n.stage, n.priority, n.waits_since) for n in rows
    ]
