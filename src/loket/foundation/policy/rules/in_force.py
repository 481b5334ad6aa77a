"""What is in force: which row counts among those of a day, and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Generic, TypeVar

from loket.foundation.policy.rules.words import (
    MEASUREMENTS,
    Area,
    ColourVerdict,
    Companions,
    HealthColour,
    NumberName,
    RiskZone,
    Scope,
    Sector,
    Unit,
    Visitor,
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Basis:
    """Why a value counts: the text it stands on, whose it is, from which day until before which (None: open)."""

    citation: str
    scope: Scope
    since: date | None = None
    until: date | None = None
    source: str = ""
    #: The level of restriction that brings this value, None: it counts at every level.
    level: int | None = None

    @property
    def last_on(self) -> date | None:
        """The last day on which it counts."""
        return self.until - timedelta(days=1) if self.until else None


@dataclass(frozen=True, slots=True)
class Ruled(Generic[T]):
    """A value that a rule gives, and its basis."""

    value: T
    basis: Basis


@dataclass(frozen=True, slots=True)
class Row(Generic[T]):
    """A dated row that may count for an office on a day: what it is about, its value, its basis."""

    about: str
    value: T
    basis: Basis
    area: Area | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """A level of restriction enacted for a region, or for one office. `risk_zone` only where circulars go by it."""

    id: int
    number: int
    decree: str
    starts_on: date
    ends_on: date
    risk_zone: RiskZone | None = None
    source: str = ""

    @property
    def last_on(self) -> date:
        """Its last day."""
        return self.ends_on - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Door:
    """Who may pass: kinds of visitors, companions, and whether without a number (R1, R25)."""

    visitors: frozenset[Visitor]
    companions: Companions
    walk_in: bool


@dataclass(frozen=True, slots=True)
class Screening:
    """What is looked at before the door (R34, R35). `temperature_limit` in tenths of a degree; None: not measured.

    `colours` is empty when no colour is asked for; `told_id` and `told_en` say what the colours stand for.
    """

    mask: bool
    temperature_limit: int | None
    colours: Mapping[HealthColour, ColourVerdict]
    told_id: str = ""
    told_en: str = ""

    def lets_in_at(self, temperature: int) -> bool:
        """Whether somebody with this temperature, in tenths of a degree, may enter: the limit itself passes (R34)."""
        return self.temperature_limit is None or temperature <= self.temperature_limit

    def says_to(self, colour: HealthColour) -> ColourVerdict:
        """What a colour means on this day; enter when no colours are asked for (R35)."""
        return self.colours.get(colour, ColourVerdict.ENTER if not self.colours else ColourVerdict.REFUSE)


@dataclass(frozen=True, slots=True)
class Told:
    """A measure in force, in both languages."""

    code: str
    text_id: str
    text_en: str


@dataclass(frozen=True, slots=True)
class StaffShare:
    """How much of the staff may be at the office (R54), and the sector and zone that decided it."""

    percent: int
    sector: Sector
    risk_zone: RiskZone | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """All rows that may count for one office on one day, whatever the level."""

    office_id: int
    region_id: int
    timezone: str
    area: Area
    day: date
    level: Level | None = None
    numbers: tuple[Row[int], ...] = ()
    caps: tuple[Row[StaffShare], ...] = ()
    sectors: tuple[Row[Sector], ...] = ()
    doors: tuple[Row[Door], ...] = ()
    screenings: tuple[Row[Screening], ...] = ()
    measures: tuple[Row[Told], ...] = ()


@dataclass(frozen=True, slots=True)
class InForce:
    """What is in force at an office on a day (of the office's zone), each value with its basis.

    `staff_cap` is None where no circular caps staff on that day at that level.
    """

    office_id: int
    day: date
    timezone: str
    area: Area
    level: Level | None
    numbers: Mapping[NumberName, Ruled[int]]
    door: Ruled[Door]
    screening: Ruled[Screening]
    sector: Ruled[Sector]
    staff_cap: Ruled[StaffShare] | None
    measures: tuple[Ruled[Told], ...] = field(default=())

    def value(self, name: NumberName) -> int:
        """The number of this name; its unit stands in MEASUREMENTS."""
        return self.numbers[name].value

    def span(self, name: NumberName) -> timedelta:
        """A number of minutes, hours or days as a length of time."""
        return timedelta(minutes=self.value(name) * _MINUTES[MEASUREMENTS[name].unit])

    def basis(self, name: NumberName) -> Basis:
        """Why the number of this name counts."""
        return self.numbers[name].basis

    def quota_of(self, base: int) -> int:
        """A base quota under the quota factor in force (R7)."""
        return share_of(base, self.value(NumberName.QUOTA_PERCENT))


_MINUTES = {Unit.MINUTES: 1, Unit.HOURS: 60, Unit.DAYS: 24 * 60}


class RuleMissing(LookupError):
    """No row counts for a rule that every office needs: the law of sql/law.v*.sql is not whole."""


def share_of(base: int, percent: int) -> int:
    """`percent` of a number of seats, rounded down, never under none (R7): 50 % of 75 is 37."""
    return max(0, base * percent // 100)


def resolve(rows: Rows, level: Level | None) -> InForce:
    """What counts among `rows` when `level` is in force: the narrowest scope, and in it the row for the level.

    Raises RuleMissing.
    """
    counting = _Counting(rows.area, level.number if level else None)
    sector = _needed(counting.one(rows.sectors, ""), "sector")
    return InForce(
        office_id=rows.office_id,
        day=rows.day,
        timezone=rows.timezone,
        area=rows.area,
        level=level,
        numbers={name: _needed(counting.one(rows.numbers, name), name) for name in NumberName},
        door=_needed(counting.one(rows.doors, ""), "door"),
        screening=_needed(counting.one(rows.screenings, ""), "screening"),
        sector=sector,
        staff_cap=_staff_cap(rows, counting, sector.value, level),
        measures=counting.each(rows.measures),
    )


@dataclass(frozen=True, slots=True)
class _Counting:
    """Chooses among rows of a day."""

    area: Area
    level: int | None

    def holds(self, row: Row[T]) -> bool:
        """Whether a row counts in this area and at this level."""
        return row.area in (None, self.area) and row.basis.level in (None, self.level)

    def one(self, rows: Iterable[Row[T]], about: str) -> Ruled[T] | None:
        """The row that wins."""
        found = [row for row in rows if row.about == about and self.holds(row)]
        winner = max(found, key=lambda row: (_RANK[row.basis.scope], row.basis.level is not None), default=None)
        return Ruled(winner.value, winner.basis) if winner else None

    def each(self, rows: Collection[Row[T]]) -> tuple[Ruled[T], ...]:
        """The winners, one for each thing that rows are about."""
        abouts = dict.fromkeys(row.about for row in rows)
        winners = (self.one(rows, about) for about in abouts)
        return tuple(winner for winner in winners if winner is not None)


def cap_without(rows: Rows, scope: Scope) -> tuple[int, Sector]:
    """The staff cap that counts without rows of `scope`, 100 where nothing caps, and the sector it is for (R54)."""
    without = replace(rows, caps=tuple(row for row in rows.caps if row.basis.scope is not scope))
    law = resolve(without, rows.level)
    return law.staff_cap.value.percent if law.staff_cap else _EVERYBODY, law.sector.value


_EVERYBODY = 100
_RANK = {scope: rank for rank, scope in enumerate(Scope)}


def _needed(found: Ruled[T] | None, name: str) -> Ruled[T]:
    if found is None:
        raise RuleMissing(name)
    return found


def _staff_cap(rows: Rows, counting: _Counting, sector: Sector, level: Level | None) -> Ruled[StaffShare] | None:
    """The lowest cap that counts: an office may lower what a circular allows, never raise it (R54).

    Where a circular goes by zones and the region's zone is not known, the strictest of them counts.
    """
    zone = level.risk_zone if level else None
    found = [
        row
        for row in rows.caps
        if row.value.sector is sector and counting.holds(row) and (zone is None or row.value.risk_zone in (None, zone))
    ]
    lowest = min(found, key=lambda row: (row.value.percent, _RANK[row.basis.scope]), default=None)
    return Ruled(lowest.value, lowest.basis) if lowest else None
