"""Races: many real connections that start at one moment."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection

from loket.kit.errors import Refusal


def race(work: Callable[[Any], Any], entrants: Sequence[Any]) -> list[Any]:
    """Runs `work` once for each entrant, each in a thread with a connection of its own that is open beforehand.

    Answers in the order of entrants what `work` returned, or the refusal it met. Other errors are raised.
    """
    start = Barrier(len(entrants))

    def run(entrant: Any) -> Any:
        try:
            connection.ensure_connection()
            start.wait(timeout=60)
            return work(entrant)
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(entrants)) as pool:
        return list(pool.map(run, entrants))


def until_waiting(count: int) -> None:
    """Returns when `count` connections wait for another's row; fails after a minute."""
    end, waiting = time.monotonic() + 60, 0
    while waiting < count:
        assert time.monotonic() < end, "they never met"
        threading.Event().wait(0.02)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            (waiting,) = cursor.fetchone()
