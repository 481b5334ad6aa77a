"""The ticket token (ADR 0006): round trip, every change refused, garbage raises only TicketUnreadable."""

from __future__ import annotations

import base64
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loket.kit.crypto import Keyring
from loket.planning.booking.tickets import LENGTH, Ticket, TicketUnreadable, read_ticket, write_ticket


def _ring(ticket_key: bytes = b"t" * 32, key_id: int = 1) -> Keyring:
    return Keyring({1: b"s" * 32}, b"i" * 32, {key_id: ticket_key}, "secret")


RING = _ring()
FRIDAY = Ticket(
    booking_id=UUID(int=7),
    office_id=12,
    point_id=345,
    day=date(2022, 2, 9),
    starts_at=datetime(2022, 2, 9, 2, 0, tzinfo=UTC),
    party=2,
)

tickets = st.builds(
    Ticket,
    booking_id=st.uuids(),
    office_id=st.integers(0, 2**16 - 1),
    point_id=st.integers(0, 2**32 - 1),
    day=st.dates(date(2020, 1, 1), date(2199, 1, 1)),
    starts_at=st.integers(0, 60 * 24 * 365 * 100).map(
        lambda minutes: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    ),
    party=st.integers(1, 5),
)


@given(tickets)
def test_comes_back_as_it_was_written(ticket):
    assert read_ticket(write_ticket(ticket, RING), RING) == ticket


@given(tickets)
def test_fits_the_alphanumeric_mode_of_a_qr(ticket):
    token = write_ticket(ticket, RING)
    assert len(token) == LENGTH
    assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")


def test_reads_what_a_scanner_types_in_small_letters_with_a_line_end():
    assert read_ticket(write_ticket(FRIDAY, RING).lower() + "\r\n", RING) == FRIDAY


@given(place=st.integers(0, 94), bits=st.integers(1, 255))
def test_refuses_any_changed_byte(place, bits):
    raw = bytearray(base64.b32decode(write_ticket(FRIDAY, RING)))
    raw[place] ^= bits
    with pytest.raises(TicketUnreadable):
        read_ticket(base64.b32encode(bytes(raw)).decode(), RING)


@given(place=st.integers(0, LENGTH - 1), letter=st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))
def test_refuses_any_changed_letter(place, letter):
    token = write_ticket(FRIDAY, RING)
    changed = token[:place] + letter + token[place + 1 :]
    if changed == token:
        assert read_ticket(changed, RING) == FRIDAY
    else:
        with pytest.raises(TicketUnreadable):
            read_ticket(changed, RING)


@given(st.one_of(st.text(max_size=400), st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", min_size=LENGTH, max_size=LENGTH)))
def test_refuses_garbage_and_raises_nothing_else(text):
    with pytest.raises(TicketUnreadable):
        read_ticket(text, RING)


@given(body=st.binary(min_size=30, max_size=30))
@settings(max_examples=200)
def test_never_raises_anything_else_even_when_the_signature_holds(body):
    token = base64.b32encode(body + RING.sign(b"loket.ticket\n" + body)).decode()
    try:
        assert 1 <= read_ticket(token, RING).party <= 5
    except TicketUnreadable as refused:
        assert refused.code == "ticket_unreadable"


def test_refuses_a_moment_that_no_calendar_has():
    body = bytes([1]) + bytes(16) + bytes(2) + bytes(4) + bytes(2) + b"\xff\xff\xff\xff" + b"\x01"
    token = base64.b32encode(body + RING.sign(b"loket.ticket\n" + body)).decode()
    with pytest.raises(TicketUnreadable):
        read_ticket(token, RING)


def test_refuses_a_ticket_of_another_installation():
    with pytest.raises(TicketUnreadable):
        read_ticket(write_ticket(FRIDAY, _ring(b"x" * 32)), RING)


def test_reads_tickets_of_an_older_key_while_it_is_kept():
    old = _ring(b"a" * 32, 1)
    both = Keyring({1: b"s" * 32}, b"i" * 32, {1: b"a" * 32, 2: b"b" * 32}, "secret")
    assert read_ticket(write_ticket(FRIDAY, old), both) == FRIDAY
    with pytest.raises(TicketUnreadable):
        read_ticket(write_ticket(FRIDAY, both), old)


def test_refuses_a_signature_made_for_something_else():
    body = base64.b32decode(write_ticket(FRIDAY, RING))[:30]
    with pytest.raises(TicketUnreadable):
        read_ticket(base64.b32encode(body + RING.sign(body)).decode(), RING)


@pytest.mark.parametrize("field", [{"office_id": -1}, {"office_id": 2**16}, {"point_id": 2**32}, {"party": 300}])
def test_will_not_write_what_the_layout_cannot_hold(field):
    import dataclasses

    with pytest.raises(ValueError, match="layout"):
        write_ticket(dataclasses.replace(FRIDAY, **field), RING)
