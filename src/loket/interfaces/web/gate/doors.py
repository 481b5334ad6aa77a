"""Which door an officer stands at, and which parties may be seen there."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse

from loket.foundation.policy import queries as policy
from loket.foundation.policy.rules import InForce
from loket.interfaces.web.audiences import NotYourPage, Visit
from loket.interfaces.web.paths import SeeOther
from loket.kit.clock import office_day
from loket.visits.admission import queries, rules

#: The session's key of the door that was chosen on this device.
CHOSEN = "gate_point"


def doors_of(request: Visit) -> list[queries.DoorPlace]:
    """The doors of the officer's own office. Raises NotYourPage for officers without an office or a door."""
    office_id = request.staff.office_id
    doors = queries.doors_of(office_id) if office_id is not None else []
    if not doors:
        raise NotYourPage
    return doors


def door_of(request: Visit) -> queries.DoorPlace:
    """The door chosen on this device, otherwise the office's first. Sets the page's time zone."""
    doors = doors_of(request)
    chosen = request.session.get(CHOSEN)
    door = next((each for each in doors if each.point_id == chosen), doors[0])
    request.zone = door.timezone  # type: ignore[attr-defined]
    return door


def at(door: queries.DoorPlace, request: Visit) -> rules.Door:
    """The door now, for the rules."""
    return rules.Door(door.point_id, office_day(request.now, door.timezone), request.now)


def law_here(request: Visit) -> InForce:
    """What is in force at the officer's office now. Raises NotYourPage for officers without an office."""
    if request.staff.office_id is None:
        raise NotYourPage
    return policy.at(request.staff.office_id, request.now)


def go(where: str, **place: object) -> HttpResponse:
    """303: what was sent is done, go and look there (RFC 9110, 15.4.4)."""
    return SeeOther(reverse(where, kwargs=place))


def own_party(request: Visit, door: queries.DoorPlace, booking_id: UUID) -> queries.Party:
    """A party booked at the officer's office. Raises Http404 for any other."""
    party = queries.find_by_ticket(booking_id, point_id=door.point_id)
    if party is None or party.office_id != request.staff.office_id:
        raise Http404
    return party
