"""Who may be who: roles, identities, names, phones, birth dates. No database, no clock."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import phonenumbers

from loket.foundation.offices.rules import Nationality
from loket.kit.errors import Refusal
from loket.kit.text import clean_line


class Role(StrEnum):
    """What a staff member does; each role has its pages."""

    HELP_DESK = "help_desk"
    GATE = "gate"
    COUNTER = "counter"
    HEAD = "head"
    REGION = "region"


class NotAPhone(Refusal):
    """A text is not a mobile or fixed phone number."""

    code, status = "not_a_phone", 422
    sentence = "Nomor telepon ini belum benar. Tulis seperti 0812 3456 7890."


class NotAnIdentity(Refusal):
    """A text is neither a NIK nor a passport number."""

    code, status = "not_an_identity", 422
    sentence = "NIK terdiri atas 16 angka. Periksa angka pada KTP atau KK Anda."


class NotAPassport(NotAnIdentity):
    """A text is not a passport number."""

    code = "not_a_passport"
    sentence = "Nomor paspor terdiri atas 5 sampai 9 huruf dan angka. Periksa halaman identitas paspor."


class NotAName(Refusal):
    """A name is empty, too long, or holds no letter."""

    code, status = "not_a_name", 422
    sentence = "Tulis nama seperti pada dokumen, 1 sampai 100 huruf."


class NotABirthDate(Refusal):
    """A birth date lies in the future or more than 120 years back."""

    code, status = "not_a_birth_date", 422
    sentence = "Tanggal lahir ini tidak mungkin. Periksa tanggal, bulan, dan tahunnya."


@dataclass(frozen=True, slots=True)
class Identity:
    """A person's identity key: nationality and the canonical text that is sealed and indexed."""

    nationality: Nationality
    key: str  # "nik:" + 16 digits, or "passport:" + ISO 3166 alpha-3 + ":" + number (spec/draw.md)


_NIK = re.compile(r"^[1-9][0-9]{15}$")
_PASSPORT = re.compile(r"^[A-Z0-9]{5,9}$")
_COUNTRY = re.compile(r"^[A-Z]{3}$")
_ASCII_DIGITS_AND_GAPS = re.compile(r"^[0-9 .\-]*$")
OLDEST = 120


def identity_of_citizen(nik: str) -> Identity:
    """A NIK as an identity: 16 digits, gaps allowed (R59). Raises NotAnIdentity.

    Region and date inside a NIK are not checked here: a NIK stays even when the date in it is wrong, so a
    mismatch may warn and never blocks (domain.md section 9).
    """
    if len(nik) > 40 or not _ASCII_DIGITS_AND_GAPS.match(nik):
        raise NotAnIdentity
    digits = re.sub(r"[^0-9]", "", nik)
    if not _NIK.match(digits):
        raise NotAnIdentity
    return Identity(Nationality.WNI, f"nik:{digits}")


def identity_of_foreigner(country: str, number: str) -> Identity:
    """A foreign passport as an identity: ISO 3166 alpha-3 and 5 to 9 letters or digits. Raises NotAPassport."""
    country, number = country.strip().upper()[:4], re.sub(r"[ \-]", "", number[:40]).upper()
    if not _COUNTRY.match(country) or country == "IDN" or not _PASSPORT.match(number):
        raise NotAPassport
    return Identity(Nationality.WNA, f"passport:{country}:{number}")


def phone_of(typed: str) -> str:
    """A typed phone number as E.164; numbers without country code are Indonesian. Raises NotAPhone."""
    if len(typed) > 30:
        raise NotAPhone
    try:
        number = phonenumbers.parse(typed, "ID")
    except phonenumbers.NumberParseException as error:
        raise NotAPhone from error
    if not phonenumbers.is_valid_number(number):
        raise NotAPhone
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def name_of(typed: str) -> str:
    """A name as written: 1 to 100 characters with a letter, one word is enough (R60). Raises NotAName."""
    try:
        name = clean_line(typed, limit=100)
    except ValueError as error:
        raise NotAName from error
    if not any(c.isalpha() for c in name):
        raise NotAName
    return name


def check_birth_date(born: date, *, today: date) -> None:
    """Raises NotABirthDate for a date after `today` or more than 120 years before it."""
    if born > today or today.year - born.year > OLDEST:
        raise NotABirthDate


def age_on(born: date, day: date) -> int:
    """Age in full years on `day`; a person born on 29 February has the birthday on 1 March in other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
