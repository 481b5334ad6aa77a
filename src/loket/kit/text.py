"""Text that people type: cleaned before any rule sees it."""

from __future__ import annotations

import unicodedata

#: Controls that reorder what is read (bidi) hide one name inside another.
_BIDI = {chr(c) for c in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C)}


def clean_line(typed: str, *, limit: int) -> str:
    """One line of text: NFC, no control or reordering characters, single spaces, at most `limit` characters.

    Raises ValueError("long") past the limit, so that nothing is cut silently.
    """
    if len(typed) > limit * 4:
        raise ValueError("long")
    kept = (c if unicodedata.category(c)[0] != "C" else " " for c in typed if c not in _BIDI)
    line = " ".join(unicodedata.normalize("NFC", "".join(kept)).split())
    if len(line) > limit:
        raise ValueError("long")
    return line
