"""What may be ordered: levels with start and end, numbers within their bounds, caps only downward. Named refusals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from loket.foundation.policy.rules.words import MEASUREMENTS, NumberName
from loket.kit.errors import Refusal


class RegionElsewhere(Refusal):
    """A level was to be enacted or lifted for a region by somebody who does not head it."""

    code, status = "region_elsewhere", 403
    sentence = "Hanya kepala kantor wilayah itu sendiri yang menetapkan atau mencabut tingkat pembatasannya."


class LevelOverlaps(Refusal):
    """A region has a level already on one of these days (one level a region and day)."""

    code = "level_overlaps"
    sentence = "Pada sebagian hari itu sudah berlaku tingkat lain. Cabut yang lama lebih dulu, atau ubah tanggalnya."


class PeriodWrong(Refusal):
    """A measure needs a start and an end, at most a year apart, and does not end before today (B6)."""

    code, status = "period_wrong", 422
    sentence = "Isi hari pertama dan hari terakhir; hari terakhir tidak sebelum hari pertama atau sebelum hari ini."


class LevelWrong(Refusal):
    """A level other than 1 to 4."""

    code, status = "level_wrong", 422
    sentence = "Tingkat pembatasan adalah 1, 2, 3, atau 4."


class BasisMissing(Refusal):
    """A rule without its legal basis."""

    code, status = "basis_missing", 422
    sentence = "Tulis dasar hukumnya, 4 sampai 200 huruf: nomor dan tanggal surat atau peraturan."


class LevelOver(Refusal):
    """A level that is over or was lifted can't be lifted."""

    code = "level_over"
    sentence = "Tingkat pembatasan ini sudah berakhir atau sudah dicabut."


class NumberWrong(Refusal):
    """A number out of the bounds of its kind."""

    code, status = "number_wrong", 422
    sentence = "Isi angka dari %(least)s sampai %(most)s."


class NotYours(Refusal):
    """An office tried to set a number that is set for a region or the whole country."""

    code, status = "not_yours", 403
    sentence = "Angka ini ditetapkan di atas kantor; kantor tidak dapat mengubahnya sendiri."


class CapTooHigh(Refusal):
    """An office may lower the cap of staff, not raise it (R54)."""

    code = "cap_too_high"
    sentence = "Batas petugas kantor hanya dapat diturunkan: paling tinggi %(most)s persen."


class RuleOverlaps(Refusal):
    """Another change of the same rule arrived at the same moment."""

    code = "rule_overlaps"
    sentence = "Aturan ini baru saja diubah untuk hari-hari yang sama. Muat ulang halaman lalu coba lagi."


class RuleOver(Refusal):
    """An own rule that is over, or not the office's or region's own."""

    code = "rule_over"
    sentence = "Ketentuan ini sudah berakhir atau bukan milik kantor Anda."


CITATION_LENGTHS = (4, 200)
#: No measure is entered for longer at once; a longer one is extended (B6).
LONGEST_MEASURE = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `starts_on` until before `ends_on`; None: until it is changed."""

    starts_on: date
    ends_on: date | None = None


def check_measure(starts_on: date, last_on: date, *, today: date) -> date:
    """The day before which a measure with this last day ends (B6). Raises PeriodWrong."""
    if last_on < starts_on or last_on < today or last_on - starts_on >= LONGEST_MEASURE:
        raise PeriodWrong
    return last_on + timedelta(days=1)


def check_period(starts_on: date, last_on: date | None, *, today: date) -> Period:
    """The half-open period of an own rule from `starts_on`, which may stay open. Raises PeriodWrong."""
    if starts_on < today or (last_on is not None and last_on < starts_on):
        raise PeriodWrong
    return Period(starts_on, last_on + timedelta(days=1) if last_on else None)


def check_citation(text: str) -> str:
    """A legal basis as it is kept. Raises BasisMissing."""
    shortest, longest = CITATION_LENGTHS
    if not shortest <= len(text) <= longest:
        raise BasisMissing
    return text


def check_number(name: NumberName, value: int, *, by_office: bool) -> None:
    """Raises NotYours, NumberWrong: a number within its bounds, by who may set it."""
    measured = MEASUREMENTS[name]
    if by_office and not measured.by_office:
        raise NotYours
    if not measured.least <= value <= measured.most:
        raise NumberWrong(least=measured.least, most=measured.most)
