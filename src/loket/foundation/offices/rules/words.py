"""Words of the house: what points, services, stages and days are called in the code."""

from __future__ import annotations

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


class OpeningState(StrEnum):
    """What a door says at one moment."""

    OPEN = "open"
    BREAK = "break"
    BEFORE = "before"
    AFTER = "after"
    CLOSED = "closed"


class HoursSource(StrEnum):
    """What decided the hours of a day, in the order in which it is asked (R13, R14)."""

    OWN_DAY = "own_day"
    NATION_DAY = "nation_day"
    PERIOD = "period"
    WEEK = "week"


class AreaSays(StrEnum):
    """What is known of an address's office, for foreigners (R10)."""

    HERE = "here"
    ELSEWHERE = "elsewhere"
    UNKNOWN = "unknown"
