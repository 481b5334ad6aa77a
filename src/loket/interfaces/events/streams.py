"""The ASGI side: addresses, the stream of one reader, life of the process."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

from loket.interfaces.events.hub import Hub, NoSuchTopic, Read, Reader, TooManyReaders
from loket.interfaces.events.listener import listen

log = logging.getLogger("loket.events")
Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

KEEP_ALIVE = 15.0
RETRY_AFTER = 15
_ADDRESSES = (
    (re.compile(r"^/aliran/papan/([1-9][0-9]{0,17})$", re.ASCII), "papan:"),
    (re.compile(r"^/aliran/nomor/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$"), "nomor:"),
)
_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]


class Streams:
    """The event streams of one process. `database`: keyword arguments of psycopg.connect, asked at start."""

    def __init__(
        self, database: Callable[[], Mapping[str, Any]], read: Read, *, keep_alive: float = KEEP_ALIVE, **hub: Any
    ) -> None:
        self._database = database
        self._read, self._options = read, hub
        self._keep_alive = keep_alive
        self.hub = Hub(read, **hub)
        self._listener: asyncio.Task[None] | None = None
        self._streams: set[asyncio.Task[Any]] = set()

    async def startup(self) -> None:
        """Begins to listen. Starting twice changes nothing."""
        if self._listener is None:
            self._listener = asyncio.create_task(
                listen(self._database(), heard=self.hub.hear, back=self.hub.refresh_all)
            )

    async def shutdown(self) -> None:
        """Ends every stream and the LISTEN connection; a later startup begins anew."""
        ending = [*self._streams, *([self._listener] if self._listener else [])]
        for task in ending:
            task.cancel()
        await asyncio.gather(*ending, return_exceptions=True)
        await self.hub.close()
        self._listener, self.hub = None, Hub(self._read, **self._options)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI application: lifespan, and GET of the two addresses."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await self.startup()
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                await self.shutdown()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        topic = _topic_of(scope["path"])
        if topic is None:
            return await _refuse(send, 404)
        if scope["method"] != "GET":
            return await _refuse(send, 405, (b"allow", b"GET"))
        await self.startup()  # servers without lifespan
        try:
            reader = await self.hub.join(topic)
        except NoSuchTopic:
            return await _refuse(send, 404)
        except TooManyReaders:
            return await _refuse(send, 503, (b"retry-after", b"%d" % RETRY_AFTER))
        except Exception as error:  # noqa: BLE001 (whatever the database's driver raises)
            log.warning("a stream could not begin: %s", type(error).__name__)
            return await _refuse(send, 503, (b"retry-after", b"%d" % RETRY_AFTER))
        try:
            await self._stream(reader, receive, send)
        finally:
            self.hub.leave(topic, reader)
        return None

    async def _stream(self, reader: Reader, receive: Receive, send: Send) -> None:
        """Writes until the reader leaves, a write fails, or the process ends."""
        writing = asyncio.create_task(self._write(reader, send))
        leaving = asyncio.create_task(_left(receive))
        self._streams.add(writing)
        try:
            await asyncio.wait({writing, leaving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._streams.discard(writing)
            for task in (writing, leaving):
                task.cancel()
            await asyncio.gather(writing, leaving, return_exceptions=True)

    async def _write(self, reader: Reader, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        await send({"type": "http.response.body", "body": b"retry: 3000\n\n", "more_body": True})
        while True:
            try:
                text = await asyncio.wait_for(reader.take(), self._keep_alive)
            except TimeoutError:
                text = b":\n\n"
            await send({"type": "http.response.body", "body": text, "more_body": True})


def _topic_of(path: str) -> str | None:
    for address, kind in _ADDRESSES:
        if found := address.match(path):
            return kind + found[1]
    return None


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _refuse(send: Send, status: int, *headers: tuple[bytes, bytes]) -> None:
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [(b"content-length", b"0"), (b"cache-control", b"no-store"), *headers],
        }
    )
    await send({"type": "http.response.body", "body": b""})
