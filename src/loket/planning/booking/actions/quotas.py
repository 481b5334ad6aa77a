"""Changes how many seats there are. Bookings stay, whatever is asked (R8); blanks of booklets (R12); terms (R16)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from django.db import connection
from django.db.models import QuerySet

from loket.foundation.audit.actions import record
from loket.foundation.offices.models import ServicePoint
from loket.kit.actor import Actor
from loket.kit.transaction import announce, in_transaction
from loket.planning.booking import quotas, rules
from loket.planning.booking.models import BlankStock, Slot, Terms
from loket.planning.booking.queries.weeks import seats_of, to_scale


def resize_quota(*, point_id: int, seats: Mapping[int, int], by: Actor, now: datetime) -> quotas.Preview:
    """Gives slots of one point these seats (by slot id); past and unknown ones stay. Answers what it did (R8).

    A slot keeps what is taken or returned; what is above comes off when seats are released. Raises SlotsWrong.
    """
    with in_transaction():
        mine = _locked(Slot.objects.filter(point_id=point_id, pk__in=list(seats), starts_at__gt=now))
        return _apply(point_id, quotas.resized(mine, dict(seats)), {}, by, now)


def scale_quota(
    *,
    point_id: int,
    first: date,
    last: date,
    percent: int,
    service_id: int | None = None,
    channels: Collection[rules.Channel] | None = None,
    by: Actor,
    now: datetime,
) -> quotas.Preview:
    """Sets the quota of the days from `first` to `last` to a percentage of its base, rounded down a day (R7).

    By default of every channel that a percentage may lower: deadlines, urgent cases and imported lists keep theirs.
    A rule of policy that changes calls it; `service_id` None: all services. Raises SlotsWrong.
    """
    if not first <= last <= first + rules.LONGEST_RANGE:
        raise rules.SlotsWrong
    with in_transaction():
        mine = to_scale(point_id, first, last, service_id, channels, now)
        return _apply(point_id, quotas.scaled(_locked(mine), percent), {"percent": percent}, by, now)


def _locked(slots: QuerySet[Slot]) -> list[quotas.Seats]:
    return seats_of(slots.select_for_update(of=("self",), no_key=True))


def _apply(
    point_id: int, changes: Sequence[quotas.Resized], detail: dict[str, int], by: Actor, now: datetime
) -> quotas.Preview:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM loket_resize_quota_v1(%s::bigint[], %s::int[], %s::int[])",
            [[c.slot_id for c in changes], [c.wanted for c in changes], [c.base for c in changes]],
        )
        changed = cursor.fetchone()[0]
    preview = quotas.preview_of(changes)
    if changed:
        office_id = ServicePoint.objects.values_list("office_id", flat=True).get(pk=point_id)
        detail |= {"slots": changed, "added": preview.added, "removed": preview.removed, "over": preview.over}
        record("booking.quota_resized", subject=("point", point_id), detail=detail, office_id=office_id, by=by, now=now)
        announce(f"slots:{point_id}")
    return preview


def set_blanks(*, office_id: int, product: rules.Product, remaining: int, by: Actor, now: datetime) -> None:
    """Notes how many blank booklets an office has; 0 closes the services that need them (R12). Raises BlanksWrong."""
    if not 0 <= remaining <= rules.MOST_BLANKS:
        raise rules.BlanksWrong
    with in_transaction():
        BlankStock.objects.update_or_create(office_id=office_id, product=product, defaults={"remaining": remaining})
        detail = {"product": product.value, "remaining": remaining}
        record(
            "booking.blanks_counted", subject=("office", office_id), detail=detail, office_id=office_id, by=by, now=now
        )
        announce(*_points_of(office_id))


def set_terms(
    *,
    point_id: int,
    service_id: int,
    payment: rules.PaymentMode,
    product: rules.Product | None,
    by: Actor,
    now: datetime,
) -> None:
    """Says when a service is paid at a point (R16) and which blank booklet it needs (R12)."""
    with in_transaction():
        Terms.objects.update_or_create(
            point_id=point_id, service_id=service_id, defaults={"payment": payment, "product": product or ""}
        )
        detail = {"service": service_id, "payment": payment.value, "product": product or ""}
        record("booking.terms_set", subject=("point", point_id), detail=detail, by=by, now=now)


def _points_of(office_id: int) -> list[str]:
    points = ServicePoint.objects.filter(office_id=office_id).order_by("pk").values_list("pk", flat=True)
    return [f"slots:{point}" for point in points]
