"""How many seats a day the demo's offices have before the rule in force halves them."""

from __future__ import annotations

from loket.seed.reference import COLLECTION, ITAS, ITK, NEW, REPLACEMENT

#: PPKM level 2 on 4 February 2022: half (SE MenPANRB 01/2022). The demo uses it everywhere.
CAP_PERCENT = 50

#: Jakarta Pusat served 384 citizens a day in 2020, Surakarta 200 before Covid;
#: South Jakarta's 300 and all else are invented.
_BASE = {
    "JKS": {NEW: 200, REPLACEMENT: 100, ITAS: 64, ITK: 24, COLLECTION: 300},
    "JKP": {NEW: 256, REPLACEMENT: 128, ITAS: 24, ITK: 12, COLLECTION: 160},
    "SKA": {NEW: 130, REPLACEMENT: 70, ITAS: 24, ITK: 12, COLLECTION: 120},
}
_ELSEWHERE = {NEW: 100, REPLACEMENT: 60, ITAS: 24, ITK: 12, COLLECTION: 120}


def base_quota(office_code: str) -> dict[str, int]:
    """Seats a day and service of an office, before any cap."""
    return _BASE.get(office_code, _ELSEWHERE)
