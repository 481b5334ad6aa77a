"""What is free: days and hours of a service at a point, why not, and what is nearest."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Sum

from loket.foundation.offices.models import Offer, Office, ServicePoint
from loket.foundation.offices.rules import distance_km
from loket.planning.booking import rules
from loket.planning.booking.models import BlankStock, Slot, Suspension, Terms

MOST_OFFERS, MOST_OFFICES = 50, 200


@dataclass(frozen=True, slots=True)
class HourOffer:
    """One slot to a party of a given size."""

    slot_id: int
    starts_at: datetime
    ends_at: datetime
    says: rules.SlotSays
    free: int
    quota: int
    opens_at: datetime | None


@dataclass(frozen=True, slots=True)
class DayOffer:
    """One day to a party of a given size. `free` counts seats that can be claimed now; `opens_at` the next release."""

    day: date
    says: rules.DaySays
    free: int
    quota: int
    opens_at: datetime | None


@dataclass(frozen=True, slots=True)
class ServiceHere:
    """Whether a service is booked at a point at all, and what the public reads when it is suspended (R9, R11, R12)."""

    is_offered: bool
    has_blanks: bool
    notice_id: str = ""
    notice_en: str = ""

    @property
    def says(self) -> rules.DaySays | None:
        """What every day of it says; None: the days speak for themselves."""
        if self.notice_id:
            return rules.DaySays.SUSPENDED
        if not self.is_offered:
            return rules.DaySays.NOT_OFFERED
        return None if self.has_blanks else rules.DaySays.NO_BLANKS


@dataclass(frozen=True, slots=True)
class OfficeWithSeats:
    """An office that has seats for a service on one day."""

    office_id: int
    slug: str
    name: str
    day: date
    free: int
    distance_km: float | None


@dataclass(frozen=True, slots=True)
class NextSeat:
    """A free slot to offer someone who came without a number (R1)."""

    slot_id: int
    service_id: int
    service_code: str
    service_name_id: str
    service_name_en: str
    starts_at: datetime
    free: int


@dataclass(frozen=True, slots=True)
class QuotaLeft:
    """Public figures of a service on one day (R68): nothing personal."""

    day: date
    service_id: int
    free: int
    quota: int


#: Whose slots the public pages show.
PUBLIC = (rules.Channel.ONLINE,)


def days_of_month(
    point_id: int,
    service_id: int,
    year: int,
    month: int,
    party: int,
    now: datetime,
    channels: Sequence[rules.Channel] = PUBLIC,
    here: ServiceHere | None = None,
) -> list[DayOffer]:
    """Every day of a month, in order, with what it says to a party of this size; two queries, one with `here`."""
    last = calendar.monthrange(year, month)[1]
    first_day, last_day = date(year, month, 1), date(year, month, last)
    by_day: dict[date, list[HourOffer]] = {first_day.replace(day=n): [] for n in range(1, last + 1)}
    for day, hour in _offers(point_id, service_id, party, now, channels, here, day__range=(first_day, last_day)):
        by_day[day].append(hour)
    return [_day_offer(day, hours) for day, hours in by_day.items()]


def hours_of_day(
    point_id: int,
    service_id: int,
    day: date,
    party: int,
    now: datetime,
    channels: Sequence[rules.Channel] = PUBLIC,
    here: ServiceHere | None = None,
) -> list[HourOffer]:
    """The slots of a day in order, with what each says to a party of this size; two queries, one with `here`.

    Of several channels an hour shows the first that has room, else the last: a desk has its own seats and the public's.
    """
    return [hour for _, hour in _offers(point_id, service_id, party, now, channels, here, day=day)]


def service_here(point_id: int, service_id: int) -> ServiceHere:
    """Whether a service is offered at a point, has blanks, and is not suspended; one query."""
    offer = Offer.objects.filter(point_id=point_id, service_id=service_id, is_active=True)
    needed = Terms.objects.filter(point_id=point_id, service_id=service_id).values("product")
    out = BlankStock.objects.filter(office__points=point_id, product__in=needed, remaining=0)
    notices = Suspension.objects.filter(
        Q(service_id=service_id) | Q(service=None), point_id=point_id, lifted_at=None
    ).order_by("service_id")
    row = (
        ServicePoint.objects.filter(pk=point_id)
        .annotate(offered=Exists(offer), out=Exists(out))
        .annotate(notice=Subquery(notices.values("notice")[:1]), english=Subquery(notices.values("notice_en")[:1]))
        .values_list("offered", "out", "notice", "english")
        .first()
    )
    if row is None:
        return ServiceHere(is_offered=False, has_blanks=True)
    offered, is_out, notice, english = row
    return ServiceHere(offered, not is_out, notice or "", english or notice or "")


def next_free(
    point_id: int,
    service_ids: Iterable[int],
    now: datetime,
    limit: int = 5,
    party: int = 1,
    channels: Sequence[rules.Channel] = PUBLIC,
) -> list[NextSeat]:
    """The next slots with seats for a party, soonest first; one query."""
    free = _claimable(party, now).filter(point_id=point_id, service_id__in=list(service_ids), channel__in=channels)
    rows = free.select_related("service").order_by("starts_at", "service__order", "id")[: min(limit, MOST_OFFERS)]
    return [
        NextSeat(
            slot_id=slot.pk,
            service_id=slot.service_id,
            service_code=slot.service.code,
            service_name_id=slot.service.name_id,
            service_name_en=slot.service.name_en,
            starts_at=slot.starts_at,
            free=slot.quota - slot.taken - slot.returned,
        )
        for slot in rows
    ]


def nearest_with_seats(
    office_id: int, service_id: int, day: date, party: int, now: datetime, limit: int = 3
) -> list[OfficeWithSeats]:
    """Other offices with seats for a party on this day, the nearest first (R10, R11); two queries."""
    here = Office.objects.values_list("latitude", "longitude").get(pk=office_id)
    free = _claimable(party, now).filter(service_id=service_id, day=day, channel=rules.Channel.ONLINE)
    rows = (
        free.filter(point__is_bookable=True)
        .exclude(point__office_id=office_id)
        .values("point__office_id", "point__office__slug", "point__office__name")
        .annotate(seats=Sum(F("quota") - F("taken") - F("returned")))
        .annotate(latitude=F("point__office__latitude"), longitude=F("point__office__longitude"))
        .order_by("point__office_id")[:MOST_OFFICES]
    )
    found = [
        OfficeWithSeats(
            office_id=row["point__office_id"],
            slug=row["point__office__slug"],
            name=row["point__office__name"],
            day=day,
            free=row["seats"],
            distance_km=_distance(here, (row["latitude"], row["longitude"])),
        )
        for row in rows
    ]
    far = float("inf")
    return sorted(found, key=lambda o: (far if o.distance_km is None else o.distance_km, o.office_id))[:limit]


def _distance(a: tuple[float | None, float | None], b: tuple[float | None, float | None]) -> float | None:
    if a[0] is None or a[1] is None or b[0] is None or b[1] is None:
        return None
    return distance_km((a[0], a[1]), (b[0], b[1]))


def _claimable(party: int, now: datetime) -> QuerySet[Slot]:
    """Slots that a party can claim now, as the claim itself would say (sql/claim_seats.v3.sql)."""
    offered = Offer.objects.filter(point=OuterRef("point"), service=OuterRef("service"), is_active=True)
    needs = Terms.objects.filter(point=OuterRef("point"), service=OuterRef("service")).values("product")[:1]
    out = BlankStock.objects.filter(office=OuterRef("point__office"), product=OuterRef("product_needed"), remaining=0)
    return (
        Slot.objects.filter(
            Q(opens_at=None) | Q(opens_at__lte=now),
            Exists(offered),
            is_suspended=False,
            suspension=None,
            starts_at__gt=now,
            quota__gte=F("taken") + F("returned") + party,
        )
        .alias(product_needed=Subquery(needs))
        .exclude(Exists(out))
    )


def quota_left(point_id: int, first: date, last: date, now: datetime) -> list[QuotaLeft]:
    """Seats left and quota for the public of each day and service, of slots that are open and ahead; one query."""
    rows = (
        Slot.objects.filter(
            Q(opens_at=None) | Q(opens_at__lte=now),
            point_id=point_id,
            channel=rules.Channel.ONLINE,
            day__range=(first, last),
            is_suspended=False,
            suspension=None,
            starts_at__gt=now,
        )
        .values("day", "service_id")
        .annotate(free=Sum(F("quota") - F("taken") - F("returned")), all=Sum("quota"))
        .order_by("day", "service_id")
    )
    return [QuotaLeft(row["day"], row["service_id"], row["free"], row["all"]) for row in rows]


def slot_offer(
    slot_id: int, party: int, now: datetime, channels: Sequence[rules.Channel] = PUBLIC
) -> tuple[int, int, HourOffer] | None:
    """Point, service and offer of one slot of these channels, None when there is none; two queries."""
    row = Slot.objects.filter(pk=slot_id, channel__in=channels).first()
    if row is None:
        return None
    here = service_here(row.point_id, row.service_id)
    return row.point_id, row.service_id, _hour_offer(row, here, party, now)


def _offers(
    point_id: int,
    service_id: int,
    party: int,
    now: datetime,
    channels: Sequence[rules.Channel],
    here: ServiceHere | None,
    **days: Any,
) -> Iterable[tuple[date, HourOffer]]:
    slots = Slot.objects.filter(point_id=point_id, service_id=service_id, channel__in=channels, **days)
    here = here or service_here(point_id, service_id)
    by_start: dict[datetime, list[Slot]] = {}
    for slot in slots.order_by("starts_at", "id"):
        by_start.setdefault(slot.starts_at, []).append(slot)
    for together in by_start.values():
        in_order = sorted(together, key=lambda slot: channels.index(rules.Channel(slot.channel)))
        offers = [_hour_offer(slot, here, party, now) for slot in in_order]
        free = (offer for offer in offers if offer.says is rules.SlotSays.FREE)
        yield in_order[0].day, next(free, offers[-1])


def _hour_offer(slot: Slot, here: ServiceHere, party: int, now: datetime) -> HourOffer:
    facts = rules.SlotFacts(
        slot.quota, slot.taken, slot.returned, slot.starts_at, slot.opens_at,
        is_closed=slot.is_suspended, is_suspended=slot.suspension_id is not None,
        is_offered=here.is_offered, has_blanks=here.has_blanks,
    )  # fmt: skip
    says = rules.says(facts, party=party, now=now)
    return HourOffer(slot.pk, slot.starts_at, slot.ends_at, says, facts.free, slot.quota, slot.opens_at)


def _day_offer(day: date, hours: Sequence[HourOffer]) -> DayOffer:
    says = rules.day_says(hour.says for hour in hours)
    bookable = [hour for hour in hours if hour.says in (rules.SlotSays.FREE, rules.SlotSays.FULL)]
    releases = [hour.opens_at for hour in hours if hour.opens_at and hour.says is rules.SlotSays.NOT_OPEN]
    return DayOffer(
        day=day,
        says=says,
        free=sum(hour.free for hour in bookable),
        quota=sum(hour.quota for hour in hours),
        opens_at=min(releases, default=None),
    )
