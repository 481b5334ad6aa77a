"""What a token may do, how long it lives, what it looks like. No database, no clock."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from loket.kit.errors import Refusal
from loket.kit.text import clean_line


class Scope(StrEnum):
    """One thing that a token may do."""

    AVAILABILITY_READ = "availability:read"
    BOOKINGS_READ = "bookings:read"
    BOOKINGS_WRITE = "bookings:write"
    ARRIVALS_IMPORT = "arrivals:import"
    STATISTICS_READ = "statistics:read"


class TokenUnknown(Refusal):
    """A token is not known, has expired or was revoked; which of them is not told."""

    code, status = "token_unknown", 401
    sentence = "Token ini tidak berlaku. Minta token baru kepada kepala kantor."


class ScopeMissing(Refusal):
    """A token is good, and may not do this."""

    code, status = "scope_missing", 403
    sentence = "Token ini tidak memuat hak %(scope)s. Minta token dengan hak itu kepada kepala kantor."


class NoScopes(Refusal):
    """A token without any scope, or with one that does not exist."""

    code, status = "no_scopes", 422
    sentence = "Pilih paling sedikit satu hak."


class NotATokenName(Refusal):
    """A token's name is empty or too long: nobody would know whose it is."""

    code, status = "not_a_token_name", 422
    sentence = "Tulis nama program yang akan memakainya, 1 sampai 60 huruf."


class NotALifetime(Refusal):
    """A token lives from 1 day to a year."""

    code, status = "not_a_lifetime", 422
    sentence = "Masa berlaku token 1 sampai 366 hari."


class TooManyTokens(Refusal):
    """An office or region has as many tokens in force as it can look after."""

    code, status = "too_many_tokens", 409
    sentence = "Sudah ada %(most)s token yang berlaku. Cabut yang tidak dipakai lagi, lalu buat yang baru."


LONGEST_LIFE = 366
MOST_IN_FORCE = 20
#: Calls of one token: boards that ask each second fit, a program in a circle does not.
CALLS, WITHIN = 600, timedelta(minutes=1)
#: `loket_`, 8 signs that lists show, 43 that nobody sees again: 256 bits.
_SHOWN, _SECRET = 8, 32
_TOKEN = re.compile(r"loket_[0-9a-f]{8}_[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class Grant:
    """What a good token stands for: its id, where it holds, what it may do."""

    token_id: int
    office_id: int | None
    region_id: int | None
    scopes: frozenset[Scope]


def new_token() -> str:
    """The text of a new token. Programs that look for lost secrets know it by its beginning."""
    return f"loket_{secrets.token_hex(_SHOWN // 2)}_{secrets.token_urlsafe(_SECRET)}"


def prefix_of(text: str) -> str:
    """What lists show of a token: `loket_1a2b3c4d`."""
    return text[: len("loket_") + _SHOWN]


def looks_like_token(text: str) -> bool:
    """Whether a text can be one of ours at all; anything else is not looked for."""
    return _TOKEN.fullmatch(text) is not None


def name_of_token(typed: str) -> str:
    """The name of the program that will use a token, 1 to 60 characters. Raises NotATokenName."""
    try:
        name = clean_line(typed, limit=60)
    except ValueError as error:
        raise NotATokenName from error
    if not name:
        raise NotATokenName
    return name


def scopes_of(asked: Iterable[str]) -> list[Scope]:
    """Scopes in their one order, each once. Raises NoScopes for none, or for a word that is none."""
    wanted = set(asked)
    if not wanted or not wanted <= set(Scope):
        raise NoScopes
    return [scope for scope in Scope if scope in wanted]


def end_of_life(days: int, now: datetime) -> datetime:
    """When a token of `days` days ends. Raises NotALifetime."""
    if not 1 <= days <= LONGEST_LIFE:
        raise NotALifetime
    return now + timedelta(days=days)


def check_scope(scopes: frozenset[Scope], needed: Scope) -> None:
    """Raises ScopeMissing."""
    if needed not in scopes:
        raise ScopeMissing(scope=needed.value)
