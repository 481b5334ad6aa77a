"""Races: many real connections that start at one moment."""

from __future__ import annotations

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
