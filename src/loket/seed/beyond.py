"""What the demo shows beyond the ordinary quota: floors for permits that end, urgent seats, needs, one special time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from loket.foundation.offices.models import Service, ServicePoint
from loket.foundation.people.models import Account
from loket.kit.actor import SYSTEM, Actor, ActorKind
from loket.kit.clock import at_office
from loket.planning.booking.actions import ask_relief, note_needs, note_turned_away
from loket.planning.booking.models import Booking, Slot
from loket.planning.booking.moves import ReliefReason
from loket.planning.booking.needs import NO_NEEDS, Need, Needs
from loket.planning.booking.rules import Channel
from loket.seed.layout import HOURS
from loket.seed.reference import ITAS, ITK, NEW
from loket.seed.slots import sessions_of
from loket.seed.week import bookable_points, working_days

#: Seats an hour that no percentage cuts (A11); the figures are invented. Urgent ones at the day's first two hours.
FLOOR = {ITAS: 1, ITK: 1}
URGENT, URGENT_HOURS = (NEW, ITAS), 2
#: The first parties of South Jakarta's day that need something, in the order of their hour.
NEEDED = (
    Needs((Need.WHEELCHAIR,)),
    Needs((Need.DEAF, Need.INTERPRETER), "BISINDO"),
    Needs((Need.BLIND,)),
)


def seed_beyond(day: date, *, weeks: int, now: datetime) -> None:
    """Slots of the two pools from `day` on, three people with needs, and a special time that waits for the head."""
    points = bookable_points()
    monday = day + timedelta(days=7 - day.weekday())
    days = [day, *working_days(monday, monday + timedelta(days=7 * weeks - 3))]
    services = {s.code: s for s in Service.objects.filter(code__in={*FLOOR, *URGENT})}
    slots = [slot for point in points for each in days for slot in _pools(point, services, each)]
    Slot.objects.bulk_create(slots, batch_size=1000)
    south = points[0]
    _needs(south, day, now)
    _special(south, day, now)


def _pools(point: ServicePoint, services: dict[str, Service], day: date) -> list[Slot]:
    sessions = sessions_of(HOURS[day.weekday()])
    floors = [(Channel.DEADLINE, code, seats, sessions) for code, seats in FLOOR.items()]
    urgent = [(Channel.URGENT, code, 1, sessions[:URGENT_HOURS]) for code in URGENT]
    zone = point.office.timezone
    return [
        Slot(
            point=point, service=services[code], channel=channel, day=day, quota=seats,
            starts_at=at_office(day, start, zone), ends_at=at_office(day, end, zone),
        )
        for channel, code, seats, hours in (*floors, *urgent)
        for start, end in hours
    ]  # fmt: skip


def _needs(south: ServicePoint, day: date, now: datetime) -> None:
    """The demo citizen's family comes with a wheelchair; two other parties need something else."""
    today = Booking.objects.filter(slot__point=south, slot__day=day, slot__service__code=NEW)
    mine = today.exclude(account=None).order_by("slot__starts_at", "id")[:1]
    others = today.filter(account=None, size=1).order_by("slot__starts_at", "seats__number")[:2]
    for booking, needs in zip([*mine, *others], NEEDED, strict=False):
        seats: Sequence[Needs] = [NO_NEEDS] * (booking.size - 1) + [needs]
        note_needs(booking_id=booking.pk, needs=seats, by=SYSTEM, now=now)


def _special(south: ServicePoint, day: date, now: datetime) -> None:
    """The last party of the first hour was turned away while the server was down; the help desk asked for Monday."""
    asker = Account.objects.filter(login=f"{south.office.code.lower()}.bantuan").first()
    first = at_office(day, time(8), south.office.timezone)
    booked = Booking.objects.filter(slot__point=south, slot__starts_at=first, slot__service__code=NEW, size=1)
    booking = booked.order_by("-seats__number").first()
    ahead = Slot.objects.filter(point=south, service__code=NEW, channel=Channel.ONLINE, day__gt=day + timedelta(days=7))
    goal = ahead.order_by("starts_at", "id").first()
    if asker is None or booking is None or goal is None:
        return
    by = Actor(ActorKind.STAFF, asker.pk, south.office_id)
    note_turned_away(booking_id=booking.pk, by=by, now=now)
    ask_relief(
        booking_id=booking.pk, slot_id=goal.pk, reason=ReliefReason.SERVER_OFFLINE,
        evidence="Gangguan jaringan pagi ini, laporan INC-0204", by=by, now=now,
    )  # fmt: skip
