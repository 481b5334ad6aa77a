"""Situations of booking: open, full, suspended slots; booked parties."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import count

from tests.factories import people

from loket.foundation.offices.models import Service, ServicePoint
from loket.foundation.offices.rules import Nationality
from loket.foundation.people.models import Account
from loket.kit.actor import SYSTEM, Actor
from loket.kit.clock import office_day
from loket.planning.booking.actions import Member, claim_seats
from loket.planning.booking.models import Booking, Slot, Suspension
from loket.planning.booking.rules import Channel, PriorityReason

_KEYS = count(1)


def an_open_slot(
    point: ServicePoint,
    service: Service,
    *,
    quota: int = 20,
    starts_at: datetime | None = None,
    opens_at: datetime | None = None,
    channel: Channel = Channel.ONLINE,
    now: datetime,
) -> Slot:
    """A slot of one hour that can be booked at `now`; it starts a day later unless told otherwise."""
    starts_at = starts_at or now + timedelta(days=1)
    return Slot.objects.create(
        point=point,
        service=service,
        channel=channel,
        day=office_day(starts_at, point.office.timezone),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        opens_at=opens_at,
        quota=quota,
    )


def a_suspended_slot(point: ServicePoint, service: Service, *, now: datetime) -> Slot:
    """A slot whose service is suspended by a notice (R9)."""
    slot = an_open_slot(point, service, now=now)
    notice = "Dihentikan sementara karena gangguan listrik."
    slot.suspension = Suspension.objects.create(point=point, service=service, notice=notice, started_at=now)
    slot.save()
    return slot


def a_full_slot(point: ServicePoint, service: Service, *, starts_at: datetime | None = None, now: datetime) -> Slot:
    """A slot of one seat that somebody has."""
    slot = an_open_slot(point, service, quota=1, starts_at=starts_at, now=now)
    a_booked_party(slot, now=now)
    slot.refresh_from_db()
    return slot


def a_member(
    *,
    name: str = "Budi Santoso",
    born: date = date(1990, 5, 17),
    foreigner: bool = False,
    priority: PriorityReason | None = None,
    now: datetime,
) -> Member:
    """One person for a party whom nobody has booked yet."""
    identity = people.a_passport() if foreigner else people.a_nik()
    nationality = Nationality.WNA if foreigner else Nationality.WNI
    return Member(people.a_person(identity, now=now), nationality, name, born, priority)


def a_booked_party(
    slot: Slot,
    *,
    size: int = 1,
    members: Sequence[Member] | None = None,
    account: Account | None = None,
    by: Actor | None = None,
    now: datetime,
) -> Booking:
    """A booking of `size` persons in this slot, or of these `members`, made by an account or by the system."""
    foreigner = slot.service.nationality == Nationality.WNA
    party = members or [a_member(name=f"Pemohon {i + 1}", foreigner=foreigner, now=now) for i in range(size)]
    actor = by or (people.as_actor(account) if account else SYSTEM)
    claimed = claim_seats(
        slot_id=slot.pk,
        party=party,
        key=f"factory-{next(_KEYS)}",
        account_id=account.pk if account else None,
        by=actor,
        now=now,
    )
    return Booking.objects.select_related("slot__point__office", "slot__service").get(pk=claimed.booking_id)
