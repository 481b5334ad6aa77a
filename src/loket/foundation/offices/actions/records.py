"""Changes what an office is called from a day on, and lets the office follow its records (R69)."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import F, Q

from loket.foundation.audit.actions import record
from loket.foundation.offices import rules
from loket.foundation.offices.models import Office, OfficeRecord
from loket.kit.actor import Actor
from loket.kit.transaction import in_transaction


def change_office(
    *,
    office_id: int,
    starts_on: date,
    name: str,
    office_class: str,
    address: str,
    region_id: int,
    decree: str,
    by: Actor,
    now: datetime,
) -> None:
    """Names an office anew from a day on, by decree; days before keep the name they had (R69).

    Records from that day on are replaced. Raises OfficeNameWrong, DecreeMissing.
    """
    order = rules.order_office(name=name, office_class=office_class, address=address, decree=decree)
    with in_transaction():
        office = Office.objects.select_for_update(no_key=True).get(pk=office_id)
        mine = OfficeRecord.objects.filter(office_id=office_id)
        if not mine.exists():
            _note_today(office)
        mine.filter(starts_on__gte=starts_on).delete()
        mine.filter(Q(ends_on=None) | Q(ends_on__gt=starts_on)).update(ends_on=starts_on)
        OfficeRecord.objects.create(
            office_id=office_id, starts_on=starts_on, region_id=region_id, name=order.name, decree=order.decree,
            office_class=order.office_class, address=order.address,
        )  # fmt: skip
        _follow(office, now)
        detail = {"from": starts_on.isoformat(), "decree": order.decree}
        record("offices.changed", subject=("office", office_id), detail=detail, office_id=office_id, by=by, now=now)


def follow_records(*, by: Actor, now: datetime) -> int:
    """Carries over what begins today at any office: the office's own columns are those of its today (R61, R69).

    Returns how many offices changed. Harmless to repeat.
    """
    with in_transaction():
        ids = OfficeRecord.objects.values_list("office_id", flat=True).distinct()
        offices = Office.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
        changed = [office for office in offices if _follow(office, now)]
        for office in changed:
            record("offices.record_followed", subject=("office", office.pk), office_id=office.pk, by=by, now=now)
    return len(changed)


def _note_today(office: Office) -> None:
    OfficeRecord.objects.create(
        office=office, region_id=office.region_id, name=office.name, office_class=office.office_class,
        address=office.address,
    )  # fmt: skip


def _follow(office: Office, now: datetime) -> bool:
    """Whether the office took over another record than it showed."""
    today = now.astimezone(ZoneInfo(office.timezone)).date()
    running = office.records.filter(
        Q(starts_on=None) | Q(starts_on__lte=today), Q(ends_on=None) | Q(ends_on__gt=today)
    ).order_by(F("starts_on").desc(nulls_last=True))
    found = running.first()
    if found is None:
        return False
    columns = ("name", "office_class", "address", "region_id")
    before = [getattr(office, column) for column in columns]
    for column in columns:
        setattr(office, column, getattr(found, column))
    if before == [getattr(office, column) for column in columns]:
        return False
    office.save(update_fields=["name", "office_class", "address", "region"])
    return True
