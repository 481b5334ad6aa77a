"""The ticket token: what the QR holds. Signed, no personal data, read without a network (R33, docs/adr/0006)."""

from __future__ import annotations

import base64
import binascii
import struct
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from loket.kit.crypto import Keyring
from loket.kit.errors import Refusal

VERSION = 1
#: version, booking, office, point, days since EPOCH, minutes since EPOCH (UTC), party; big-endian, no padding
_BODY = struct.Struct(">B16sHIHIB")
_SIGNATURE = 65  # key id, Ed25519
#: A body and its signature are 95 bytes, which base32 writes as exactly 152 characters without padding.
LENGTH = 152
EPOCH = date(2020, 1, 1)
_START = datetime(2020, 1, 1, tzinfo=UTC)
#: Stands before the body when it is signed: a signature over anything else of this installation is no ticket.
_PURPOSE = b"loket.ticket\n"
_LARGEST_PARTY = 5  # R2


class TicketUnreadable(Refusal):
    """A text is not a ticket of this installation: another code, changed, or signed with an unknown key."""

    code, status = "ticket_unreadable", 422
    sentence = "Kode QR ini bukan tiket dari layanan ini, atau rusak. Ketik kode 8 huruf pada tiket."


@dataclass(frozen=True, slots=True)
class Ticket:
    """What the gate learns from a QR alone; whether the booking still stands only the database knows."""

    booking_id: UUID
    office_id: int
    point_id: int
    day: date  # the office's calendar day
    starts_at: datetime  # UTC, whole minutes
    party: int


def write_ticket(ticket: Ticket, keyring: Keyring) -> str:
    """The token of a ticket: 152 characters A-Z and 2-7. Raises ValueError for what the layout can't hold."""
    minutes = int((ticket.starts_at - _START).total_seconds()) // 60
    try:
        body = _BODY.pack(
            VERSION,
            ticket.booking_id.bytes,
            ticket.office_id,
            ticket.point_id,
            (ticket.day - EPOCH).days,
            minutes,
            ticket.party,
        )
    except struct.error as error:
        raise ValueError("the ticket's layout can't hold this") from error
    return base64.b32encode(body + keyring.sign(_PURPOSE + body)).decode()


def read_ticket(text: str, keyring: Keyring) -> Ticket:
    """The ticket that `text` is; case and surrounding space do not count. Raises TicketUnreadable, nothing else."""
    token = text.strip() if len(text) <= LENGTH * 2 else ""
    if len(token) != LENGTH or not token.isascii():
        raise TicketUnreadable
    try:
        raw = base64.b32decode(token.upper())
    except binascii.Error as error:
        raise TicketUnreadable from error
    if len(raw) != _BODY.size + _SIGNATURE:
        raise TicketUnreadable
    body, signature = raw[: _BODY.size], raw[_BODY.size :]
    if body[0] != VERSION or not keyring.verifies(_PURPOSE + body, signature):
        raise TicketUnreadable
    return _ticket_of(body)


def _ticket_of(body: bytes) -> Ticket:
    _, booking, office_id, point_id, days, minutes, party = _BODY.unpack(body)
    if not 1 <= party <= _LARGEST_PARTY:
        raise TicketUnreadable
    try:
        starts_at = _START + timedelta(minutes=minutes)
    except OverflowError as error:
        raise TicketUnreadable from error
    return Ticket(UUID(bytes=booking), office_id, point_id, EPOCH + timedelta(days=days), starts_at, party)
