"""The public board of an office (R68): what everybody may know of it today, kept a few seconds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from loket.foundation.offices import queries as offices
from loket.interfaces.web.audiences import Visit, everyone
from loket.interfaces.web.opening import opening_words
from loket.interfaces.web.public.words import LANES, name_of
from loket.oversight.office_day.board import PublicBoard, public_board
from loket.planning.booking.queries import QuotaLeft

#: A board is asked for by many at once: it may be this old, in seconds.
KEPT = 5

Left = list[tuple[date, list[tuple[str, QuotaLeft]]]]


@everyone
@require_safe
@gzip_page
def show_board(request: Visit, slug: str) -> HttpResponse:
    """One office now: open or not, who waits and how long, what is left today and in the next days."""
    office = offices.office_by_slug(slug)
    point = next((p for p in offices.points_of(office.id) if p.is_bookable), None) if office else None
    if office is None or point is None:
        raise Http404
    board, services = _kept(request, point.id, office.timezone)
    context: dict[str, Any] = {
        "office": office,
        "board": board,
        "says": opening_words(board.opening, office.timezone, board.now, name=board.day_name),
        "zones": [(LANES.get(zone.colour, "plain"), name_of(zone), zone.waiting) for zone in board.zones],
        "left": quota_by_day(board.left, {service.id: name_of(service) for service in services}),
    }
    return render(request, "public/board.html", context)


def quota_by_day(left: Sequence[QuotaLeft], names: dict[int, str]) -> Left:
    """What is left, day by day, each service with its name."""
    return [
        (day, [(names.get(q.service_id, ""), q) for q in quotas]) for day, quotas in groupby(left, key=lambda q: q.day)
    ]


def _kept(request: Visit, point_id: int, timezone: str) -> tuple[PublicBoard, list[offices.ServiceCard]]:
    key = f"office-board:{point_id}"
    kept: tuple[PublicBoard, list[offices.ServiceCard]] | None = cache.get(key)
    if kept is None:
        kept = (public_board(point_id, timezone, request.now), offices.services_of(point_id))
        cache.set(key, kept, KEPT)
    return kept
