"""The words of rules: scopes, areas, visitors, colours, and the numbers by name with unit and bounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

LEVELS = (1, 2, 3, 4)  # the names of the four levels of PPKM, no quantities


class Area(StrEnum):
    """The two groups of provinces that circulars of MenPANRB tell apart (R54)."""

    JAVA_BALI = "java_bali"
    OUTSIDE = "outside"


#: Provinces of Java and Bali, as offices.csv writes them.
JAVA_BALI = frozenset(
    {"DKI Jakarta", "Banten", "Jawa Barat", "Jawa Tengah", "DI Yogyakarta", "Jawa Timur", "Bali"}
)  # fmt: skip


def area_of(province: str) -> Area:
    """The group of an office's province."""
    return Area.JAVA_BALI if province in JAVA_BALI else Area.OUTSIDE


class Scope(StrEnum):
    """Whose rule it is; a narrower one wins."""

    NATION = "nation"
    AREA = "area"
    REGION = "region"
    OFFICE = "office"


class Sector(StrEnum):
    """Kinds of work that staff caps tell apart (R54)."""

    NON_ESSENTIAL = "non_essential"
    ESSENTIAL = "essential"
    CRITICAL = "critical"


class RiskZone(StrEnum):
    """The colour of a region's risk by which circulars of 2021 capped staff outside Java-Bali."""

    GREEN = "green"
    YELLOW = "yellow"
    ORANGE = "orange"
    RED = "red"


class Visitor(StrEnum):
    """Who may stand at the door, and why (report A5)."""

    APPLICATION = "application"
    EXTENSION = "extension"
    COLLECTION = "collection"
    PAPERS = "papers"
    EXAMINATION = "examination"
    GUARDIAN = "guardian"
    HELPER = "helper"
    INTERPRETER = "interpreter"
    OFFICIAL = "official"


class Companions(StrEnum):
    """Who may come along (R25): nobody, one with a child, a disabled or an old person, or anybody."""

    NONE = "none"
    ONE = "one"
    ANYONE = "anyone"


class HealthColour(StrEnum):
    """What PeduliLindungi showed at a door (R35)."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    BLACK = "black"


class ColourVerdict(StrEnum):
    """What a colour means at the door (R35)."""

    ENTER = "enter"
    CONFIRM = "confirm"
    REFUSE = "refuse"


class Unit(StrEnum):
    """What a number counts."""

    PEOPLE = "people"
    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    YEARS = "years"
    TIMES = "times"
    PERCENT = "percent"


class NumberName(StrEnum):
    """The numbers that rules ask for, by name."""

    LARGEST_PARTY = "largest_party"
    HELD_PER_ACCOUNT = "held_per_account"
    BOOKED_PER_ACCOUNT = "booked_per_account"
    BOOKED_WITHIN = "booked_within"
    CHECK_IN_BEFORE = "check_in_before"
    CHECK_IN_AFTER = "check_in_after"
    NO_SHOW_GRACE = "no_show_grace"
    UNPAID_HOLD = "unpaid_hold"
    RESCHEDULES = "reschedules"
    RESCHEDULE_BEFORE = "reschedule_before"
    ELDERLY_FROM = "elderly_from"
    CHILD_UNDER = "child_under"
    GUARDED_UNDER = "guarded_under"
    GUARDIANS = "guardians"
    RECALLS = "recalls"
    READY_AFTER = "ready_after"
    COLLECT_WITHIN = "collect_within"
    FIRST_REMINDER = "first_reminder"
    SECOND_REMINDER = "second_reminder"
    LAST_REMINDER = "last_reminder"
    PAPERS_WITHIN = "papers_within"
    HEALTH_KEPT = "health_kept"
    QUOTA_PERCENT = "quota_percent"
    OCCUPANCY_PERCENT = "occupancy_percent"


@dataclass(frozen=True, slots=True)
class Measurement:
    """What a number counts, the bounds of what may be typed for it, and whether an office may set its own."""

    unit: Unit
    least: int
    most: int
    by_office: bool = True


_SET_BY_REGION = False
#: Every number there is. The bounds keep typing errors out; the values stand in the tables.
MEASUREMENTS: Mapping[NumberName, Measurement] = {
    NumberName.LARGEST_PARTY: Measurement(Unit.PEOPLE, 1, 5, _SET_BY_REGION),
    NumberName.HELD_PER_ACCOUNT: Measurement(Unit.PEOPLE, 1, 50, _SET_BY_REGION),
    NumberName.BOOKED_PER_ACCOUNT: Measurement(Unit.PEOPLE, 1, 100, _SET_BY_REGION),
    NumberName.BOOKED_WITHIN: Measurement(Unit.HOURS, 1, 168, _SET_BY_REGION),
    NumberName.CHECK_IN_BEFORE: Measurement(Unit.MINUTES, 0, 240),
    NumberName.CHECK_IN_AFTER: Measurement(Unit.MINUTES, 1, 240),
    NumberName.NO_SHOW_GRACE: Measurement(Unit.MINUTES, 0, 480),
    NumberName.UNPAID_HOLD: Measurement(Unit.MINUTES, 5, 10080, _SET_BY_REGION),
    NumberName.RESCHEDULES: Measurement(Unit.TIMES, 0, 10, _SET_BY_REGION),
    NumberName.RESCHEDULE_BEFORE: Measurement(Unit.DAYS, 0, 30, _SET_BY_REGION),
    NumberName.ELDERLY_FROM: Measurement(Unit.YEARS, 40, 100, _SET_BY_REGION),
    NumberName.CHILD_UNDER: Measurement(Unit.YEARS, 0, 17, _SET_BY_REGION),
    NumberName.GUARDED_UNDER: Measurement(Unit.YEARS, 1, 21, _SET_BY_REGION),
    NumberName.GUARDIANS: Measurement(Unit.PEOPLE, 1, 2),
    NumberName.RECALLS: Measurement(Unit.TIMES, 1, 20),
    NumberName.READY_AFTER: Measurement(Unit.WORKING_DAYS, 1, 60),
    NumberName.COLLECT_WITHIN: Measurement(Unit.DAYS, 1, 365, _SET_BY_REGION),
    NumberName.FIRST_REMINDER: Measurement(Unit.DAYS, 1, 365, _SET_BY_REGION),
    NumberName.SECOND_REMINDER: Measurement(Unit.DAYS, 1, 365, _SET_BY_REGION),
    NumberName.LAST_REMINDER: Measurement(Unit.DAYS, 1, 365, _SET_BY_REGION),
    NumberName.PAPERS_WITHIN: Measurement(Unit.DAYS, 1, 90, _SET_BY_REGION),
    NumberName.HEALTH_KEPT: Measurement(Unit.DAYS, 0, 30, _SET_BY_REGION),
    NumberName.QUOTA_PERCENT: Measurement(Unit.PERCENT, 0, 100),
    NumberName.OCCUPANCY_PERCENT: Measurement(Unit.PERCENT, 1, 100),
}
