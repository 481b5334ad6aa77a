"""The played day's time: steps of a quarter of a second; what is due is done by at most four browsers at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random
from time import monotonic, sleep
from zoneinfo import ZoneInfo

from loket.foundation.audit.actions import set_demo_clock
from loket.interfaces.cli.play.crowd import Coming
from loket.interfaces.cli.play.officers import CounterOfficer, Doing, Gate
from loket.kit import clock
from loket.seed import stage

AT_ONCE = 4
STEP = 0.25  # seconds
#: A step of a slow machine counts as this much at most: the day then runs slower and loses nobody.
LONGEST_STEP = 2.0
OPEN_BEFORE = timedelta(minutes=5)
INTO_THE_BREAK = timedelta(minutes=25)
#: Seconds that one party keeps the gate.
AT_THE_GATE = (6.0, 14.0)


@dataclass
class Clock:
    """The demo's clock, moved on at `speed`; at speed 1 it is left alone."""

    speed: float
    _last: float = field(default_factory=monotonic)
    now: datetime = field(default_factory=clock.now)

    def step(self) -> datetime:
        """Waits for the next step, moves the clock of the whole demo, returns the time."""
        rest = STEP - (monotonic() - self._last)
        if rest > 0:
            sleep(rest)
        passed, self._last = min(monotonic() - self._last, LONGEST_STEP), monotonic()
        shown = clock.now()
        wanted = self.now + timedelta(seconds=passed * self.speed)
        if self.speed > 1 and wanted > shown:
            set_demo_clock(starts_at=wanted)
            shown = wanted
        self.now = shown
        return shown


@dataclass
class Day:
    """All that happens at one office until `until`."""

    place: stage.Place
    day: date
    starts: datetime
    until: datetime
    coming: list[Coming]
    gate: Gate
    counters: Sequence[tuple[stage.Desk, CounterOfficer]]
    random: Random
    gate_free_at: datetime | None = None

    def play(self, ticking: Clock, tell: Callable[[datetime], None]) -> None:
        """Plays until the time is over or everybody has gone. Raises DoorShut, OSError, KeyboardInterrupt."""
        with ThreadPoolExecutor(AT_ONCE) as pool:
            try:
                while (now := ticking.step()) < self.until:
                    waiting = stage.waiting_at(self.place, self.day)
                    list(pool.map(lambda job: job(), self._jobs(now, waiting)))
                    tell(now)
                    if self._is_over(now, waiting):
                        list(pool.map(lambda pair: pair[1].close(), self.counters))
                        return
            finally:
                pool.shutdown(wait=True, cancel_futures=True)

    def _jobs(self, now: datetime, waiting: dict[tuple[int, str], int]) -> list[Callable[[], None]]:
        jobs: list[Callable[[], None]] = []
        if arrivals := self._at_the_door(now):
            jobs.append(partial(self._receive, arrivals))
        if now < self._at(self.place.hours.opens) - OPEN_BEFORE:
            return jobs
        left = waiting if self._is_open(now) else {}
        for desk, officer in self.counters:
            key = next(((desk.zone_id, each) for each in desk.stages if left.get((desk.zone_id, each))), None)
            if officer.is_due(now, waits_for=key[1] if key else ""):
                if key and officer.doing is Doing.FREE:
                    left[key] -= 1
                jobs.append(partial(officer.act, now, waits_for=key[1] if key else ""))
        return jobs

    def _receive(self, arrivals: Sequence[Coming]) -> None:
        for come in arrivals:
            self.gate.receive(come)

    def _at_the_door(self, now: datetime) -> list[Coming]:
        """Those whose turn at the gate has come by `now`; each keeps it for some seconds."""
        found: list[Coming] = []
        free = self.gate_free_at or now
        while self.coming and max(self.coming[0].at, free) <= now:
            come = self.coming.pop(0)
            free = max(come.at, free) + timedelta(seconds=self.random.uniform(*AT_THE_GATE))
            found.append(come)
        self.gate_free_at = free
        return found

    def _at(self, wall: time) -> datetime:
        return clock.at_office(self.day, wall, self.place.timezone)

    def _is_open(self, now: datetime) -> bool:
        """Counters call until shortly into the break; after closing they serve whoever is inside."""
        hours, zone = self.place.hours, ZoneInfo(self.place.timezone)
        walls = (now.astimezone(zone).time(), (now - INTO_THE_BREAK).astimezone(zone).time())
        return any(map(hours.holds, walls)) or walls[0] >= hours.closes

    def _is_over(self, now: datetime, waiting: dict[tuple[int, str], int]) -> bool:
        nobody_left = not any(waiting.values()) and not self.coming
        idle = all(officer.is_idle for _, officer in self.counters)
        return now >= self._at(self.place.hours.closes) and nobody_left and idle
