"""Booking an hour to fetch a finished document (R45): the same questions, with who comes already settled."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from loket.casework.cases.queries import case_by_id
from loket.casework.cases.rules import CaseState, NotReady
from loket.foundation.offices import queries as offices
from loket.foundation.offices.rules import ServiceKind
from loket.interfaces.web.audiences import Visit, everyone
from loket.interfaces.web.public import drafts
from loket.interfaces.web.public.drafts import Someone
from loket.interfaces.web.public.tickets import ticket_of


@everyone
@require_POST
def start_collection(request: Visit, case_id: UUID) -> HttpResponse:
    """Begins a draft for the collection service of the case's office, with its person. Raises NotReady."""
    case = case_by_id(case_id)
    page = ticket_of(request, case.booking_id, names=True) if case else None
    if case is None or page is None:
        return HttpResponseRedirect("/tiket/", status=303)
    services = [s for s in offices.services_of(case.point_id) if s.kind == ServiceKind.COLLECTION and s.reason is None]
    if case.state is not CaseState.READY or case.ready_on is None or not services:
        raise NotReady
    seat = next(seat for seat in page.seats if seat.id == case.seat_id)
    draft = drafts.begin()
    draft.office, draft.point_id = case.office_slug, case.point_id
    draft.service_id, draft.nationality = services[0].id, services[0].nationality
    draft.size, draft.not_before = 1, case.ready_on.isoformat()
    draft.people = [
        Someone(
            name=seat.name,
            born=seat.born.isoformat() if seat.born else "",
            person=str(case.person_id),
            nationality=page.booking.nationality or "wni",
        )
    ]
    drafts.save(request, draft)
    return HttpResponseRedirect(draft.next_step(), status=303)
