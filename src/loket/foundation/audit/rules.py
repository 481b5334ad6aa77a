"""What a ledger line may hold. No personal data: ids, codes of reasons and counts only."""

from __future__ import annotations

import re
from typing import Any

#: room.verb_in_past, such as `booking.claimed`
FACT = re.compile(r"^[a-z]+\.[a-z_]+$")
DETAIL_LIMIT = 20
_TOO_LONG = 200
_SIXTEEN_DIGITS = re.compile(r"(?<!\d)\d{16}(?!\d)")


class DetailWrong(ValueError):
    """A ledger detail is too big or looks like an identity number: it must not be kept for ever."""


def looks_like_identity(text: str) -> bool:
    """Whether 16 digits stand together in a text, as in a NIK: such a text never goes into the ledger."""
    return bool(_SIXTEEN_DIGITS.search(text))


def check_detail(detail: dict[str, Any]) -> None:
    """Raises DetailWrong for more than 20 keys, texts over 200 characters, or anything like a NIK."""
    if len(detail) > DETAIL_LIMIT:
        raise DetailWrong("more than 20 keys")
    for key, value in detail.items():
        text = str(value)
        if len(text) > _TOO_LONG:
            raise DetailWrong(f"{key} is longer than {_TOO_LONG} characters")
        if looks_like_identity(text):
            raise DetailWrong(f"{key} looks like an identity number")
