"""Names: how a passport would print one, and how far two are apart (R60, domain.md section 9). Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

#: Two sources give 34 characters, another 30: above the lower one it is told, above the higher one strongly.
SHORT_LINE, LONG_LINE = 30, 34
#: A typing slip: so many characters wrong, left out, added or swapped.
SLIP = 2
#: Titles before a name: with a dot any of these; without one only those that are nobody's name.
_BEFORE = {"PROF", "DR", "DRS", "DRA", "IR", "H", "HJ", "KH"}
_BARE = {"PROF", "DRS", "DRA", "HJ"}
_JOINS = str.maketrans("", "", "'`\u2018\u2019\u02bc\u02bb")


@dataclass(frozen=True, slots=True)
class Preview:
    """A name as the passport would print it; `over` is the line length that it passes, 0 for none."""

    text: str
    over: int


def passport_name(name: str) -> Preview:
    """The name without punctuation, digits and titles, in capitals: Ai'nun -> AINUN, M. Firman -> M FIRMAN.

    What stands behind a comma is a title (`, S.H.`). Never empty: a name that is all title stays as it is.
    """
    plain = _letters(_without_titles(name)) or _letters(name) or name.upper()
    over = next((line for line in (LONG_LINE, SHORT_LINE) if len(plain) > line), 0)
    return Preview(plain, over)


def _without_titles(name: str) -> str:
    words = name.partition(",")[0].split()
    while len(words) > 1:
        word = words[0].upper()
        if not (word.endswith(".") and word.rstrip(".") in _BEFORE) and word not in _BARE:
            break
        words.pop(0)
    return " ".join(words)


def _letters(name: str) -> str:
    upper = unicodedata.normalize("NFKD", name.translate(_JOINS)).encode("ascii", "ignore").decode().upper()
    return " ".join(re.sub(r"[^A-Z ]", " ", upper).split())


def is_slip(was: str, now: str) -> bool:
    """Whether `now` is `was` with a typing slip mended: at most 2 characters, letter case does not count."""
    return distance(was.casefold(), now.casefold()) <= SLIP


def distance(one: str, other: str) -> int:
    """Damerau-Levenshtein: insertions, deletions, changes, and swaps of neighbours, each counted once.

    The unrestricted one (Lowrance and Wagner, 1975), a metric: a swapped pair may have letters put between it.
    """
    width = len(other) + 2
    far = len(one) + len(other)
    rows: list[list[int]] = [[far] * width, [far, *range(width - 1)]]
    last_row: dict[str, int] = {}
    for i, a in enumerate(one, start=1):
        row, last_match = [far, i], 0
        for j, b in enumerate(other, start=1):
            k, m = last_row.get(b, 0), last_match
            swap = rows[k][m] + (i - k - 1) + 1 + (j - m - 1)
            change = rows[i][j] + (a != b)
            row.append(min(change, row[j] + 1, rows[i][j + 1] + 1, swap))
            if a == b:
                last_match = j
        rows.append(row)
        last_row[a] = i
    return rows[-1][-1]
