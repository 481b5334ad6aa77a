"""Regencies and cities of Indonesia by their Home Ministry code, which NIKs use too.

Not those of the statistics office: there 31.71 is South Jakarta, here it is Central Jakarta (docs/adr/0013).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_LIST = Path(__file__).with_name("regencies.csv")
_FIRST_CITY = 71


@dataclass(frozen=True, slots=True)
class Regency:
    """A regency or city: `33.72`, `Kota Surakarta`, `Jawa Tengah`."""

    code: str
    name: str
    province: str


@cache
def all_regencies() -> dict[str, Regency]:
    """All 514 by code, in the order of the codes."""
    lines = _LIST.read_text(encoding="utf-8").splitlines()
    return {regency.code: regency for line in lines if not line.startswith("#") for regency in _of_province(line)}


def regency_of(code: str) -> Regency | None:
    """The regency with this code, None when there is none."""
    return all_regencies().get(code)


def _of_province(line: str) -> Iterator[Regency]:
    province, name, listed = line.split(";")
    number = 0
    for entry in listed.split(","):
        jump, _, own = entry.rpartition("=")
        number = int(jump) if jump else number + 1
        yield Regency(f"{province}.{number:02d}", f"{'Kota' if number >= _FIRST_CITY else 'Kabupaten'} {own}", name)
