"""What a NIK says of itself: region, birth date, sex (R59, domain.md section 9). Pure.

python-stdnum reads date and region; it takes day 81 for day 1, so the day's bound is ours. Only what can't be a NIK is
refused. A NIK keeps the birth date and the region of its first registration even when they are wrong or the region
was divided since: such doubts are told and never block.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from stdnum.exceptions import ValidationError
from stdnum.id import nik as stdnik

from loket.foundation.people.rules import NotAnIdentity

#: The day of a woman's birth is written with 40 added.
WOMAN = 40


class Sex(StrEnum):
    """As a NIK or a passport has it; a passport may leave it open."""

    FEMALE = "female"
    MALE = "male"


class Doubt(StrEnum):
    """What is told at the field ("Periksa lagi") and may be confirmed."""

    REGION = "region"
    BORN = "born"
    SEX = "sex"
    PASSPORT = "passport"


class NotANik(NotAnIdentity):
    """16 digits whose birth date does not exist or whose serial is 0000."""

    code = "not_a_nik"
    sentence = "NIK ini tidak mungkin: angka ke-7 sampai ke-12 adalah tanggal lahir. Periksa 16 angkanya."


@dataclass(frozen=True, slots=True)
class NikSays:
    """Day, month and two-digit year of birth (a NIK names no century), sex, and whether its regency is known."""

    born: tuple[int, int, int]
    sex: Sex
    region_known: bool


def read_nik(nik: str) -> NikSays:
    """Reads 16 digits. Raises NotANik for a date that no century has (31 February, month 13) and serial 0000."""
    if len(nik) != 16 or not (nik.isascii() and nik.isdigit()) or nik.endswith("0000"):
        raise NotANik
    day = int(nik[6:8])
    try:
        stdnik.get_birth_date(nik)
    except ValidationError as error:
        raise NotANik from error
    if day > WOMAN + 31:
        raise NotANik
    sex = Sex.FEMALE if day > WOMAN else Sex.MALE
    return NikSays((day % WOMAN, int(nik[8:10]), int(nik[10:12])), sex, _is_region(nik[:4]))


def doubts_of_nik(nik: str, *, born: date | None = None, sex: Sex | None = None) -> tuple[Doubt, ...]:
    """What of a NIK does not fit to what else was said; unknown things are not compared. Raises NotANik."""
    says = read_nik(nik)
    found = [] if says.region_known else [Doubt.REGION]
    if born is not None and says.born != (born.day, born.month, born.year % 100):
        found.append(Doubt.BORN)
    if sex is not None and says.sex is not sex:
        found.append(Doubt.SEX)
    return tuple(found)


def _is_region(code: str) -> bool:
    """Whether python-stdnum's list, which ages, has this regency (Home Ministry code)."""
    return bool(stdnik.is_valid(f"{code}010101900001"))
