"""What a person needs at the door and the counter (A8): declared at booking, told to gate, counter and ticket.

Wheelchair, deaf and blind are health data (UU 27/2022, article 4), so all of it is sealed: docs/adr/0015.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from loket.kit.errors import Refusal
from loket.kit.text import clean_line

LONGEST_LANGUAGE = 40


class Need(StrEnum):
    """What is made ready before the visit."""

    WHEELCHAIR = "wheelchair"
    DEAF = "deaf"
    BLIND = "blind"
    INTERPRETER = "interpreter"


class LanguageMissing(Refusal):
    """An interpreter was asked for without a language."""

    code, status = "language_missing", 422
    sentence = "Tulis bahasa juru bahasanya, misalnya Mandarin atau bahasa isyarat (BISINDO)."


@dataclass(frozen=True, slots=True)
class Needs:
    """One person's needs in the order of Need; `language` of the interpreter, else empty."""

    kinds: tuple[Need, ...] = ()
    language: str = ""

    def __bool__(self) -> bool:
        return bool(self.kinds)

    def packed(self) -> str:
        """As text for one sealed cell."""
        return json.dumps([[kind.value for kind in self.kinds], self.language])


NO_NEEDS = Needs()


def needs_of(kinds: Iterable[str], language: str = "") -> Needs:
    """Needs from what was ticked and typed; unknown words are left out. Raises LanguageMissing."""
    said = set(kinds)
    found = tuple(need for need in Need if need.value in said)
    if Need.INTERPRETER not in found:
        return Needs(found)
    try:
        spoken = clean_line(language, limit=LONGEST_LANGUAGE)
    except ValueError as error:
        raise LanguageMissing from error
    if not any(c.isalpha() for c in spoken):
        raise LanguageMissing
    return Needs(found, spoken)


def unpacked(text: str) -> Needs:
    """What `packed` made."""
    kinds, language = json.loads(text)
    return Needs(tuple(Need(kind) for kind in kinds), language)
