"""The product as a person meets it: `loket run` in a place of its own, Chromium, and the demo's clock."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests import database

from loket.kit.postgres import Cluster

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
STARTED_AT = "2022-02-04T07:20+07:00"


@dataclass
class Office:
    """The running product: where it answers, its cluster, its logs, and its clock's handle."""

    url: str
    cluster: Cluster
    place: Path
    said: list[str] = field(default_factory=list)

    def set_clock(self, moment: datetime) -> None:
        """The demo's clock shows `moment` now, and runs on."""
        seconds = (moment - datetime.now(UTC)).total_seconds()
        with self.cluster.connect() as admin:
            admin.execute("UPDATE loket_clockoffset SET seconds = %s", [seconds])

    def ask(self, question: str, *values: Any) -> Any:
        """The first cell that the database answers."""
        with self.cluster.connect() as admin:
            row = admin.execute(question, list(values)).fetchone()
        return row[0] if row else None

    def written(self) -> str:
        """Everything that pages, worker and database wrote into logs."""
        logs = [path for path in self.place.rglob("*") if path.suffix == ".log" and path.is_file()]
        assert len(logs) >= 3
        return "\n".join(path.read_text(errors="replace") for path in logs)


@pytest.fixture(scope="session")
def office() -> Iterator[Office]:
    """`loket run`, seeded, on a free port; stopped by its id."""
    place = database.short_folder(f"{database.PREFIX}{os.getpid()}-day-")
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = int(probe.getsockname()[1])
    words = {"LOKET_HOME": str(place / "home"), "LOKET_RUNTIME": str(place / "run")}
    cluster = Cluster(database.environment_in(place))
    path = os.pathsep.join([str(database.ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    variables = {**os.environ, **words, "PYTHONPATH": path, "LOKET_PORT": str(port), "LOKET_NOW": STARTED_AT}
    command = [sys.executable, "-u", "-m", "loket.config.main", "run"]
    with subprocess.Popen(
        command, env=variables, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as running:
        assert running.stdout
        running_office = Office(f"http://127.0.0.1:{port}", cluster, place)
        for line in running.stdout:
            running_office.said.append(line)
            if line.startswith("Stop: Ctrl-C"):
                break
        else:
            pytest.fail("".join(running_office.said))
        try:
            yield running_office
        finally:
            running.send_signal(signal.SIGINT)
            running.stdout.read()
    cluster.stop()
    database.remove_place(place)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Debian's Chromium, driven by Playwright; gone after each file, for its event loop stops other tests' loops."""
    if not CHROMIUM:
        pytest.skip("Chromium is not installed; `make test` as root installs it")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def device(chromium: Any, office: Office) -> Iterator[Callable[..., Any]]:
    """Makes a page on a device of its own: `device(360, 740)`. Script errors fail the test."""
    contexts, faults = [], []

    def make(width: int, height: int, **options: Any) -> Any:
        context = chromium.new_context(
            viewport={"width": width, "height": height}, base_url=office.url, locale="id-ID", **options
        )
        context.set_default_timeout(20_000)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
        contexts.append(context)
        return page

    yield make
    for context in contexts:
        context.close()
    assert faults == []
