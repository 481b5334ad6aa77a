"""Words of the house and pure questions about days and distance."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from loket.foundation.audit.rules import looks_like_identity
from loket.kit.errors import Refusal
from loket.kit.text import clean_line


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


class DayIsOver(Refusal):
    """A calendar day in the past was to be changed: what was open or closed then stays on record."""

    code, status = "day_is_over", 422
    sentence = "Hari ini sudah lewat atau terlalu jauh. Pilih hari dari hari ini sampai dua tahun ke depan."


class DayNameWrong(Refusal):
    """The reason of a calendar day is missing or too long."""

    code, status = "day_name_wrong", 422
    sentence = "Tulis alasan hari ini, 1 sampai 120 huruf, misalnya Libur setempat."


class DecreeMissing(Refusal):
    """A calendar day without the decree that orders it (R13)."""

    code, status = "decree_missing", 422
    sentence = "Tulis nomor surat keputusan, 3 sampai 120 huruf dan angka. Tanpa SK kalender tidak dapat diubah."


class DayHoursWrong(Refusal):
    """An extra or short day needs hours that run forward (R14)."""

    code, status = "day_hours_wrong", 422
    sentence = "Tulis jam buka dan jam tutup. Jam tutup harus sesudah jam buka."


class DayNotSet(Refusal):
    """There is no own entry of the office on this day to take away."""

    code, status = "day_not_set", 404
    sentence = "Hari ini tidak diubah oleh kantor Anda."


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


#: Decrees for later years are not signed yet.
LONGEST_AHEAD_DAYS = 731


@dataclass(frozen=True, slots=True)
class DayOrder:
    """What a decree says of one day, checked."""

    day: date
    kind: DayKind
    name: str
    decree: str
    hours: Hours | None


def order_day(
    *, day: date, kind: DayKind, name: str, decree: str, opens: time | None, closes: time | None, today: date
) -> DayOrder:
    """A calendar entry from what was typed; hours count for extra and short days only (R13, R14).

    Raises DayIsOver, DayNameWrong, DecreeMissing, DayHoursWrong.
    """
    if not 0 <= (day - today).days <= LONGEST_AHEAD_DAYS:
        raise DayIsOver
    name, decree = _line(name, 1, DayNameWrong), _line(decree, 3, DecreeMissing)
    if looks_like_identity(decree):  # the decree goes into the ledger, which keeps no identity numbers
        raise DecreeMissing
    if kind is DayKind.CLOSED:
        return DayOrder(day, kind, name, decree, None)
    if opens is None or closes is None or opens >= closes:
        raise DayHoursWrong
    return DayOrder(day, kind, name, decree, Hours(opens, closes))


def _line(typed: str, least: int, refusal: type[Refusal]) -> str:
    try:
        line = clean_line(typed, limit=120)
    except ValueError as error:
        raise refusal from error
    if len(line) < least:
        raise refusal
    return line


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance of two (latitude, longitude) pairs in kilometres (haversine, earth radius 6371 km)."""
    lat1, lon1, lat2, lon2 = map(math.radians, (*a, *b))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371 * math.asin(min(1.0, math.sqrt(h)))
