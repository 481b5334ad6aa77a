"""What a regional head asks: today at every office of the region, worst first. One query a figure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Count, F, Min, Q, Sum

from loket.foundation.offices.queries import OfficeCard, all_offices
from loket.kit.clock import at_office, office_day
from loket.oversight.office_day.rules import waited_minutes
from loket.planning.booking.models import Seat, Slot
from loket.visits.admission.models import Arrival, GateRefusal
from loket.visits.queueing.models import QueueNumber
from loket.visits.queueing.rules import NumberState

#: No region has more offices; the map of 2026 has at most 18 in one.
MOST_OFFICES = 60


@dataclass(frozen=True, slots=True)
class OfficeToday:
    """An office in the region's table. `longest` in minutes; `left`: seats that may still be claimed for today."""

    slug: str
    name: str
    arrived: int
    expected: int
    waiting: int
    longest: int
    refused: int
    left: int


def offices_today(region: str, now: datetime) -> tuple[list[OfficeToday], list[str]]:
    """The region's offices that book online, longest wait first, then refusals; and the names of the others.

    Six queries, however many offices there are.
    """
    cards = [card for card in all_offices() if card.region == region][:MOST_OFFICES]
    online = [card for card in cards if card.reason is None]
    expected = Seat.objects.filter(_today(online, now, "slot__point__office_id", "slot__day"), is_given_back=False)
    arrived = Arrival.objects.filter(_today(online, now, "point__office_id", "seat__slot__day"))
    waits = QueueNumber.objects.filter(_today(online, now, "point__office_id", "day"), state=NumberState.WAITING)
    waiting = {
        row["point__office_id"]: (row["count"], row["oldest"])
        for row in waits.values("point__office_id").annotate(count=Count("id"), oldest=Min("waits_since")).order_by()
    }
    came, due = _counted(arrived, "point__office_id"), _counted(expected, "slot__point__office_id")
    refused, left = _counted(_refusals(online, now), "point__office_id"), _left(online, now)
    rows = [
        OfficeToday(
            slug=card.slug,
            name=card.name,
            arrived=came.get(card.id, 0),
            expected=due.get(card.id, 0),
            waiting=waiting.get(card.id, (0, None))[0],
            longest=_longest(waiting.get(card.id, (0, None))[1], now),
            refused=refused.get(card.id, 0),
            left=left.get(card.id, 0),
        )
        for card in online
    ]
    worst_first = sorted(rows, key=lambda row: (-row.longest, -row.waiting, -row.refused, row.name))
    return worst_first, [card.name for card in cards if card.reason is not None]


def _longest(since: datetime | None, now: datetime) -> int:
    return waited_minutes(since, now) if since else 0


def _zones(cards: Iterable[OfficeCard]) -> dict[str, list[int]]:
    found = defaultdict(list)
    for card in cards:
        found[card.timezone].append(card.id)
    return found


def _today(cards: Sequence[OfficeCard], now: datetime, office: str, day: str) -> Q:
    """The offices' own today: a region may lie in two zones."""
    wanted = Q(pk__in=[])
    for zone, ids in _zones(cards).items():
        wanted |= Q(**{f"{office}__in": ids, day: office_day(now, zone)})
    return wanted


def _refusals(cards: Sequence[OfficeCard], now: datetime) -> Any:
    wanted = Q(pk__in=[])
    for zone, ids in _zones(cards).items():
        start = at_office(office_day(now, zone), time.min, zone)
        wanted |= Q(point__office_id__in=ids, at__gte=start, at__lt=start + timedelta(days=1))
    return GateRefusal.objects.filter(wanted)


def _counted(rows: Any, office: str) -> dict[int, int]:
    return {row[office]: row["count"] for row in rows.values(office).annotate(count=Count("id")).order_by()}


def _left(cards: Sequence[OfficeCard], now: datetime) -> dict[int, int]:
    slots = Slot.objects.filter(
        _today(cards, now, "point__office_id", "day"),
        Q(opens_at=None) | Q(opens_at__lte=now),
        is_suspended=False,
        starts_at__gt=now,
    )
    rows = slots.values("point__office_id").annotate(free=Sum(F("quota") - F("taken") - F("returned"))).order_by()
    return {row["point__office_id"]: row["free"] for row in rows}
