"""What policy does: enact and lift a level, set a number or a lower staff cap for a region or an office."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypeVar

from django.db import IntegrityError
from django.db.models import Model, Q, QuerySet

from loket.foundation.audit.actions import record
from loket.foundation.offices.models import Office
from loket.foundation.policy import queries, rules
from loket.foundation.policy.models import Dated, Enactment, Number, StaffCap
from loket.kit.actor import Actor
from loket.kit.errors import Refusal
from loket.kit.text import clean_line
from loket.kit.transaction import in_transaction

DatedRow = TypeVar("DatedRow", bound=Dated)


def enact_level(
    *,
    region_id: int,
    office_id: int | None = None,
    level: int,
    starts_on: date,
    last_on: date,
    decree: str,
    risk_zone: rules.RiskZone | None = None,
    source: str = "",
    today: date,
    by: Actor,
    now: datetime,
) -> int:
    """Enacts a level of restriction for a region, or for one office in it, and returns its id (B6, R54).

    `last_on` is the last day. Rosters and quotas are not redrawn by this; who wants to know reads policy.queries.at or
    reacts to the fact. `today` is the region's. Raises LevelWrong, PeriodWrong, BasisMissing, RegionElsewhere,
    LevelOverlaps.
    """
    if level not in rules.LEVELS:
        raise rules.LevelWrong
    ends_on = rules.check_measure(starts_on, last_on, today=today)
    enactment = Enactment(
        region_id=region_id,
        office_id=office_id,
        level=level,
        risk_zone=risk_zone or "",
        starts_on=starts_on,
        ends_on=ends_on,
        decree=_citation(decree),
        source=source,
    )
    with in_transaction():
        if office_id is not None and not Office.objects.filter(pk=office_id, region_id=region_id).exists():
            raise rules.RegionElsewhere
        _insert(enactment, rules.LevelOverlaps)
        detail = {"region": region_id, "level": level, "from": starts_on.isoformat(), "last": last_on.isoformat()}
        record(
            "policy.level_enacted", subject=("enactment", enactment.pk), detail=detail, office_id=office_id, react=True,
            by=by, now=now,
        )  # fmt: skip
    return enactment.pk


def lift_level(*, enactment_id: int, region_id: int, today: date, by: Actor, now: datetime) -> None:
    """Ends a level of a region before its time: from `today`, the region's, it no longer counts (B6).

    One that has not begun counts on no day. Raises LevelOver, also for a level of another region.
    """
    with in_transaction():
        enactment = Enactment.objects.select_for_update().filter(pk=enactment_id, region_id=region_id).first()
        if enactment is None or enactment.lifted_at or enactment.ends_on <= today:
            raise rules.LevelOver
        enactment.ends_on, enactment.lifted_at = max(enactment.starts_on, today), now
        enactment.save(update_fields=["ends_on", "lifted_at"])
        detail = {"region": region_id, "level": enactment.level, "ended": enactment.ends_on.isoformat()}
        record(
            "policy.level_lifted", subject=("enactment", enactment_id), detail=detail, office_id=enactment.office_id,
            react=True, by=by, now=now,
        )  # fmt: skip


def set_number(
    *,
    name: rules.NumberName,
    value: int,
    region_id: int | None = None,
    office_id: int | None = None,
    level: int | None = None,
    starts_on: date,
    last_on: date | None = None,
    citation: str,
    source: str = "",
    today: date,
    by: Actor,
    now: datetime,
) -> int:
    """Sets a number for an office or a region (one of the two) from a day on, and returns the row's id.

    An own entry that reaches into those days ends where this one starts, or gives way. Raises NotYours, NumberWrong,
    PeriodWrong, BasisMissing, RuleOverlaps.
    """
    rules.check_number(name, value, by_office=office_id is not None)
    period = rules.check_period(starts_on, last_on, today=today)
    with in_transaction():
        own = Number.objects.filter(Q(region_id=region_id, office_id=office_id), name=name, level=level, area="")
        row = Number(name=name, value=value, region_id=region_id, office_id=office_id, level=level)
        _replace(own, row, period, _citation(citation), source)
        detail = {"name": name.value, "value": value, "from": starts_on.isoformat(), "region": region_id}
        record(
            "policy.number_set", subject=("number", row.pk), detail=detail, office_id=office_id, react=True,
            by=by, now=now,
        )  # fmt: skip
    return row.pk


def unset_number(
    *,
    number_id: int,
    region_id: int | None = None,
    office_id: int | None = None,
    today: date,
    by: Actor,
    now: datetime,
) -> None:
    """Ends an own number from `today` on: the wider rule counts again. Raises RuleOver for another's or an old one."""
    with in_transaction():
        own = Number.objects.filter(Q(region_id=region_id, office_id=office_id), area="")
        row = _end(own, number_id, today)
        record(
            "policy.number_unset", subject=("number", number_id), detail={"name": row.name}, office_id=office_id,
            react=True, by=by, now=now,
        )  # fmt: skip


