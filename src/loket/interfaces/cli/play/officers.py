"""Officers of the played day: they sign in and press the buttons of their pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random

from loket.interfaces.cli.play.browser import Answer, Browser, filled_form
from loket.interfaces.cli.play.crowd import Coming, service_seconds

_PARTY = re.compile(r"^/gerbang/tiket/[0-9a-f-]{36}/$")
_BACK = re.compile(r"/loket/kembalikan/(\d+)/")
RECALLED, SKIPPED, COMES_BACK = 0.03, 0.012, 0.6
OK = 200


class DoorShut(Exception):
    """A page did not do what it does for people; the message says which and what it answered."""


def sign_in(address: str, login: str, password: str) -> Browser:
    """A browser in which this officer has signed in. Raises DoorShut, OSError."""
    browser = Browser(address)
    _expect(browser.get("/petugas/masuk/"), "/petugas/masuk/")
    answer = browser.post("/petugas/masuk/", {"nama_petugas": login, "kata_sandi": password})
    if answer.status != OK or answer.path.startswith("/petugas/masuk"):
        raise DoorShut(f"{login} could not sign in (answer {answer.status}). Is this the seeded demo?")
    return browser


@dataclass
class Gate:
    """The gate officer: scans, lets in, turns away."""

    browser: Browser

    def receive(self, come: Coming) -> bool:
        """Whether somebody was let in. Raises DoorShut."""
        if come.reason:
            _expect(self.browser.post("/gerbang/tolak/", {"alasan": come.reason}), "/gerbang/tolak/")
            return False
        answer = _expect(self.browser.post("/gerbang/periksa/", {"kode": come.token}), "/gerbang/periksa/")
        if not _PARTY.match(answer.path):
            return False
        admit = f"{answer.path}masuk/"
        answer = _expect(self.browser.post(admit, filled_form(answer.text, admit)), admit)
        return answer.path.startswith("/gerbang/masuk/")


class Doing(StrEnum):
    """What a counter does."""

    SHUT = "shut"
    FREE = "free"
    CALLED = "called"
    SERVING = "serving"


@dataclass
class CounterOfficer:
    """One counter through the day. `act` does what is due and says when to look again."""

    browser: Browser
    counter_id: int
    random: Random
    doing: Doing = Doing.SHUT
    next_at: datetime | None = None
    recalled: bool = False
    stage: str = ""
    coming_back: list[tuple[datetime, str]] = field(default_factory=list)

    def act(self, now: datetime, *, waits_for: str) -> None:
        """One step at `now`; `waits_for` names a stage that somebody waits for here, or is empty. Raises DoorShut."""
        steps: dict[Doing, Callable[[datetime], None]] = {
            Doing.SHUT: self._open,
            Doing.CALLED: self._greet,
            Doing.SERVING: self._finish,
        }
        if self.doing in steps:
            steps[self.doing](now)
        elif self.coming_back and self.coming_back[0][0] <= now:
            self._press(f"kembalikan/{self.coming_back.pop(0)[1]}/")
        elif waits_for:
            self._call(now, waits_for)

    def is_due(self, now: datetime, *, waits_for: str) -> bool:
        """Whether `act` would do something."""
        if self.doing is Doing.FREE:
            return bool(waits_for or (self.coming_back and self.coming_back[0][0] <= now))
        return self.next_at is None or self.next_at <= now

    @property
    def is_idle(self) -> bool:
        """Nobody is at the counter or on the way to it, and nobody is expected back."""
        return self.doing in (Doing.FREE, Doing.SHUT) and not self.coming_back

    def close(self) -> None:
        """Closes the counter at the end of the day."""
        if self.doing is Doing.FREE:
            _expect(self.browser.post("/loket/tutup/", {}), "/loket/tutup/")
            self.doing = Doing.SHUT

    def _open(self, _now: datetime) -> None:
        fields = {"loket": str(self.counter_id), "ambil": "1"}
        _expect(self.browser.post("/loket/buka/", fields), "/loket/buka/")
        self.doing = Doing.FREE

    def _call(self, now: datetime, stage: str) -> None:
        if self._press("panggil/").status == OK:  # else another counter was quicker
            self.doing, self.recalled, self.stage = Doing.CALLED, False, stage
            self.next_at = now + timedelta(seconds=self.random.uniform(15, 50))

    def _greet(self, now: datetime) -> None:
        luck = self.random.random()
        if not self.recalled and luck < RECALLED + SKIPPED:
            self._press("panggil-ulang/")
            self.recalled, self.next_at = True, now + timedelta(seconds=45)
        elif self.recalled and luck < SKIPPED / (RECALLED + SKIPPED):
            answer = self._press("lewati/")
            skipped = _BACK.search(answer.text)
            if skipped and self.random.random() < COMES_BACK:
                self.coming_back.append((now + timedelta(minutes=self.random.uniform(3, 8)), skipped.group(1)))
            self.doing = Doing.FREE
        else:
            self.doing = Doing.SERVING
            self.next_at = now + timedelta(seconds=service_seconds(self.random, self.stage))

    def _finish(self, _now: datetime) -> None:
        _expect(self._press("selesai/", {"pengambil": "owner"}), "/loket/selesai/")
        self.doing = Doing.FREE

    def _press(self, button: str, fields: dict[str, str] | None = None) -> Answer:
        return self.browser.post(f"/loket/{button}", fields or {}, part=True)


def _expect(answer: Answer, path: str) -> Answer:
    if answer.status != OK:
        raise DoorShut(f"{path} answered {answer.status}.")
    return answer
