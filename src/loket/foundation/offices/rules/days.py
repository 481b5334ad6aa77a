"""What a decree may say of days, periods and weeks, and why it is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

from loket.foundation.audit.rules import looks_like_identity
from loket.foundation.offices.rules.hours import Hours
from loket.foundation.offices.rules.words import DayKind
from loket.kit.errors import Refusal
from loket.kit.text import clean_line

#: Decrees for later years are not signed yet.
LONGEST_AHEAD_DAYS = 731
#: A period with an end is a month of fasting or a season, not a new week: that one has no end.
LONGEST_PERIOD_DAYS = 366


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


class BreakWrong(Refusal):
    """A break has one end only, runs backward, or leaves the opening hours."""

    code, status = "break_wrong", 422
    sentence = "Tulis awal dan akhir istirahat, keduanya di antara jam buka dan jam tutup, atau kosongkan keduanya."


class DayNotSet(Refusal):
    """There is no own entry of the office on this day to take away."""

    code, status = "day_not_set", 404
    sentence = "Hari ini tidak diubah oleh kantor Anda."


class PeriodWrong(Refusal):
    """A period that ends before it begins, or lasts longer than a year."""

    code, status = "period_wrong", 422
    sentence = "Hari terakhir harus sama dengan hari pertama atau sesudahnya, paling lama satu tahun."


class PeriodEmpty(Refusal):
    """A week without one open day: a closed time is set as closed days."""

    code, status = "period_empty", 422
    sentence = "Isi jam buka dan jam tutup paling sedikit untuk satu hari."


class PeriodTaken(Refusal):
    """Two periods of one office or point share a day."""

    code, status = "period_taken", 409
    sentence = "Sudah ada jam khusus pada sebagian hari ini. Hapus yang lama dahulu, atau pilih hari lain."


class PeriodNotSet(Refusal):
    """There is no period of the office with this number to take away, or it is over."""

    code, status = "period_not_set", 404
    sentence = "Jam khusus ini tidak ada lagi, sudah lewat, atau bukan milik kantor Anda."


class OfficeNameWrong(Refusal):
    """An office without a name, or with one, a class or an address that is too long (R69)."""

    code, status = "office_name_wrong", 422
    sentence = "Tulis nama kantor, 1 sampai 60 huruf. Kelas paling banyak 30 huruf, alamat 200 huruf."


@dataclass(frozen=True, slots=True)
class OfficeOrder:
    """What a decree calls an office, checked."""

    name: str
    office_class: str
    address: str
    decree: str


@dataclass(frozen=True, slots=True)
class DayOrder:
    """What a decree says of one day, checked."""

    day: date
    kind: DayKind
    name: str
    decree: str
    hours: Hours | None


@dataclass(frozen=True, slots=True)
class PeriodOrder:
    """What a decree says of a period, checked. `ends_on`: the first day after it, None: until a later week."""

    starts_on: date
    ends_on: date | None
    name: str
    decree: str
    week: Mapping[int, Hours]


def checked_hours(
    opens: time | None, closes: time | None, break_from: time | None = None, break_to: time | None = None
) -> Hours:
    """Hours that run forward, with a whole break inside or none. Raises DayHoursWrong, BreakWrong."""
    if opens is None or closes is None or opens >= closes:
        raise DayHoursWrong
    if (break_from is None) != (break_to is None):
        raise BreakWrong
    if break_from and break_to and not opens < break_from < break_to < closes:
        raise BreakWrong
    return Hours(opens, closes, break_from, break_to)


def order_day(
    *,
    day: date,
    kind: DayKind,
    name: str,
    decree: str,
    opens: time | None,
    closes: time | None,
    break_from: time | None = None,
    break_to: time | None = None,
    today: date,
) -> DayOrder:
    """A calendar entry from what was typed; hours count for extra and short days only (R13, R14).

    Raises DayIsOver, DayNameWrong, DecreeMissing, DayHoursWrong, BreakWrong.
    """
    _check_ahead(day, today)
    name, decree = _line(name, 1, DayNameWrong), _decree(decree)
    if kind is DayKind.CLOSED:
        return DayOrder(day, kind, name, decree, None)
    return DayOrder(day, kind, name, decree, checked_hours(opens, closes, break_from, break_to))


def order_period(
    *, first: date, last: date | None, name: str, decree: str, week: Mapping[int, Hours], today: date
) -> PeriodOrder:
    """A period from what was typed: `first` to `last`, both inside it; no `last`: a new week from `first` on (R14).

    Raises DayIsOver, PeriodWrong, DayNameWrong, DecreeMissing, PeriodEmpty.
    """
    _check_ahead(first, today)
    if last is not None and not 0 <= (last - first).days < LONGEST_PERIOD_DAYS:
        raise PeriodWrong
    if not week or any(not 0 <= weekday <= 6 for weekday in week):
        raise PeriodEmpty
    ends_on = last + timedelta(days=1) if last else None
    return PeriodOrder(first, ends_on, _line(name, 1, DayNameWrong), _decree(decree), dict(week))


def order_office(*, name: str, office_class: str, address: str, decree: str) -> OfficeOrder:
    """What an office is to be called, from what was typed. Raises OfficeNameWrong, DecreeMissing."""
    return OfficeOrder(
        name=_line(name, 1, OfficeNameWrong, limit=60),
        office_class=_line(office_class, 0, OfficeNameWrong, limit=30),
        address=_line(address, 0, OfficeNameWrong, limit=200),
        decree=_decree(decree),
    )


def _check_ahead(day: date, today: date) -> None:
    if not 0 <= (day - today).days <= LONGEST_AHEAD_DAYS:
        raise DayIsOver


def _decree(typed: str) -> str:
    decree = _line(typed, 3, DecreeMissing)
    if looks_like_identity(decree):  # the decree goes into the ledger, which keeps no identity numbers
        raise DecreeMissing
    return decree


def _line(typed: str, least: int, refusal: type[Refusal], *, limit: int = 120) -> str:
    try:
        line = clean_line(typed, limit=limit)
    except ValueError as error:
        raise refusal from error
    if len(line) < least:
        raise refusal
    return line
