"""Coroutines in tests. A browser that is open in the same process keeps a running loop in the main thread."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from asgiref.sync import sync_to_async
from django.db import connections


def run_apart(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """What `asyncio.run` answers, in a thread of its own."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, coroutine).result()


def run_on_this_cluster(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """What `asyncio.run` answers, on a new connection: the thread that serves coroutines may still hold one of the
    cluster of an earlier test, which is gone."""

    async def anew() -> Any:
        await sync_to_async(connections.close_all)()
        return await coroutine

    return asyncio.run(anew())
