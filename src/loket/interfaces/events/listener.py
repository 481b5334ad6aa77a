"""One LISTEN connection a process. It comes back by itself, and then says that news may have been missed."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable, Mapping
from typing import Any

import psycopg

from loket.kit.transaction import CHANGES

log = logging.getLogger("loket.events")

FIRST_PAUSE, LONGEST_PAUSE = 0.1, 5.0
#: A connection that is silent this long is asked whether it is still there.
CHECK_EVERY = 30.0


async def listen(
    database: Mapping[str, Any], *, heard: Callable[[str], None], back: Callable[[], None], pause: float = FIRST_PAUSE
) -> None:
    """Calls `heard` with each announced topic, `back` each time the connection stands (again). Runs until cancelled.

    `database`: keyword arguments of psycopg.connect.
    """
    first_pause = pause
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(**database, autocommit=True) as connection:
                await connection.execute(f"LISTEN {CHANGES}")
                pause = first_pause
                back()
                await _hear(connection, heard)
        except (psycopg.Error, OSError) as error:
            log.warning("listening for changes was cut (%s); again in %.1f s", type(error).__name__, pause)
        await asyncio.sleep(pause * random.uniform(0.75, 1.25))  # noqa: S311 (spreads processes, keeps no secret)
        pause = min(pause * 2, LONGEST_PAUSE)


async def _hear(connection: psycopg.AsyncConnection[Any], heard: Callable[[str], None]) -> None:
    while True:
        async for news in connection.notifies(timeout=CHECK_EVERY):
            heard(news.payload)
        await connection.execute("SELECT 1")
