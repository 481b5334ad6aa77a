"""Which office a head or a regional head looks at."""

from __future__ import annotations

from django.http import Http404

from loket.foundation.offices import queries as offices
from loket.foundation.offices.models import Office, Region
from loket.foundation.offices.queries import PointCard
from loket.foundation.people.rules import Role
from loket.interfaces.web.audiences import NotYourPage, Visit

#: No region has more offices.
MOST_OFFICES = 60


def own_office(request: Visit) -> Office:
    """The head's office. Raises NotYourPage for officers without one."""
    office = request.staff.office
    if office is None:
        raise NotYourPage
    return _at(request, office)


def own_point(request: Visit) -> PointCard:
    """The bookable point of the officer's own office. Raises Http404 when it has none."""
    point = next((p for p in offices.points_of(request.staff.office_id or 0) if p.is_bookable), None)
    if point is None:
        raise Http404
    return point


def office_named(request: Visit, slug: str) -> Office:
    """An office by its address: the head's own, or one of the regional head's region.

    Raises NotYourPage for another's, Http404 when there is none.
    """
    office = Office.objects.select_related("region").filter(slug=slug).first()
    if office is None:
        raise Http404
    staff = request.staff
    over_region = staff.role == Role.REGION and office.region_id == staff.region_id
    if office.pk != staff.office_id and not over_region:
        raise NotYourPage
    return _at(request, office)


def own_offices(request: Visit) -> list[tuple[int, str]]:
    """Id and name of the offices that this head, or this region's head, answers for."""
    who = request.staff
    if who.role == Role.REGION:
        mine = Office.objects.filter(region_id=who.region_id or 0)
    else:
        mine = Office.objects.filter(pk=who.office_id or 0)
    return [*mine.order_by("name", "id").values_list("pk", "name")]


def offices_to_move_to(request: Visit, from_office: int | None) -> list[tuple[int, str]]:
    """Id and name of offices where an officer may go: any other one; a regional head's, within the region."""
    there = Office.objects.exclude(pk=from_office or 0)
    if request.staff.role == Role.REGION:
        there = there.filter(region_id=request.staff.region_id or 0)
    return [*there.order_by("name", "id").values_list("pk", "name")]


def _at(request: Visit, office: Office) -> Office:
    request.zone = office.timezone  # type: ignore[attr-defined]
    return office


def offices_under(region: Region) -> list[Office]:
    """The offices that a regional office oversees, by name."""
    return list(Office.objects.filter(region=region).order_by("name", "id")[:MOST_OFFICES])
