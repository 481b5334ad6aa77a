"""What is asked of policy: what is in force at an office at a moment, and why."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import connection

from loket.foundation.offices.models import Office
from loket.foundation.policy import rules
from loket.foundation.policy.rules import Basis, InForce, Level, Row, Rows, Scope, resolve
from loket.kit.clock import at_office

Line = Mapping[str, Any]


#: No region has more offices.
MOST_OFFICES = 60


@dataclass(frozen=True, slots=True)
class OfficeChange:
    """What a level would change at one office: in force now, and as if the level were."""

    office_id: int
    name: str
    before: InForce
    after: InForce


class OfficeUnknown(LookupError):
    """Rules were asked for an office that does not exist."""


def at(office_id: int, moment: datetime) -> InForce:
    """What is in force at an office on the day of `moment` in its zone (R61), each value with its basis.

    One query. Raises OfficeUnknown.
    """
    rows = rows_at(office_id, moment)
    return resolve(rows, rows.level)


def as_if(office_id: int, moment: datetime, level: Level | None) -> InForce:
    """What would be in force if `level` were, or none (the preview before enacting). One query; OfficeUnknown."""
    return resolve(rows_at(office_id, moment), level)


def rows_at(office_id: int, moment: datetime) -> Rows:
    """All rows that may count, whatever the level; `rules.resolve` chooses. One query. Raises OfficeUnknown."""
    found = _rows_of([office_id], moment)
    if not found:
        raise OfficeUnknown(office_id)
    return found[0]


def what_changes(region_id: int, *, office_id: int | None, day: date, level: Level | None) -> list[OfficeChange]:
    """What a level, or none, would change on `day` at a region's offices, or at one of them. Two queries.

    At most MOST_OFFICES, by name.
    """
    offices = Office.objects.filter(region_id=region_id)
    if office_id is not None:
        offices = offices.filter(pk=office_id)
    names = {office.pk: office for office in offices.order_by("name", "id")[:MOST_OFFICES]}
    if not names:
        return []
    zone = next(iter(names.values())).timezone
    rows = {each.office_id: each for each in _rows_of(list(names), at_office(day, time(12), zone))}
    return [
        OfficeChange(pk, office.name, resolve(rows[pk], rows[pk].level), resolve(rows[pk], level))
        for pk, office in names.items()
    ]


def _rows_of(office_ids: Sequence[int], moment: datetime) -> list[Rows]:
    lines: dict[int, dict[str, list[dict[str, Any]]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT o.id, l.sort, l.line::text FROM unnest(%s::bigint[]) AS o (id),"
            " LATERAL loket_law_of_day_v1(o.id, %s) AS l",
            [list(office_ids), moment],
        )
        for office_id, sort, line in cursor.fetchall():
            lines.setdefault(office_id, {}).setdefault(sort, []).append(json.loads(line))
    return [_rows(office_id, found) for office_id, found in lines.items()]


def rows_on(office_id: int, day: date) -> Rows:
    """All rows that may count on a day of the office's calendar. Two queries. Raises OfficeUnknown."""
    timezone = Office.objects.filter(pk=office_id).values_list("timezone", flat=True).first()
    if timezone is None:
        raise OfficeUnknown(office_id)
    return rows_at(office_id, at_office(day, time(12), timezone))


def _rows(office_id: int, lines: Mapping[str, list[dict[str, Any]]]) -> Rows:
    office = lines["office"][0]
    return Rows(
        office_id=office_id,
        region_id=office["region_id"],
        timezone=office["timezone"],
        area=rules.area_of(office["province"]),
        day=date.fromisoformat(office["day"]),
        level=next((_level(line) for line in lines.get("level", ())), None),
        numbers=tuple(_row(line["name"], line["value"], line) for line in lines.get("number", ())),
        caps=tuple(_row("", _share(line), line) for line in lines.get("cap", ())),
        sectors=tuple(_row("", rules.Sector(line["sector"]), line) for line in lines.get("sector", ())),
        doors=tuple(_row("", _door(line), line) for line in lines.get("door", ())),
        screenings=tuple(_row("", _screening(line), line) for line in lines.get("screening", ())),
        measures=tuple(_row(line["code"], _told(line), line) for line in lines.get("measure", ())),
    )


def _row(about: str, value: rules.T, line: Line) -> Row[rules.T]:
    return Row(about, value, basis_of(line), rules.Area(line["area"]) if line["area"] else None)


def basis_of(line: Line) -> Basis:
    """The basis of a row as JSON gives it."""
    return Basis(
        citation=line["citation"],
        scope=scope_of(line),
        since=_day(line["starts_on"]),
        until=_day(line["ends_on"]),
        source=line["source"],
        level=line["level"],
    )


def scope_of(line: Line) -> Scope:
    """Whose row it is."""
    if line["office_id"]:
        return Scope.OFFICE
    if line["region_id"]:
        return Scope.REGION
    return Scope.AREA if line["area"] else Scope.NATION


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _level(line: Line) -> Level:
    return Level(
        id=line["id"],
        number=line["level"],
        decree=line["decree"],
        starts_on=date.fromisoformat(line["starts_on"]),
        ends_on=date.fromisoformat(line["ends_on"]),
        risk_zone=rules.RiskZone(line["risk_zone"]) if line["risk_zone"] else None,
        source=line["source"],
    )


def _share(line: Line) -> rules.StaffShare:
    zone = rules.RiskZone(line["risk_zone"]) if line["risk_zone"] else None
    return rules.StaffShare(line["percent"], rules.Sector(line["sector"]), zone)


def _door(line: Line) -> rules.Door:
    visitors: Iterable[str] = line["visitors"]
    return rules.Door(
        visitors=frozenset(rules.Visitor(visitor) for visitor in visitors),
        companions=rules.Companions(line["companions"]),
        walk_in=line["walk_in"],
    )


def _screening(line: Line) -> rules.Screening:
    colours = {colour: line[colour.value] for colour in rules.HealthColour if line[colour.value]}
    return rules.Screening(
        mask=line["mask"],
        temperature_limit=line["temperature_limit"],
        colours={colour: rules.ColourVerdict(verdict) for colour, verdict in colours.items()},
        told_id=line["told_id"],
        told_en=line["told_en"],
    )


def _told(line: Line) -> rules.Told:
    return rules.Told(line["code"], line["text_id"], line["text_en"])
