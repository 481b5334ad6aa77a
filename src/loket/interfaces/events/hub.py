"""Fan-out: one read of a changed topic, the same bytes to all its readers.

Everything but the reads runs on one event loop, so nothing here is locked.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count

from loket.interfaces.events.snapshots import Snapshot

log = logging.getLogger("loket.events")
Read = Callable[[str], Snapshot | None]

READERS_LIMIT = 4000
READ_EVERY = 0.1  # seconds between two reads of one topic
#: Seconds after which a topic is read without news: a new day empties a board, and nobody announces it.
READ_ANYWAY = 300.0
THREADS = 2


class TooManyReaders(Exception):
    """This process serves as many readers as it may."""


class NoSuchTopic(Exception):
    """A zone or booking that does not exist."""


class Reader:
    """One connected screen: a mailbox of one message, in which a newer state replaces the one not taken yet."""

    def __init__(self) -> None:
        self._box: asyncio.Queue[bytes] = asyncio.Queue(maxsize=1)

    def put(self, message: bytes) -> None:
        """Leaves the newest state in the mailbox."""
        if self._box.full():
            self._box.get_nowait()
        self._box.put_nowait(message)

    async def take(self) -> bytes:
        """The newest state, when there is one that was not taken yet."""
        return await self._box.get()

    def waiting(self) -> int:
        """Messages in the mailbox: 0 or 1."""
        return self._box.qsize()


class Topic:
    """The readers of one topic and its last state."""

    def __init__(self) -> None:
        self.readers: set[Reader] = set()
        self.snapshot: Snapshot | None = None
        self.message = b""
        self.changed = asyncio.Event()
        self.reading = asyncio.Lock()
        self.must_send = False
        self.task: asyncio.Task[None] | None = None


class Hub:
    """All topics of this process."""

    def __init__(self, read: Read, *, limit: int = READERS_LIMIT, every: float = READ_EVERY) -> None:
        self._read = read
        self._limit = limit
        self._every = every
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="aliran")
        self._topics: dict[str, Topic] = {}
        self._ids = count(1)
        self._readers = 0

    @property
    def readers(self) -> int:
        """How many screens are connected."""
        return self._readers

    @property
    def topics(self) -> int:
        """How many topics have readers."""
        return len(self._topics)

    async def join(self, name: str) -> Reader:
        """A new reader of a topic, with the present state in its mailbox.

        Raises TooManyReaders, NoSuchTopic, and what the read raises when the database is away.
        """
        if self._readers >= self._limit:
            raise TooManyReaders
        reader = Reader()
        self._readers += 1
        topic = self._topics.setdefault(name, Topic())
        topic.readers.add(reader)
        try:
            async with topic.reading:
                if topic.snapshot is None:
                    await self._refresh(name, topic)
        except BaseException:
            self.leave(name, reader)
            raise
        if topic.snapshot is None:
            self.leave(name, reader)
            raise NoSuchTopic
        if topic.task is None:
            topic.task = asyncio.create_task(self._keep_fresh(name, topic))
        if not reader.waiting():
            reader.put(topic.message)
        return reader

    def leave(self, name: str, reader: Reader) -> None:
        """Frees a reader's place; the last one takes the topic along."""
        topic = self._topics.get(name)
        if topic is None or reader not in topic.readers:
            return
        topic.readers.discard(reader)
        self._readers -= 1
        if not topic.readers:
            del self._topics[name]
            if topic.task:
                topic.task.cancel()

    def hear(self, announced: str) -> None:
        """`announced` (such as `zone:4`) changed. A topic that is being read may have been read too early."""
        for topic in self._topics.values():
            if topic.reading.locked() or topic.snapshot is None or announced in topic.snapshot.follows:
                topic.changed.set()

    def refresh_all(self) -> None:
        """Announcements may have been missed: every topic is read and sent again."""
        for topic in self._topics.values():
            topic.must_send = True
            topic.changed.set()

    async def close(self) -> None:
        """Stops reading. Readers are closed by their streams."""
        tasks = [topic.task for topic in self._topics.values() if topic.task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def _keep_fresh(self, name: str, topic: Topic) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(topic.changed.wait(), READ_ANYWAY)
            topic.changed.clear()
            try:
                async with topic.reading:
                    await self._refresh(name, topic)
            except Exception as error:  # noqa: BLE001 (the database is away: the listener's return asks again)
                log.warning("a snapshot could not be read: %s", type(error).__name__)
            await asyncio.sleep(self._every)

    async def _refresh(self, name: str, topic: Topic) -> None:
        fresh = await asyncio.get_running_loop().run_in_executor(self._pool, self._read, name)
        if fresh is None:
            return
        is_new = topic.snapshot is None or fresh.body != topic.snapshot.body
        topic.snapshot = fresh
        if is_new or topic.must_send:
            topic.must_send = False
            topic.message = b"id: %d\ndata: %s\n\n" % (next(self._ids), fresh.body)
            for reader in topic.readers:
                reader.put(topic.message)
