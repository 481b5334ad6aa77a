"""Which office a head or a regional head looks at."""

from __future__ import annotations

from django.http import Http404

from loket.foundation.offices.models import Office
from loket.foundation.people.rules import Role
from loket.interfaces.web.audiences import NotYourPage, Visit


def own_office(request: Visit) -> Office:
    """The head's office. Raises NotYourPage for officers without one."""
    office = request.staff.office
    if office is None:
        raise NotYourPage
    return _at(request, office)


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


def _at(request: Visit, office: Office) -> Office:
    request.zone = office.timezone  # type: ignore[attr-defined]
    return office
