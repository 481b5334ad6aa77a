"""The head's list of today: figures, who is inside, refusals, the quota ahead. It reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from loket.foundation.offices.models import Office
from loket.foundation.people.queries_staff import heads_office
from loket.foundation.people.rules import Role
from loket.interfaces.web.audiences import NotYourPage, Visit, staff
from loket.interfaces.web.office import words
from loket.interfaces.web.office.places import office_named, own_office
from loket.interfaces.web.pagination import page_asked
from loket.kit.clock import office_day
from loket.oversight.office_day import changes, queries, regions
from loket.oversight.office_day.rules import (
    LONGEST_WAIT_SHOWN,
    LONGEST_WAIT_WANTED,
    PAGE,
    Figures,
    waited_minutes,
)  # fmt: skip
from loket.planning.booking.aftercare import waiting_count
from loket.planning.booking.queries import undecided
from loket.visits.admission.rules import WalkIn


@dataclass(frozen=True, slots=True)
class Row:
    """A person inside, in words."""

    letter: str
    number: int
    starts_at: datetime
    lane: str
    service: str
    stage: str
    place: str
    state: str
    minutes: int | None


@staff(Role.REGION)
@require_GET
def today(request: Visit) -> HttpResponse:
    """The own office's day; a regional head chooses an office first."""
    if request.staff.role == Role.REGION:
        return _choose(request)
    return _show(request, own_office(request))


@staff(Role.REGION)
@require_GET
def office(request: Visit, slug: str) -> HttpResponse:
    """One office's day, for the head there and for the region's head."""
    return _show(request, office_named(request, slug))


def _choose(request: Visit) -> HttpResponse:
    region = request.staff.region
    if region is None:
        raise NotYourPage
    rows, others = regions.offices_today(region.name, request.now)
    context = {"region": region, "rows": rows, "others": others, "wait_wanted": LONGEST_WAIT_WANTED}
    return render(request, "office/choose.html", context)


def _show(request: Visit, office: Office) -> HttpResponse:
    zone, now = office.timezone, request.now
    page_number = page_asked(request)
    people, count = queries.inside_of(office.pk, zone, now, page=page_number)
    refusals = queries.refusals_of(office.pk, zone, now)
    figures = queries.figures_of(office.pk, zone, now, refused=sum(each.count for each in refusals))
    context: dict[str, Any] = {
        "office": office,
        "day": office_day(now, zone),
        "figures": figures,
        "longest": figures.longest_wait_minutes(now),
        "wait_kind": _wait_kind(figures, now),
        "wait_wanted": LONGEST_WAIT_WANTED,
        "wait_shown": LONGEST_WAIT_SHOWN,
        "walk_ins": sum(each.count for each in refusals if each.reason == WalkIn.code),
        "rows": [_row(person, now) for person in people],
        "page": _page(count, page_number),
        "refusals": [(words.reason_in_words(each.reason), each.count, each.last_at) for each in refusals],
        "quota": queries.quota_ahead(office.pk, zone, now),
        "affected": changes.affected_count(office.pk, zone, now),
        "is_head": heads_office(request.staff),
        "disputes": undecided(office.pk) if heads_office(request.staff) else 0,
        "reliefs": waiting_count(office.pk),
    }
    return render(request, "office/today.html", context)


def _wait_kind(figures: Figures, now: datetime) -> str:
    return "no" if figures.longest_wait_minutes(now) > LONGEST_WAIT_WANTED else "ok"


def _page(count: int, number: int) -> Page[int]:
    return Paginator(range(count), PAGE).get_page(number)


def _row(person: queries.Inside, now: datetime) -> Row:
    return Row(
        letter=person.letter,
        number=person.serial,
        starts_at=person.starts_at,
        lane=words.lane_of(person),
        service=words.service_of(person),
        stage=str(words.STAGES[person.stage]),
        place=words.place_of(person),
        state=words.state_of(person),
        minutes=waited_minutes(person.since, now) if person.since else None,
    )
