"""Words of the house and pure questions about days and distance."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum


class Nationality(StrEnum):
    """WNI: citizen of Indonesia; WNA: foreigner."""

    WNI = "wni"
    WNA = "wna"


class ServiceKind(StrEnum):
    """What R3 counts as one kind: one open booking a person and kind, over all offices."""

    PASSPORT = "passport"
    STAY_PERMIT = "stay_permit"
    COLLECTION = "collection"


class Stage(StrEnum):
    """Stages of a visit (domain.md section 5)."""

    DOCUMENTS = "documents"
    BIOMETRICS = "biometrics"
    INTERVIEW = "interview"
    HANDOVER = "handover"


class ZoneColour(StrEnum):
    """The one colour that a zone keeps on ticket, board and sign."""

    WNI = "wni"
    WNA = "wna"
    PRIORITY = "prio"
    NEUTRAL = "neutral"


class PointKind(StrEnum):
    """Kantor, Unit Layanan Paspor, Unit Kerja Keimigrasian, Mal Pelayanan Publik."""

    KANIM = "kanim"
    ULP = "ulp"
    UKK = "ukk"
    MPP = "mpp"


class DayKind(StrEnum):
    """How a calendar day differs from its weekday."""

    CLOSED = "closed"
    EXTRA = "extra"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours of one day, wall-clock; a break or none."""

    opens: time
    closes: time
    break_from: time | None = None
    break_to: time | None = None

    def holds(self, moment: time) -> bool:
        """Whether service runs at this wall-clock time (R14)."""
        if not self.opens <= moment < self.closes:
            return False
        return not (self.break_from and self.break_to and self.break_from <= moment < self.break_to)


def hours_on(
    day: date, weekly: dict[int, Hours], national: DayKind | None, own: tuple[DayKind, Hours | None] | None
) -> Hours | None:
    """Hours of `day`, None when closed: the office's own entry wins over the nation's, both over the week (R13)."""
    if own is not None:
        kind, hours = own
        return None if kind is DayKind.CLOSED else hours or weekly.get(day.weekday()) or weekly.get(0)
    if national is DayKind.CLOSED:
        return None
    return weekly.get(day.weekday())


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance of two (latitude, longitude) pairs in kilometres (haversine, earth radius 6371 km)."""
    lat1, lon1, lat2, lon2 = map(math.radians, (*a, *b))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371 * math.asin(min(1.0, math.sqrt(h)))
