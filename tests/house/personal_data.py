"""Finds what looks like personal data in a text: logs, pages for everyone, addresses, a day's output."""

from __future__ import annotations

import re

_PATTERNS = {
    "NIK": re.compile(r"(?<![\dA-Fa-f-])[1-9]\d{15}(?![\dA-Fa-f-])"),
    "phone": re.compile(r"(?<![\dA-Fa-f-])(?:\+62|62|0)8[1-9](?:[ -]?\d){7,10}(?!\d)"),
    "e-mail": re.compile(r"[\w.+-]+@[\w-]+\.[a-z]{2,}", re.IGNORECASE),
}


def personal_data_in(text: str, *, known: tuple[str, ...] = ()) -> list[str]:
    """What of `text` looks like a NIK, a phone number or an e-mail address, and each of `known` that it holds.

    `known`: names, passport and identity numbers that the test itself typed. Answers sorts and pieces to show.
    """
    found = [f"{sort}: {match}" for sort, pattern in _PATTERNS.items() for match in pattern.findall(text)]
    low = text.casefold()
    return found + [f"known: {word}" for word in known if word and word.casefold() in low]
