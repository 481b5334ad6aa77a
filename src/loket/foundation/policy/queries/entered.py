"""What regions and offices entered, and what is to come: for the pages on which it is changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from loket.foundation.policy import rules
from loket.foundation.policy.models import Dated, Enactment, Number, ScreeningRule, StaffCap
from loket.foundation.policy.rules import Basis, NumberName, RiskZone, Scope, Sector

#: No page lists more entries.
MOST_ENTRIES = 100


@dataclass(frozen=True, slots=True)
class Entry:
    """A dated value: of a number by its name, or the staff cap (`name` None)."""

    id: int
    name: NumberName | None
    value: int
    basis: Basis
    sector: Sector | None = None
    risk_zone: RiskZone | None = None


@dataclass(frozen=True, slots=True)
class Entered:
    """The own numbers and staff caps of an office or region that still count or will."""

    numbers: tuple[Entry, ...]
    caps: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class LevelShown:
    """An enacted level: whose, until which last day, and whether it was lifted before its time."""

    id: int
    level: int
    office: str
    decree: str
    starts_on: date
    last_on: date
    lifted: bool
    risk_zone: RiskZone | None


def entries_of(*, region_id: int | None = None, office_id: int | None = None, today: date) -> Entered:
    """Own entries that have not ended, by first day. Two queries."""
    own = Q(region_id=region_id, office_id=office_id) & (Q(ends_on=None) | Q(ends_on__gt=today))
    numbers = Number.objects.filter(own).order_by("starts_on", "id")[:MOST_ENTRIES]
    caps = StaffCap.objects.filter(own).order_by("starts_on", "id")[:MOST_ENTRIES]
    return Entered(tuple(_number(row) for row in numbers), tuple(_cap(row) for row in caps))


def changes_ahead(law: rules.InForce, region_id: int) -> list[Entry]:
    """Numbers and caps that will change at an office after the day of `law`, soonest first. Two queries.

    Caps only of the office's sector.
    """
    wide = Q(region_id=None, office_id=None, area__in=("", law.area))
    scope = wide | Q(region_id=region_id) | Q(office_id=law.office_id)
    ahead = scope & Q(starts_on__gt=law.day)
    numbers = Number.objects.filter(ahead).order_by("starts_on", "id")[:MOST_ENTRIES]
    caps = StaffCap.objects.filter(ahead, sector=law.sector.value).order_by("starts_on", "level", "id")[:MOST_ENTRIES]
    found = [_number(row) for row in numbers] + [_cap(row) for row in caps]
    return sorted(found, key=lambda entry: entry.basis.since or date.min)[:MOST_ENTRIES]


def screening_ahead(law: rules.InForce) -> date | None:
    """The day on which the nation's screening changes next, None when nothing is noted."""
    later = ScreeningRule.objects.filter(region=None, office=None, area="", starts_on__gt=law.day)
    return later.order_by("starts_on").values_list("starts_on", flat=True).first()


def levels_of(region_id: int, *, today: date, past: timedelta = timedelta(days=60)) -> list[LevelShown]:
    """Levels of a region and its offices that count, will, or ended within `past`; the newest first."""
    rows = (
        Enactment.objects.select_related("office")
        .filter(region_id=region_id, ends_on__gt=today - past)
        .order_by("-starts_on", "-id")[:MOST_ENTRIES]
    )
    return [
        LevelShown(
            id=row.pk,
            level=row.level,
            office=row.office.name if row.office else "",
            decree=row.decree,
            starts_on=row.starts_on,
            last_on=row.ends_on - timedelta(days=1),
            lifted=row.lifted_at is not None,
            risk_zone=RiskZone(row.risk_zone) if row.risk_zone else None,
        )
        for row in rows
    ]


def _number(row: Number) -> Entry:
    return Entry(row.pk, NumberName(row.name), row.value, _basis(row))


def _cap(row: StaffCap) -> Entry:
    zone = RiskZone(row.risk_zone) if row.risk_zone else None
    return Entry(row.pk, None, row.percent, _basis(row), Sector(row.sector), zone)


def _basis(row: Dated) -> Basis:
    return Basis(row.citation, _scope(row), row.starts_on, row.ends_on, row.source, row.level)


def _scope(row: Dated) -> Scope:
    if row.office_id is not None:
        return Scope.OFFICE
    if row.region_id is not None:
        return Scope.REGION
    return Scope.AREA if row.area else Scope.NATION
