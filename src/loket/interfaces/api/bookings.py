"""/bookings: a signed-in citizen books, sees and cancels own bookings."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import Http404, HttpResponse
from ninja import Header, Router, Schema, Status
from pydantic import Field

from loket.foundation.offices.queries import services_of
from loket.foundation.offices.rules import Nationality, ServiceKind
from loket.foundation.people.rules import identity_of_citizen, identity_of_foreigner, name_of
from loket.interfaces.api.access import Call, CitizenSession
from loket.interfaces.api.problems import Problem
from loket.planning.booking import queries
from loket.planning.booking.actions import Applicant, book_party, cancel_booking
from loket.planning.booking.queries import BookingCard, TicketPage
from loket.planning.booking.rules import LARGEST_PARTY, PriorityReason, SlotClosed

router = Router(tags=["bookings"], auth=CitizenSession())
Key = Annotated[str, Field(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9_.:-]+$")]
FAILURES = {401: Problem, 403: Problem, 404: Problem, 422: Problem}


class CitizenIn(Schema):
    """A citizen, by NIK."""

    nationality: Literal["wni"]
    nik: Annotated[str, Field(max_length=40)]
    name: Annotated[str, Field(max_length=400)]
    born: date
    declared: Literal["disabled", "pregnant"] | None = None


class ForeignerIn(Schema):
    """A foreigner, by passport."""

    nationality: Literal["wna"]
    country: Annotated[str, Field(max_length=3, description="ISO 3166-1 alpha-3")]
    passport: Annotated[str, Field(max_length=40)]
    name: Annotated[str, Field(max_length=400)]
    born: date
    declared: Literal["disabled", "pregnant"] | None = None


PersonIn = Annotated[CitizenIn | ForeignerIn, Field(discriminator="nationality")]


class BookingIn(Schema):
    """A party for one slot; all get a seat or none."""

    slot: Annotated[int, Field(ge=1, le=2**63 - 1)]
    people: Annotated[list[PersonIn], Field(min_length=1, max_length=LARGEST_PARTY)]


class SeatOut(Schema):
    """A person's seat: the place in the party as it was sent, and the number inside the hour."""

    place: int
    number: int


class BookingOut(Schema):
    """A booking. No names: whoever sent them has them."""

    id: UUID
    code: str
    number: str
    state: str
    office: str
    service: str
    timezone: str
    starts_at: datetime
    ends_at: datetime
    arrive_from: datetime
    arrive_until: datetime
    size: int


class TicketOut(BookingOut):
    """A booking with its seats and the text of its QR code."""

    floor: int | None
    token: str
    seats: list[SeatOut]


@router.post("", response={200: TicketOut, 201: TicketOut, 400: Problem, 409: Problem, 503: Problem} | FAILURES)
def book(
    request: Call,
    response: HttpResponse,
    wanted: BookingIn,
    idempotency_key: Annotated[Key, Header(alias="Idempotency-Key")],
) -> Status[TicketOut]:
    """Books a party. The same key with the same body answers 200 with the same booking."""
    check_kind(wanted.slot, request.now)
    actor = request.auth
    claimed = book_party(
        slot_id=wanted.slot,
        applicants=[applicant_of(person) for person in wanted.people],
        key=idempotency_key,
        account_id=actor.id,
        by=actor,
        now=request.now,
    )
    response["Location"] = f"/api/v1/bookings/{claimed.booking_id}"
    ticket = ticket_out(own_ticket(request, claimed.booking_id))
    return Status(200 if claimed.repeated else 201, ticket)


@router.get("", response={200: list[BookingOut]} | FAILURES)
def list_bookings(request: Call) -> list[BookingOut]:
    """The account's last 50 bookings, the latest visit first."""
    cards = queries.bookings_of_account(request.auth.id or 0)
    return [BookingOut(**booking_fields(card)) for card in cards]


@router.get("/{uuid:booking_id}", response={200: TicketOut} | FAILURES)
def showbooking_fields(request: Call, booking_id: UUID) -> TicketOut:
    """One own booking; another's answers 404, as one that does not exist."""
    return ticket_out(own_ticket(request, booking_id))


@router.delete("/{uuid:booking_id}", response={204: None, 409: Problem} | FAILURES)
def cancel(request: Call, booking_id: UUID) -> Status[None]:
    """Cancels an own booking; its seats go back to the office (R29). 409 when that is not possible any more."""
    own_ticket(request, booking_id)
    cancel_booking(booking_id=booking_id, by=request.auth, now=request.now)
    return Status(204, None)


def own_ticket(request: Call, booking_id: UUID) -> TicketPage:
    """The ticket of an own booking. Raises Http404 for others."""
    page = queries.booking_for_ticket(booking_id)
    if page is None or page.booking.account_id != request.auth.id:
        raise Http404
    return page


def check_kind(slot_id: int, now: datetime) -> None:
    """Collections are booked from their case, on the ticket's page (R45). Raises SlotClosed."""
    offer = queries.slot_offer(slot_id, 1, now)
    if offer is None:
        raise SlotClosed
    point, service, _ = offer
    if any(s.id == service and s.kind == ServiceKind.COLLECTION for s in services_of(point)):
        raise SlotClosed


def applicant_of(person: CitizenIn | ForeignerIn) -> Applicant:
    """A person as booking wants it. Raises NotAnIdentity, NotAName."""
    if isinstance(person, CitizenIn):
        who, nationality = identity_of_citizen(person.nik), Nationality.WNI
    else:
        who, nationality = identity_of_foreigner(person.country, person.passport), Nationality.WNA
    declared = PriorityReason(person.declared) if person.declared else None
    return Applicant(who, nationality, name_of(person.name), person.born, declared)


def booking_fields(card: BookingCard) -> dict[str, Any]:
    """The fields of BookingOut."""
    arrive_from, arrive_until = card.arrival
    return {
        "id": card.id,
        "code": card.code,
        "number": card.number,
        "state": card.state,
        "office": card.office_slug,
        "service": card.service_code,
        "timezone": card.timezone,
        "starts_at": card.starts_at,
        "ends_at": card.ends_at,
        "arrive_from": arrive_from,
        "arrive_until": arrive_until,
        "size": card.size,
    }


def ticket_out(page: TicketPage) -> TicketOut:
    """A ticket as answers carry it."""
    seats = [SeatOut(place=seat.position, number=seat.number) for seat in page.seats]
    return TicketOut(**booking_fields(page.booking), floor=page.floor, token=page.token, seats=seats)
