"""What the player prints: one line that changes, and at the end a sum that must be right."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from loket.interfaces.cli.play.loop import Day
from loket.seed import stage

WIDTH = 78


def teller(day: Day) -> Callable[[datetime], None]:
    """Prints time and totals: every minute over the same line in a terminal, else a line every quarter of an hour."""
    on_screen = sys.stdout.isatty()
    every = 1 if on_screen else 15
    last = [""]

    def tell(now: datetime) -> None:
        wall = now.astimezone(ZoneInfo(day.place.timezone))
        stretch = f"{wall:%H}.{wall.minute // every}"
        if last[0] == stretch:
            return
        last[0] = stretch
        t = stage.totals_of(day.place, day.day, day.starts)
        line = (
            f"{wall:%H.%M}  arrived {t.admitted} of {t.expected}  served {t.finished}  waiting {t.waiting}"
            f"  refused {t.refused}"
        )
        print(f"\r{line.ljust(WIDTH)}" if on_screen else line, end="" if on_screen else "\n", flush=True)

    return tell


def sum_up(day: Day) -> int:
    """Prints the day's sum; 1 when people are missing in it."""
    t = stage.totals_of(day.place, day.day, day.starts)
    print(
        f"\nLet in {t.admitted} of {t.expected} expected: {t.finished} served, {t.left} left before their turn,"
        f" {t.inside} inside. Refused at the door: {t.refused} times."
    )
    if not t.adds_up:
        print("loket: These numbers don't add up: let in is not served + left + inside.", file=sys.stderr)
    return 0 if t.adds_up else 1