def set_staff_cap(
    *,
    office_id: int,
    percent: int,
    starts_on: date,
    last_on: date | None = None,
    citation: str,
    today: date,
    by: Actor,
    now: datetime,
) -> int:
    """Lowers the part of an office's staff that may be at the office (R54), and returns the row's id.

    Raises CapTooHigh above what circulars allow on the first day, PeriodWrong, BasisMissing, RuleOverlaps.
    """
    period = rules.check_period(starts_on, last_on, today=today)
    with in_transaction():
        rows = queries.rows_on(office_id, starts_on)
        most, sector = rules.cap_without(rows, rules.Scope.OFFICE)
        if not 0 <= percent <= most:
            raise rules.CapTooHigh(most=most)
        own = StaffCap.objects.filter(office_id=office_id, region=None, sector=sector, risk_zone="", level=None)
        row = StaffCap(office_id=office_id, sector=sector, percent=percent)
        _replace(own, row, period, _citation(citation), "")
        detail = {"percent": percent, "from": starts_on.isoformat()}
        record(
            "policy.cap_set", subject=("staff_cap", row.pk), detail=detail, office_id=office_id,
            by=by, now=now,
        )  # fmt: skip
    return row.pk


def unset_staff_cap(*, cap_id: int, office_id: int, today: date, by: Actor, now: datetime) -> None:
    """Ends an office's own staff cap from `today` on. Raises RuleOver for another's or an old one."""
    with in_transaction():
        _end(StaffCap.objects.filter(office_id=office_id), cap_id, today)
        record(
            "policy.cap_unset", subject=("staff_cap", cap_id), detail={}, office_id=office_id,
            by=by, now=now,
        )  # fmt: skip


def _citation(typed: str) -> str:
    try:
        return rules.check_citation(clean_line(typed, limit=rules.CITATION_LENGTHS[1]))
    except ValueError as error:
        raise rules.BasisMissing from error


def _insert(row: Model, overlapping: type[Refusal]) -> None:
    """Saves a new row; the exclusion constraint is the guarantee that no two count on one day."""
    try:
        with in_transaction():
            row.save()
    except IntegrityError as error:
        raise overlapping from error


def _replace(own: QuerySet[DatedRow], row: DatedRow, period: rules.Period, citation: str, source: str) -> None:
    """Saves `row` for `period`, carved out of the own rows that reach into it: what lies before and behind stays."""
    row.starts_on, row.ends_on, row.citation, row.source = period.starts_on, period.ends_on, citation, source
    reaching = own.select_for_update().filter(Q(ends_on=None) | Q(ends_on__gt=period.starts_on))
    if period.ends_on:
        reaching = reaching.filter(Q(starts_on=None) | Q(starts_on__lt=period.ends_on))
    for old in reaching.order_by("id"):
        _carve(old, period)
    _insert(row, rules.RuleOverlaps)


def _carve(old: Dated, period: rules.Period) -> None:
    was_from, was_until = old.starts_on, old.ends_on
    if was_from is not None and was_from >= period.starts_on:
        old.delete()
    else:
        old.ends_on = period.starts_on
        old.save(update_fields=["ends_on"])
    if period.ends_on and (was_until is None or was_until > period.ends_on):
        old.pk, old._state.adding = None, True
        old.starts_on, old.ends_on = period.ends_on, was_until
        _insert(old, rules.RuleOverlaps)


def _end(own: QuerySet[DatedRow], row_id: int, today: date) -> DatedRow:
    """Ends an own row before `today`; one that has not begun goes. Raises RuleOver."""
    row = own.select_for_update().filter(Q(ends_on=None) | Q(ends_on__gt=today), pk=row_id).first()
    if row is None:
        raise rules.RuleOver
    if row.starts_on is not None and row.starts_on >= today:
        own.filter(pk=row_id).delete()
    else:
        row.ends_on = today
        row.save(update_fields=["ends_on"])
    return row
