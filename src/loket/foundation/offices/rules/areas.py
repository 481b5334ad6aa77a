"""Which office serves a foreigner's address (R10)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from loket.foundation.offices.rules.words import AreaSays


@dataclass(frozen=True, slots=True)
class Cover:
    """An office that covers a regency. Not confirmed: it stands there, and no source names its area."""

    office_id: int
    is_confirmed: bool


def area_says(covers: Iterable[Cover], office_id: int) -> AreaSays:
    """Whether this office serves an address whose regency is covered so; only a confirmed other office sends away.

    Nothing known, or nothing confirmed: ask, don't refuse (R10).
    """
    sure = {cover.office_id for cover in covers if cover.is_confirmed}
    if not sure:
        return AreaSays.UNKNOWN
    return AreaSays.HERE if office_id in sure else AreaSays.ELSEWHERE
