"""Stops a service by a notice, and lets it go on (R9): nobody books meanwhile, what is booked stays."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from loket.foundation.audit.actions import record
from loket.foundation.offices.models import ServicePoint
from loket.kit.actor import Actor
from loket.kit.text import clean_line
from loket.kit.transaction import announce, in_transaction
from loket.planning.booking import rules
from loket.planning.booking.models import Slot, Suspension


def suspend_service(
    *, point_id: int, service_id: int | None, notice: str, notice_en: str = "", by: Actor, now: datetime
) -> None:
    """Stops bookings of a service at a point, or of all services there (None), with what the public shall read (R9).

    Again with another notice: it replaces the first. Raises NoticeWrong.
    """
    words = {"notice": _line(notice, least=10), "notice_en": _line(notice_en, least=0)}
    with in_transaction():
        office_id = _lock(point_id)
        if not _standing(point_id, service_id).update(**words):
            Suspension.objects.create(point_id=point_id, service_id=service_id, started_at=now, **words)
        detail = {"service": service_id or 0, "slots": _mark(point_id, now)}
        record(
            "booking.service_suspended", subject=("point", point_id), detail=detail, office_id=office_id,
            by=by, now=now,
        )  # fmt: skip


def resume_service(*, point_id: int, service_id: int | None, by: Actor, now: datetime) -> None:
    """Lets bookings go on. Raises NotSuspended."""
    with in_transaction():
        office_id = _lock(point_id)
        if not _standing(point_id, service_id).update(lifted_at=now):
            raise rules.NotSuspended
        detail = {"service": service_id or 0, "slots": _mark(point_id, now)}
        record(
            "booking.service_resumed", subject=("point", point_id), detail=detail, office_id=office_id, by=by, now=now
        )


def _lock(point_id: int) -> int:
    """Suspensions of a point take turns, and new slots wait for them. Answers the office."""
    return ServicePoint.objects.select_for_update(of=("self",), no_key=True).get(pk=point_id).office_id


def _standing(point_id: int, service_id: int | None) -> QuerySet[Suspension]:
    here = Suspension.objects.filter(point_id=point_id, lifted_at=None)
    return here.filter(service=None) if service_id is None else here.filter(service_id=service_id)


def suspension_for(point_id: int, service_id: int) -> Suspension | None:
    """What stops a service now: its own notice before one for all services."""
    mine = Suspension.objects.filter(Q(service_id=service_id) | Q(service=None), point_id=point_id, lifted_at=None)
    return mine.order_by("service_id").first()


def _mark(point_id: int, now: datetime) -> int:
    """Slots ahead carry the notice that stops them, so that the claim needs no other look."""
    standing = list(Suspension.objects.filter(point_id=point_id, lifted_at=None))
    by_service = {each.service_id: each.pk for each in standing}
    slots = list(
        Slot.objects.filter(point_id=point_id, starts_at__gt=now)
        .select_for_update(of=("self",), no_key=True).order_by("pk")
    )  # fmt: skip
    changed = []
    for slot in slots:
        wanted = by_service.get(slot.service_id, by_service.get(None))
        if slot.suspension_id != wanted:
            slot.suspension_id = wanted
            changed.append(slot)
    Slot.objects.bulk_update(changed, ["suspension"], batch_size=500)
    announce(f"slots:{point_id}")
    return len(changed)


def _line(typed: str, *, least: int) -> str:
    try:
        line = clean_line(typed, limit=300)
    except ValueError as error:
        raise rules.NoticeWrong from error
    if len(line) < least:
        raise rules.NoticeWrong
    return line
