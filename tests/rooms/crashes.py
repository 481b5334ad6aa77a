"""A cluster of its own that a test may kill, with Django pointed at it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, connections

from loket.kit.postgres import NAME

ROOT = Path(__file__).resolve().parents[2]


def environment_of(cluster: Any) -> dict[str, str]:
    """The process environment in which commands use this cluster."""
    home, runtime = cluster.environment.home, cluster.environment.runtime
    return {
        **os.environ,
        "LOKET_DEMO": "1",
        "LOKET_HOME": str(home),
        "LOKET_RUNTIME": str(runtime),
        "LOKET_KEYS_FILE": os.environ.get("LOKET_KEYS_FILE", str(Path(os.environ["LOKET_HOME"]) / "keys.json")),
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]),
    }


def loket(cluster: Any, *arguments: str, **variables: str) -> subprocess.Popen[bytes]:
    """A `loket` command against this cluster."""
    command, env = [sys.executable, "-m", "loket.config.main", *arguments], environment_of(cluster) | variables
    return subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@contextmanager
def django_at(cluster: Any) -> Iterator[None]:
    """Django, in all threads, on this cluster's database, migrated."""
    cluster.start()
    assert loket(cluster, "db", "migrate").wait(timeout=120) == 0
    place = connections.settings["default"]
    before = {key: place[key] for key in ("NAME", "HOST")}
    connection.close()
    place.update(NAME=NAME, HOST=str(cluster.environment.runtime))
    try:
        yield
    finally:
        connection.close()
        place.update(before)


def kill_server(cluster: Any) -> None:
    """kill -9 of every process of the server, the postmaster first, as when the machine loses power."""
    postmaster = int((cluster.data / "postmaster.pid").read_text().split()[0])
    children = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(postmaster)], capture_output=True, text=True, check=False
    )
    for pid in [postmaster, *map(int, children.stdout.split())]:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
