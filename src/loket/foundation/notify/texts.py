"""Reads what messages say: texts/*.toml, one file a message, and door.toml, one sentence a key.

A file names its facts and what sort each is, how long it is kept, and both languages: `short` for phones, `subject`
and `letter` for e-mail. It is data: whoever mends a text changes no program. Read once, checked when read.
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent
LANGUAGES = ("id", "en")
#: Sorts of facts: a text as it is; (Indonesian, English); a day; a number; how many people; sentences in both.
SORTS = frozenset({"text", "words", "day", "number", "people", "sentences"})
_PARTS = ("short", "subject", "letter")


class TextWrong(ValueError):
    """A file of texts lacks a language or a part, or names a fact that it does not declare."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What one message says in one language. Subject and letter are empty where it never goes by e-mail."""

    short: str
    subject: str
    letter: str


@dataclass(frozen=True, slots=True)
class Text:
    """One file: facts by name and sort, both languages, by which channels (empty: all), how long kept and useful."""

    facts: Mapping[str, str]
    wording: Mapping[str, Wording]
    channels: tuple[str, ...]
    kept_for: timedelta
    useful_for: timedelta | None


@cache
def text_of(name: str) -> Text:
    """The texts of a message by its name. Raises TextWrong, FileNotFoundError."""
    return read_text(name, (_HERE / "texts" / f"{name}.toml").read_text(encoding="utf-8"))


def read_text(name: str, source: str) -> Text:
    """A file's content, checked. Raises TextWrong."""
    raw = tomllib.loads(source)
    facts = raw.get("facts", {})
    wording = {language: Wording(*(raw.get(language, {}).get(p, "") for p in _PARTS)) for language in LANGUAGES}
    _check(name, facts, wording)
    minutes = raw.get("useful_minutes")
    return Text(
        facts=facts,
        wording=wording,
        channels=tuple(raw.get("channels", ())),
        kept_for=timedelta(days=raw["kept_days"]),
        useful_for=timedelta(minutes=minutes) if minutes else None,
    )


@cache
def door_sentences() -> Mapping[str, tuple[str, str]]:
    """What may be told of the door: key to the sentence in Indonesian and English."""
    raw: dict[str, Any] = tomllib.loads((_HERE / "door.toml").read_text(encoding="utf-8"))
    return {key: (both["id"], both["en"]) for key, both in raw.items()}


def names_in(pattern: str) -> set[str]:
    """The facts that a text names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(pattern) if name}


def _check(name: str, facts: Mapping[str, str], wording: Mapping[str, Wording]) -> None:
    if not set(facts.values()) <= SORTS:
        raise TextWrong(f"{name}: a fact is of no known sort")
    for language, said in wording.items():
        if not said.short:
            raise TextWrong(f"{name}: nothing is said in {language}")
        if bool(said.subject) != bool(said.letter):
            raise TextWrong(f"{name}: a letter needs a subject ({language})")
        unknown = names_in(said.short + said.subject + said.letter) - facts.keys()
        if unknown:
            raise TextWrong(f"{name}: {sorted(unknown)} are not declared")
    if len({bool(said.letter) for said in wording.values()}) > 1:
        raise TextWrong(f"{name}: one language has a letter, the other none")
