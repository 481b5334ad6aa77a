"""/offices/{slug}/bookings: an office's own program lists, makes, sees and cancels bookings there."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Annotated
from uuid import UUID

from django.http import Http404, HttpResponse
from ninja import Header, Query, Router, Schema, Status
from pydantic import Field

from loket.foundation.integrations.rules import Scope
from loket.interfaces.api.access import ProgramCall, TokenOf, office_of, point_of
from loket.interfaces.api.bookings import (
    FAILURES,
    BookingIn,
    BookingOut,
    Key,
    TicketOut,
    applicant_of,
    booking_fields,
    check_kind,
    ticket_out,
)
from loket.interfaces.api.offices import Slug
from loket.interfaces.api.problems import Problem
from loket.planning.booking import queries
from loket.planning.booking.actions import book_party, cancel_booking
from loket.planning.booking.queries import BookingCard, TicketPage
from loket.planning.booking.rules import SlotClosed

router = Router(tags=["programs"])
READS, WRITES = TokenOf(Scope.BOOKINGS_READ), TokenOf(Scope.BOOKINGS_WRITE)
FAILED = FAILURES | {429: Problem}


class DayPage(Schema):
    """A piece of a day's list. `cursor` asks for the next piece; null when this was the last."""

    bookings: list[BookingOut]
    cursor: UUID | None


class Wanted(Schema):
    """Which day, and where the last piece ended."""

    day: date
    cursor: UUID | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 100


@router.get("/{slug}/bookings", auth=READS, response={200: DayPage} | FAILED, summary="Who is expected on a day")
def list_day(request: ProgramCall, slug: Slug, wanted: Query[Wanted]) -> DayPage:
    """The bookings of a day that stand, by hour; no names, no identity numbers."""
    expected = queries.day_list(point_of(office_of(request, slug)), wanted.day)
    cards = [next(group).booking for _, group in groupby(expected, key=lambda each: each.booking.id)]
    start = _after(cards, wanted.cursor)
    piece = cards[start : start + wanted.limit]
    more = len(cards) > start + wanted.limit
    return DayPage(
        bookings=[BookingOut(**booking_fields(card)) for card in piece], cursor=piece[-1].id if more else None
    )


@router.post(
    "/{slug}/bookings",
    auth=WRITES,
    response={200: TicketOut, 201: TicketOut, 400: Problem, 409: Problem, 503: Problem} | FAILED,
    summary="Book a party at the office",
)
def book(
    request: ProgramCall,
    response: HttpResponse,
    slug: Slug,
    wanted: BookingIn,
    idempotency_key: Annotated[Key, Header(alias="Idempotency-Key")],
) -> Status[TicketOut]:
    """Books as the help desk does, under the same rules and quota. The same key and body answer 200."""
    _check_slot(request, slug, wanted.slot)
    claimed = book_party(
        slot_id=wanted.slot,
        applicants=[applicant_of(person) for person in wanted.people],
        key=idempotency_key,
        account_id=None,
        by=request.auth.actor,
        now=request.now,
    )
    response["Location"] = f"/api/v1/offices/{slug}/bookings/{claimed.booking_id}"
    ticket = ticket_out(_ticket(request, slug, claimed.booking_id))
    return Status(200 if claimed.repeated else 201, ticket)


@router.get("/{slug}/bookings/{uuid:booking_id}", auth=READS, response={200: TicketOut} | FAILED, summary="One booking")
def show(request: ProgramCall, slug: Slug, booking_id: UUID) -> TicketOut:
    """One booking of the office; another office's answers 404."""
    return ticket_out(_ticket(request, slug, booking_id))


@router.delete(
    "/{slug}/bookings/{uuid:booking_id}", auth=WRITES, response={204: None, 409: Problem} | FAILED, summary="Cancel"
)
def cancel(request: ProgramCall, slug: Slug, booking_id: UUID) -> Status[None]:
    """Cancels a booking of the office; its seats go back (R29). 409 when that is not possible any more."""
    _ticket(request, slug, booking_id)
    cancel_booking(booking_id=booking_id, by=request.auth.actor, now=request.now)
    return Status(204, None)


def _after(cards: list[BookingCard], cursor: UUID | None) -> int:
    """Where the next piece begins. Raises Http404 for a cursor of another list."""
    if cursor is None:
        return 0
    place = next((n for n, card in enumerate(cards) if card.id == cursor), None)
    if place is None:
        raise Http404
    return place + 1


def _check_slot(request: ProgramCall, slug: str, slot_id: int) -> None:
    """Raises Http404 for another office's address, SlotClosed for another office's slot."""
    point = point_of(office_of(request, slug))
    offer = queries.slot_offer(slot_id, 1, request.now)
    if offer is None or offer[0] != point:
        raise SlotClosed
    check_kind(slot_id, request.now)


def _ticket(request: ProgramCall, slug: str, booking_id: UUID) -> TicketPage:
    office = office_of(request, slug)
    page = queries.booking_for_ticket(booking_id)
    if page is None or page.booking.office_id != office.id:
        raise Http404
    return page
