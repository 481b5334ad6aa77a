"""Figures of a day, and what they count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

#: A page of the list of people inside.
PAGE = 25
#: Minutes: a wait above the first is shown as too long; the second is the end of the bar. Wishes, not law.
LONGEST_WAIT_WANTED, LONGEST_WAIT_SHOWN = 30, 60


@dataclass(frozen=True, slots=True)
class Figures:
    """An office at one moment. `oldest_wait_since`: since when the longest waiting number waits, or None."""

    arrived: int
    expected: int
    counters_open: int
    counters: int
    waiting: int
    oldest_wait_since: datetime | None
    refused: int

    @property
    def tried(self) -> int:
        """Everybody who came to the door: let in or refused."""
        return self.arrived + self.refused

    def longest_wait_minutes(self, now: datetime) -> int:
        """Whole minutes that the longest waiting person has waited, 0 when nobody waits."""
        return waited_minutes(self.oldest_wait_since, now) if self.oldest_wait_since else 0


def waited_minutes(since: datetime, now: datetime) -> int:
    """Whole minutes from `since` to `now`, never below 0: clocks of two processes may differ a little."""
    return max(0, int((now - since).total_seconds() // 60))
