"""What an office was called on a day (R69)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from loket.foundation.offices.models import Office, OfficeRecord


@dataclass(frozen=True, slots=True)
class OfficeThen:
    """Name, class, address and region of an office in a time; both ends may be open."""

    name: str
    office_class: str
    address: str
    region: str
    starts_on: date | None
    ends_on: date | None
    decree: str


def office_on(office_id: int, day: date) -> OfficeThen | None:
    """What an office was on a day; where nothing is on record, what it is today. At most two queries."""
    record = OfficeRecord.objects.select_related("region").filter(_on(day), office_id=office_id).first()
    if record is not None:
        return _then(record)
    office = Office.objects.select_related("region").filter(pk=office_id).first()
    if office is None:
        return None
    return OfficeThen(office.name, office.office_class, office.address, office.region.name, None, None, "")


def records_of(office_id: int) -> list[OfficeThen]:
    """The names of an office through time, the oldest first; one query."""
    rows = OfficeRecord.objects.select_related("region").filter(office_id=office_id)
    return [_then(row) for row in rows.order_by(F("starts_on").asc(nulls_first=True), "id")]


def attribute_on(attribute: str, office: str, day: str) -> Coalesce:
    """For queries of higher rooms: an attribute (`name`, `address`) of the office at path `office` on path `day` (R69).

    What no record says is that of today.
    """
    records = OfficeRecord.objects.filter(
        Q(starts_on=None) | Q(starts_on__lte=OuterRef(day)),
        Q(ends_on=None) | Q(ends_on__gt=OuterRef(day)),
        office=OuterRef(office),
    )
    return Coalesce(Subquery(records.values(attribute)[:1]), F(f"{office}__{attribute}"))


def _on(day: date) -> Q:
    begun = Q(starts_on=None) | Q(starts_on__lte=day)
    return begun & (Q(ends_on=None) | Q(ends_on__gt=day))


def _then(record: OfficeRecord) -> OfficeThen:
    return OfficeThen(
        record.name, record.office_class, record.address, record.region.name, record.starts_on, record.ends_on,
        record.decree,
    )  # fmt: skip
