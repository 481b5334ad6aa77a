"""How the demo's offices book: release rules, blank booklets, own seats of desk and priority, one service suspended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from loket.foundation.offices.models import Service, ServicePoint
from loket.foundation.offices.rules import ServiceKind
from loket.kit.actor import SYSTEM
from loket.planning.booking.actions import set_blanks, suspend_service
from loket.planning.booking.models import BlankStock, ReleaseRule, Slot, Terms
from loket.planning.booking.releases import ReleaseKind
from loket.planning.booking.rules import Channel, PaymentMode, Product
from loket.seed.reference import ITK, NEW
from loket.seed.slots import RELEASE

#: Seats an hour beside the public ones, at South Jakarta; invented.
OWN_SEATS = {Channel.DESK: 2, Channel.PRIORITY: 3}
BLANKS = 4200
#: The office that is out of booklets, and the one whose service is suspended: so that both can be seen.
NO_BLANKS, SUSPENDED = "TPK", "JKU"
NOTICE = "Alat rekam biometrik WNA sedang diperbaiki. Pendaftaran dibuka lagi setelah alat siap."
NOTICE_EN = "The biometric equipment for foreigners is being repaired. Booking resumes when it is ready."


def set_release_rules(points: Iterable[ServicePoint], *, released_until: datetime) -> None:
    """Fridays at 14.00, two weeks ahead, done until `released_until`; passports need plain booklets, paid later."""
    points = list(points)
    ReleaseRule.objects.bulk_create(
        ReleaseRule(point=point, kind=ReleaseKind.WEEKLY, weekday=4, at=RELEASE, ahead=2, released_until=released_until)
        for point in points
    )
    passports = Service.objects.filter(kind=ServiceKind.PASSPORT).order_by("pk")
    Terms.objects.bulk_create(
        Terms(point=point, service=service, payment=PaymentMode.NONE, product=Product.PLAIN)
        for point in points
        for service in passports
    )
    BlankStock.objects.bulk_create(
        BlankStock(office=point.office, product=Product.PLAIN, remaining=BLANKS) for point in points
    )


def open_own_seats(point: ServicePoint, days: Sequence[date]) -> None:
    """Seats of the help desk and for priority in the hours of new passports on these days."""
    public = Slot.objects.filter(point=point, service__code=NEW, day__in=days, channel=Channel.ONLINE).order_by("pk")
    Slot.objects.bulk_create(
        Slot(
            point=point, service_id=slot.service_id, channel=channel, day=slot.day, starts_at=slot.starts_at,
            ends_at=slot.ends_at, opens_at=slot.opens_at, quota=seats, base=seats,
        )
        for slot in public
        for channel, seats in OWN_SEATS.items()
    )  # fmt: skip


def stop_some(points: Iterable[ServicePoint], *, now: datetime) -> None:
    """One office ran out of booklets, another suspended a service."""
    for point in points:
        if point.office.code == NO_BLANKS:
            set_blanks(office_id=point.office_id, product=Product.PLAIN, remaining=0, by=SYSTEM, now=now)
        if point.office.code == SUSPENDED:
            service_id = Service.objects.get(code=ITK).pk
            suspend_service(
                point_id=point.pk, service_id=service_id, notice=NOTICE, notice_en=NOTICE_EN, by=SYSTEM,
                now=now - timedelta(minutes=5),
            )  # fmt: skip
