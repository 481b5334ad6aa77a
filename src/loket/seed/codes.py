"""Short codes of offices: three letters that stand in booking numbers, derived from the name, never twice."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import combinations

#: Codes that people use already, by name.
KNOWN = {
    "Jakarta Selatan": "JKS",
    "Jakarta Barat": "JKB",
    "Jakarta Pusat": "JKP",
    "Jakarta Timur": "JKT",
    "Jakarta Utara": "JKU",
    "Tanjung Priok": "TPK",
    "Soekarno-Hatta": "CGK",
    "Surakarta": "SKA",
}


def slug_of(name: str) -> str:
    """The name as it stands in addresses: lower case, hyphens."""
    return "-".join(_words(name)).lower()


def codes_for(names: Iterable[str], *, taken: Iterable[str] = ()) -> dict[str, str]:
    """A code for each name: known ones first, the rest in the order given, none of `taken`. Raises ValueError."""
    names = list(names)
    codes = {name: KNOWN[name] for name in names if name in KNOWN}
    used = {*taken, *codes.values()}
    for name in names:
        if name not in codes:
            codes[name] = next((code for code in _candidates(name) if code not in used), "")
            if not codes[name]:
                raise ValueError(name)
            used.add(codes[name])
    return codes


def _words(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().upper()
    return "".join(c if c.isalpha() else " " for c in plain).split()


def _candidates(name: str) -> Iterator[str]:
    """Initial and two later letters: initials of words and consonants are tried before vowels."""
    words = _words(name)
    letters = "".join(words)
    initials = {sum(len(w) for w in words[:i]) for i in range(len(words))}
    ranks = [0 if i in initials else 1 if letters[i] not in "AEIOU" else 2 for i in range(len(letters))]
    pairs = combinations(range(1, len(letters)), 2)
    for i, j in sorted(pairs, key=lambda pair: (ranks[pair[0]] + ranks[pair[1]], pair)):
        yield letters[0] + letters[i] + letters[j]
