"""Who may be who: roles, identities, names, phones, birth dates. No database, no clock."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

import phonenumbers

from loket.foundation.offices.rules import Nationality
from loket.kit import formats
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


class NotAnEmail(Refusal):
    """A text is not an e-mail address, or longer than 254 signs (RFC 5321)."""

    code, status = "not_an_email", 422
    sentence = "Alamat surel ini belum benar. Tulis seperti nama@contoh.id."


class NotAnIdentity(Refusal):
    """A text is neither a NIK nor a passport number."""

    code, status = "not_an_identity", 422
    sentence = "NIK terdiri atas 16 angka. Periksa angka pada KTP atau KK Anda."


class NotAPassport(NotAnIdentity):
    """A text is not a passport number."""

    code = "not_a_passport"
    sentence = "Nomor paspor hanya terdiri atas huruf dan angka, biasanya 5 sampai 9. Periksa halaman identitas paspor."


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


_NIK = re.compile(r"[1-9][0-9]{15}")
#: Sources contradict each other on passport numbers (domain.md section 9): lengths other than 5 to 9 are only told.
_PASSPORT = re.compile(r"[A-Z0-9]{3,20}")
_USUAL_PASSPORT = re.compile(r"[A-Z0-9]{5,9}")
_COUNTRY = re.compile(r"[A-Z]{3}")
_ASCII_DIGITS_AND_GAPS = re.compile(r"[0-9 .\-]*")
OLDEST = 120


def identity_of_citizen(nik: str) -> Identity:
    """A NIK as an identity: 16 digits, gaps allowed (R59). Raises NotAnIdentity.

    Region and date inside a NIK are not checked here: a NIK stays even when the date in it is wrong, so a
    mismatch may warn and never blocks (domain.md section 9).
    """
    if len(nik) > 40 or not _ASCII_DIGITS_AND_GAPS.fullmatch(nik):
        raise NotAnIdentity
    digits = re.sub(r"[^0-9]", "", nik)
    if not _NIK.fullmatch(digits):
        raise NotAnIdentity
    return Identity(Nationality.WNI, f"nik:{digits}")


def identity_of_foreigner(country: str, number: str) -> Identity:
    """A foreign passport as an identity: ISO 3166 alpha-3 and 3 to 20 letters or digits. Raises NotAPassport."""
    country, number = country.strip().upper()[:4], re.sub(r"[ \-]", "", number[:40]).upper()
    if not _COUNTRY.fullmatch(country) or country == "IDN" or not _PASSPORT.fullmatch(number):
        raise NotAPassport
    return Identity(Nationality.WNA, f"passport:{country}:{number}")


def is_usual_passport(number: str) -> bool:
    """Whether a passport number (capitals, no gaps) has 5 to 9 signs, as nearly all have; others are told."""
    return bool(_USUAL_PASSPORT.fullmatch(number))


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


_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+")


def email_of(typed: str) -> str:
    """An e-mail address as HTML forms know it, the domain in small letters. Raises NotAnEmail."""
    address = typed[:300].strip()
    if len(address) > 254 or not _EMAIL.fullmatch(address) or ".." in address:
        raise NotAnEmail
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.lower()}"


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


class TooManyTries(Refusal):
    """Something was tried too often in a window of time: sign-ins, codes, PINs, ticket codes."""

    code, status = "too_many_tries", 429
    sentence = "Terlalu banyak percobaan. Coba lagi pukul %(until)s."


class CodeWrong(Refusal):
    """A one-time code is wrong, too old, used, or was tried too often: which of these is not told."""

    code, status = "code_wrong", 422
    sentence = "Kode ini salah atau sudah tidak berlaku. Periksa pesan terakhir, atau minta kode baru."


class SignInWrong(Refusal):
    """Phone (or staff name) and password do not belong together; which of them is wrong is not told."""

    code, status = "sign_in_wrong", 422
    sentence = "Nomor telepon dan kata sandi tidak cocok. Periksa lagi, atau masuk dengan kode."


class StaffSignInWrong(SignInWrong):
    """Staff name and password do not belong together."""

    code = "staff_sign_in_wrong"
    sentence = "Nama petugas dan kata sandi tidak cocok. Periksa lagi, atau hubungi kepala kantor."


class PinWrong(Refusal):
    """A PIN is not this officer's, or the officer is not of this office."""

    code, status = "pin_wrong", 422
    sentence = "PIN tidak cocok dengan petugas yang dipilih. Coba lagi."


class NotAPin(Refusal):
    """A PIN has other than 6 digits."""

    code, status = "not_a_pin", 422
    sentence = "PIN terdiri atas 6 angka."


class PasswordWeak(Refusal):
    """A password is too short, too long, or on the list of common ones."""

    code, status = "password_weak", 422
    sentence = "Kata sandi paling sedikit 10 huruf atau angka, dan bukan kata sandi yang umum dipakai."


class NotAStaffName(Refusal):
    """A staff name (login) has other signs than small letters, digits, dot, hyphen, underscore, or is taken."""

    code, status = "not_a_staff_name", 422
    sentence = "Nama petugas terdiri atas 3 sampai 40 huruf kecil, angka, titik, atau tanda hubung, dan belum dipakai."


@dataclass(frozen=True, slots=True)
class Limit:
    """How many tries a window of time allows; the window starts with its first try."""

    tries: int
    window: timedelta


_QUARTER = timedelta(minutes=15)
#: An address may be a whole village behind one mobile operator's gateway: its limits stop machines, not people.
CODES_A_PHONE = Limit(5, _QUARTER)
CODES_AN_ADDRESS = Limit(300, _QUARTER)
PASSWORDS_A_LOGIN = Limit(10, _QUARTER)
SIGN_INS_AN_ADDRESS = Limit(300, _QUARTER)
PINS_AN_OFFICER = Limit(5, timedelta(minutes=5))

CODE_DIGITS = 6
CODE_LIVES = timedelta(minutes=10)
CODE_TRIES = 5
PASSWORD_LONGEST = 128
PASSWORD_SHORTEST = 10
_CODE = re.compile(r"[0-9]{6}")
_STAFF_NAME = re.compile(r"[a-z0-9][a-z0-9._\-]{2,39}")


def code_of(typed: str) -> str:
    """A typed one-time code: 6 ASCII digits, gaps do not count. Raises CodeWrong."""
    code = re.sub(r"[ \-]", "", typed[:20])
    if not _CODE.fullmatch(code):
        raise CodeWrong
    return code


def pin_of(typed: str) -> str:
    """A typed PIN: 6 ASCII digits. Raises NotAPin."""
    if not _CODE.fullmatch(typed):
        raise NotAPin
    return typed


def staff_name_of(typed: str) -> str:
    """A staff member's sign-in name in its one form, small letters. Raises NotAStaffName."""
    name = typed[:80].strip().lower()
    if not _STAFF_NAME.fullmatch(name):
        raise NotAStaffName
    return name


def code_opens(*, expires_at: datetime, tries: int, used: bool, now: datetime) -> bool:
    """Whether a code may be tried at `now`: to the second before it expires, 5 tries, once."""
    return not used and now < expires_at and tries < CODE_TRIES


def until_in_words(moment: datetime, timezone: str) -> str:
    """`14.05 WIB`: when a try is allowed again; a begun minute counts as full, so that the time holds."""
    up = moment + timedelta(seconds=59, microseconds=999_999)
    wall = formats.in_zone(up, timezone)
    return f"{formats.clock_time(wall)} {formats.zone_label(timezone, wall)}"
