"""Whose bookings an account holds: asked at the help desk before an account goes to another telephone."""

from __future__ import annotations

from loket.foundation.people.actions import IDENTITY
from loket.foundation.people.rules import Identity
from loket.kit.crypto import keyring
from loket.planning.booking.models import Booking, Seat


def has_booked_for(account_id: int, identity: Identity) -> bool:
    """Whether this account has ever booked for this person."""
    index = keyring().blind_index(IDENTITY, identity.key)
    return Seat.objects.filter(booking__account_id=account_id, person__identity_index=index).exists()


def has_booked(account_id: int) -> bool:
    """Whether this account has ever booked."""
    return Booking.objects.filter(account_id=account_id).exists()
