"""The demo's Friday and the bookings of the weeks after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random

from loket.foundation.offices.models import ServicePoint
from loket.foundation.offices.rules import Nationality, ServiceKind
from loket.kit.clock import at_office
from loket.planning.booking.models import Slot
from loket.seed.claims import Wish, claim
from loket.seed.history import earlier_visits, open_files
from loket.seed.people import Crowd, Someone, parties
from loket.seed.reference import COLLECTION, ITAS, ITK, SERVICES
from loket.seed.slots import RELEASE
from loket.seed.terms import open_own_seats, set_release_rules, stop_some
from loket.seed.week import WEEKS, bookable_points, open_slots, working_days

DAY = date(2022, 2, 4)
SEED = 20220204
COLLECTORS = 150
#: Part of the quota that is taken: South Jakarta today (foreigners: 40 of 44), elsewhere today, next week by weekday.
TODAY_SOUTH = {ITAS: 30, ITK: 10}
TODAY_ELSEWHERE = 0.6
NEXT_WEEK_SOUTH = (1.0, 0.86, 0.72, 0.55, 0.4)
NEXT_WEEK_ELSEWHERE = (0.7, 0.5, 0.4, 0.25, 0.2)


def seed_day(say: Callable[[str], None], *, citizen_id: int) -> None:
    """Slots from 4 to 25 February 2022 and everybody who has booked by Friday morning.

    `citizen_id`: the account that holds two of the bookings, both for today.
    """
    points = bookable_points()
    south, *others = points
    zone = south.office.timezone
    random = Random(SEED)  # noqa: S311 (a demo that is the same everywhere)
    crowd = Crowd(random, DAY)
    released = at_office(DAY - timedelta(days=14), RELEASE, zone)
    say("Opening slots for today and the next three weeks")
    monday = DAY + timedelta(days=7 - DAY.weekday())
    days = [DAY, *working_days(monday, monday + timedelta(days=7 * WEEKS - 3))]
    open_slots(points, days, [service.code for service in SERVICES], now=released - timedelta(days=7))
    set_release_rules(points, released_until=released + timedelta(days=7))
    say("Booking the day of South Jakarta")
    collectors = earlier_visits(south, crowd, COLLECTORS, today=DAY)
    today = list(_south_today(south, crowd, collectors))
    claim(_given_to(citizen_id, today, zone), now=released + timedelta(hours=1))
    say("Booking the other offices and next week")
    for point in others:
        claim(_part(point, crowd, DAY, TODAY_ELSEWHERE), now=released + timedelta(hours=1))
    _next_week(points, crowd, days, released + timedelta(days=7, hours=1))
    open_own_seats(south, days[1:])
    stop_some(points, now=released + timedelta(days=7, hours=1))
    open_files(now=released + timedelta(days=7, hours=2))


def _given_to(account_id: int, wishes: list[Wish], zone: str) -> list[Wish]:
    """Two of the day's bookings belong to one account: the first family after 09.00, and a collection at 13.00."""
    nine, one = (at_office(DAY, time(hour), zone) for hour in (9, 13))
    hours = dict(Slot.objects.filter(pk__in={wish.slot_id for wish in wishes}).values_list("pk", "starts_at"))
    fetching = set(Slot.objects.filter(day=DAY, service__code=COLLECTION).values_list("pk", flat=True))
    family = next(w for w in wishes if w.slot_id not in fetching and hours[w.slot_id] == nine and len(w.party) > 1)
    pickup = next(w for w in wishes if w.slot_id in fetching and hours[w.slot_id] == one)
    return [replace(w, account_id=account_id) if w in (family, pickup) else w for w in wishes]


def _south_today(point: ServicePoint, crowd: Crowd, collectors: Sequence[tuple[Someone, ...]]) -> Iterator[Wish]:
    slots = Slot.objects.filter(point=point, day=DAY).select_related("service").order_by("starts_at", "service__order")
    yield from _collections([slot for slot in slots if slot.service.code == COLLECTION], collectors)
    left = dict(TODAY_SOUTH)
    for slot in slots:
        code = slot.service.code
        if slot.service.kind == ServiceKind.COLLECTION:
            continue
        seats = min(slot.quota, left[code]) if code in left else slot.quota
        if code in left:
            left[code] -= seats
        yield from _filled(slot, crowd, seats)


def _filled(slot: Slot, crowd: Crowd, seats: int) -> Iterator[Wish]:
    foreign = slot.service.nationality == Nationality.WNA
    for party in parties(crowd, seats, foreign=foreign):
        yield Wish(slot.pk, party)


def _collections(slots: Sequence[Slot], collectors: Sequence[tuple[Someone, ...]]) -> Iterator[Wish]:
    """People who came together fetch together; a party that no longer fits into an hour is split."""
    hours = iter(slots)
    slot = next(hours)
    free = slot.quota
    for party in collectors:
        waiting = list(party)
        while waiting:
            if not free:
                slot = next(hours)
                free = slot.quota
            now_fits, waiting = waiting[:free], waiting[free:]
            free -= len(now_fits)
            yield Wish(slot.pk, tuple(now_fits))


def _part(point: ServicePoint, crowd: Crowd, day: date, part: float) -> list[Wish]:
    """Bookings for a part of a day's quota, the early hours fuller; collection is left to those with files."""
    slots = Slot.objects.filter(point=point, day=day).exclude(service__kind=ServiceKind.COLLECTION)
    slots = slots.select_related("service").order_by("starts_at", "service__order")
    wishes = []
    for slot in slots:
        early = 1.15 if slot.starts_at.hour < 4 else 0.85  # UTC: before 11.00 WIB
        seats = min(slot.quota, round(slot.quota * part * early)) if part < 1 else slot.quota
        wishes += list(_filled(slot, crowd, seats))
    return wishes


def _next_week(points: Sequence[ServicePoint], crowd: Crowd, days: Sequence[date], now: datetime) -> None:
    for point in points:
        shares = NEXT_WEEK_SOUTH if point.office.code == "JKS" else NEXT_WEEK_ELSEWHERE
        for day in days[1:6]:
            claim(_part(point, crowd, day, shares[day.weekday()]), now=now)
