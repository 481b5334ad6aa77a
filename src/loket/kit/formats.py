"""How Loket writes days, times, money, numbers and telephones, in Indonesian and English.

Own tables of names, never the locales of the machine. Times are written 14.00 in both languages.
"""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

INDONESIAN, ENGLISH = "id", "en"

_WEEKDAYS = {
    INDONESIAN: ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    ENGLISH: ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = {
    INDONESIAN: (
        *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
        *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
    ),
    ENGLISH: (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
_HOURS = {INDONESIAN: ("jam", "menit"), ENGLISH: ("hr", "min")}
#: Offset in hours from UTC to the names that people use for Indonesia's three zones.
_ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}


def table_language(language: str) -> str:
    """`en` for every sort of English, otherwise Indonesian."""
    return ENGLISH if language.lower().startswith(ENGLISH) else INDONESIAN


def weekday(day: date, language: str = INDONESIAN, *, short: bool = False) -> str:
    """The name of the day of the week, `Rabu`, or its first three letters."""
    name = _WEEKDAYS[table_language(language)][day.weekday()]
    return name[:3] if short else name


def month(number: int, language: str = INDONESIAN, *, short: bool = False) -> str:
    """The name of month 1 to 12, or its first three letters (`Agu`, `Agt` is not used)."""
    name = _MONTHS[table_language(language)][number - 1]
    return name[:3] if short else name


def long_date(day: date, language: str = INDONESIAN) -> str:
    """`Rabu, 4 Februari 2026`."""
    return f"{weekday(day, language)}, {day_month_year(day, language)}"


def day_month_year(day: date, language: str = INDONESIAN) -> str:
    """`4 Februari 2026`."""
    return f"{day.day} {month(day.month, language)} {day.year}"


def short_date(day: date, language: str = INDONESIAN) -> str:
    """`Rab, 4 Feb`."""
    return f"{weekday(day, language, short=True)}, {day.day} {month(day.month, language, short=True)}"


def clock_time(moment: datetime | time) -> str:
    """`14.00`, with a dot, as Indonesian writes it."""
    return f"{moment.hour:02d}.{moment.minute:02d}"


def in_zone(moment: datetime, zone: str) -> datetime:
    """The moment on the wall clock of `zone` (`Asia/Makassar`); a naive one is already there."""
    return moment.astimezone(ZoneInfo(zone)) if moment.tzinfo else moment


def zone_label(zone: str, moment: datetime) -> str:
    """`WIB`, `WITA` or `WIT`; elsewhere the offset, `UTC+8.30` being written with a dot too."""
    wall = (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))).astimezone(ZoneInfo(zone))
    offset = wall.utcoffset()
    minutes = int(offset.total_seconds() // 60) if offset is not None else 0
    hours, rest = divmod(abs(minutes), 60)
    if zone.startswith("Asia/") and not rest and minutes > 0 and hours in _ZONES:
        return _ZONES[hours]
    sign = "-" if minutes < 0 else "+"
    return f"UTC{sign}{hours}" + (f".{rest:02d}" if rest else "")


def rupiah(amount: int) -> str:
    """`Rp350.000`; a debt is written `-Rp350.000`."""
    return f"{'-' if amount < 0 else ''}Rp{thousands(abs(amount))}"


def thousands(number: int, language: str = INDONESIAN) -> str:
    """`12.500` in Indonesian, `12,500` in English."""
    grouped = f"{number:,}"
    return grouped if table_language(language) == ENGLISH else grouped.replace(",", ".")


def queue_number(letter: str, number: int) -> str:
    """`A-017`: a letter and at least three figures."""
    return f"{letter}-{number:03d}"


def telephone(number: str) -> str:
    """`0812-3456-7890` from `+6281234567890`; numbers of other countries stay as they came."""
    digits = "".join(c for c in number if c.isascii() and c.isdigit())
    foreign = number.strip().startswith("+") and not digits.startswith("62")
    if foreign or not digits:
        return number
    local = "0" + digits[2:] if digits.startswith("62") else digits
    groups = [local[:4], *(local[i : i + 4] for i in range(4, len(local), 4))]
    if len(groups) > 1 and len(groups[-1]) < 3:
        groups[-2:] = ["".join(groups[-2:])]
    return "-".join(g for g in groups if g)


def minutes(number: float, language: str = INDONESIAN) -> str:
    """`18 menit`, from an hour on `1 jam 20 menit`; English `18 min`, `1 hr 20 min`."""
    hour, minute = _HOURS[table_language(language)]
    whole = max(0, round(number))
    hours, rest = divmod(whole, 60)
    if not hours:
        return f"{rest} {minute}"
    return f"{hours} {hour} {rest} {minute}" if rest else f"{hours} {hour}"
