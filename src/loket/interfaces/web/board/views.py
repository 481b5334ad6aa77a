"""Boards of the waiting halls: number and counter, nothing personal (R40). For everybody, no sign-in."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from loket.interfaces.web.audiences import Visit, everyone
from loket.interfaces.web.board.pauses import pauses_of
from loket.interfaces.web.board.words import HINTS, LANES
from loket.interfaces.web.words import spoken
from loket.visits.queueing.queries import ZoneCard, board_of, offices_with_boards, zones_of_office

#: A zone's number is a bigint; the path takes more digits than that.
LARGEST_ID = 2**63 - 1
#: The call in the page's templates, which its script fills.
_BLANK = {"number": "–", "counter": ""}


@everyone
@require_GET
def choose(request: Visit) -> HttpResponse:
    """The boards of one office (?kantor=slug), or the offices that have boards."""
    slug = request.GET.get("kantor", "")[:60]
    zones = zones_of_office(slug) if slug else []
    if slug and not zones:
        raise Http404
    shown = [(zone.id, _zone_words(zone), LANES[zone.colour]) for zone in zones]
    offices = [] if slug else offices_with_boards()
    return render(request, "board/choose.html", {"zones": shown, "offices": offices})


@everyone
@require_GET
def show(request: Visit, zone_id: int) -> HttpResponse:
    """One zone's board."""
    board = board_of(zone_id, request.now) if zone_id <= LARGEST_ID else None
    if board is None:
        raise Http404
    page = {
        "board": board,
        "zone": board.timezone,
        "badge": _zone_words(board.zone),
        "lane": LANES[board.zone.colour],
        "hint": HINTS[board.zone.colour],
        "pauses": pauses_of(board.point_id, board.timezone, request.now),
        "blank": _BLANK,
        "blanks": [_BLANK],
    }
    return render(request, "board/show.html", page)


def _zone_words(zone: ZoneCard) -> str:
    floor = _("Lantai %(number)s") % {"number": zone.floor}
    return f"{floor} · {spoken(zone.name_id, zone.name_en)}"
