"""Machine readable zones of travel documents, read and checked (ICAO Doc 9303 parts 3, 4 and 5). Pure, our own.

TD3: passports, 2 lines of 44. TD1: cards, 3 lines of 30. Check digits: weights 7, 3, 1; A is 10, Z is 35, `<` is 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import cycle

from loket.foundation.people.niks import Sex
from loket.kit.errors import Refusal

_SIGNS = {sign: value for value, sign in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")} | {"<": 0}
_LINES = {88: (44, 44), 90: (30, 30, 30)}


class MrzUnreadable(Refusal):
    """A text is no machine readable zone, or one of its check digits is wrong."""

    code, status = "mrz_unreadable", 422
    sentence = "Baris mesin pada paspor tidak terbaca. Pindai sekali lagi, atau ketik nomornya."


@dataclass(frozen=True, slots=True)
class Mrz:
    """What a document says. `issuer` and `nationality` are ICAO codes; a one-word name is the primary part alone."""

    document: str
    issuer: str
    number: str
    nationality: str
    born: date | None  # None where the document leaves day or month open
    sex: Sex | None
    expires: date
    primary: str
    secondary: str

    @property
    def name(self) -> str:
        """The name in reading order: the secondary part (given names) before the primary one."""
        return f"{self.secondary} {self.primary}".strip()


def check_digit(text: str) -> int:
    """The ICAO 9303 check digit of a field. Raises KeyError for signs that no zone has."""
    return sum(_SIGNS[sign] * weight for sign, weight in zip(text, cycle((7, 3, 1)), strict=False)) % 10


def read_mrz(text: str, *, today: date) -> Mrz:
    """Reads TD3 and TD1; line breaks, spaces and letter case do not count. Raises MrzUnreadable.

    Two-digit birth years are the latest that are not after `today`; expiry years belong to this century.
    """
    zone = "".join(text.split()).upper() if len(text) <= 200 else ""
    if len(zone) not in _LINES or any(sign not in _SIGNS for sign in zone):
        raise MrzUnreadable
    return _td3(zone[:44], zone[44:], today) if len(zone) == 88 else _td1(zone[:30], zone[30:60], zone[60:], today)


def _td3(first: str, second: str, today: date) -> Mrz:
    _check(second[:9], second[9])
    _check(second[13:19], second[19])
    _check(second[21:27], second[27])
    _check(second[28:42], second[42], may_be_open=True)
    _check(second[:10] + second[13:20] + second[21:43], second[43])
    if first[0] != "P":
        raise MrzUnreadable
    return _mrz(first[:2], first[2:5], second[:9], second[10:13], second[13:19], second[20], second[21:27],
                first[5:], today)  # fmt: skip


def _td1(first: str, second: str, third: str, today: date) -> Mrz:
    number = _long_number(first)
    _check(second[:6], second[6])
    _check(second[8:14], second[14])
    _check(first[5:] + second[:7] + second[8:15] + second[18:29], second[29])
    return _mrz(first[:2], first[2:5], number, second[15:18], second[:6], second[7], second[8:14], third, today)


def _long_number(first: str) -> str:
    """A TD1's document number; one of more than 9 signs goes on in the optional data, its check digit last."""
    if first[14] != "<":
        _check(first[5:14], first[14])
        return first[5:14]
    rest = first[15:].partition("<")[0]
    if not rest:
        raise MrzUnreadable
    _check(first[5:14] + rest[:-1], rest[-1])
    return first[5:14] + rest[:-1]


def _check(field: str, digit: str, *, may_be_open: bool = False) -> None:
    """Optional data that is empty may have `<` for its digit (9303-4, 4.2.2.2)."""
    if may_be_open and digit == "<" and not field.strip("<"):
        return
    if digit != str(check_digit(field)):
        raise MrzUnreadable


def _mrz(
    document: str, issuer: str, number: str, country: str, born: str, sex: str, expires: str, names: str, today: date
) -> Mrz:
    primary, _, secondary = names.partition("<<")
    if not primary.strip("<"):
        raise MrzUnreadable
    return Mrz(
        document=document.strip("<"),
        issuer=issuer.strip("<"),
        number=number.strip("<"),
        nationality=country.strip("<"),
        born=_born(born, today),
        sex={"F": Sex.FEMALE, "M": Sex.MALE}.get(sex),
        expires=_day(expires, 2000),
        primary=_words(primary),
        secondary=_words(secondary),
    )


def _words(part: str) -> str:
    return " ".join(part.replace("<", " ").split())


def _born(text: str, today: date) -> date | None:
    if "<" in text:
        return None
    try:
        born = _day(text, 2000)
    except MrzUnreadable:
        return _day(text, 1900)  # 29 February of a year that only the last century had
    return born if born <= today else _day(text, 1900)


def _day(text: str, century: int) -> date:
    try:
        return date(century + int(text[:2]), int(text[2:4]), int(text[4:]))
    except ValueError as error:
        raise MrzUnreadable from error
