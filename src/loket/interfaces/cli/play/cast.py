"""Who plays the day: officers who sign in, the people who will come."""

from __future__ import annotations

from datetime import time

from loket.interfaces.cli.play.crowd import luck, plan
from loket.interfaces.cli.play.loop import Day
from loket.interfaces.cli.play.officers import CounterOfficer, Gate, sign_in
from loket.kit import clock
from loket.seed import stage
from loket.seed.day import DAY
from loket.seed.staff import PASSWORD


class NotPlayed(Exception):
    """The day can't be played; the message says why."""


def cast(address: str, *, office_code: str, until: time, seed: int) -> Day:
    """The seeded day of an office from now to `until`, everybody signed in. Raises NotPlayed, DoorShut, OSError."""
    place = stage.place_of(office_code, DAY)
    if place is None or not stage.is_demo_clock_set():
        raise NotPlayed(f"{office_code} has no seeded day here. Seed the demo first: `loket seed`.")
    start, end = (clock.at_office(DAY, wall, place.timezone) for wall in (time(), until))
    now = clock.now()
    if not start <= now < end:
        raise NotPlayed("The demo's clock stands outside that day. Begin again: `make clean-demo`, then `make run`.")
    opens, closes = (clock.at_office(DAY, wall, place.timezone) for wall in (place.hours.opens, place.hours.closes))
    parties = [(holder.token, holder.starts_at) for holder in stage.holders_of(place, DAY)]
    at = office_code.lower()
    counters = []
    for desk in stage.desks_of(place):
        browser = sign_in(address, f"{at}.loket{desk.number}", PASSWORD)
        counters.append((desk, CounterOfficer(browser, desk.counter_id, luck(seed, f"counter {desk.number}"))))
    return Day(
        place=place,
        day=DAY,
        starts=start,
        until=end,
        coming=plan(parties, opens=opens, closes=closes, starts=now, seed=seed),
        gate=Gate(sign_in(address, f"{at}.gerbang", PASSWORD)),
        counters=counters,
        random=luck(seed, "gate"),
    )
