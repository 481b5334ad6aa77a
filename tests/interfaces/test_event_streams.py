"""Event streams: the hub's promises without a database, then the whole way from NOTIFY to two screens."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection
from tests.factories import booking, visits
from tests.factories.offices import MORNING
from tests.loops import run_apart
from tests.rooms.queueing import YESTERDAY, Morning, new_morning

from loket.interfaces.events import app
from loket.interfaces.events.hub import Hub, NoSuchTopic, Reader, TooManyReaders
from loket.interfaces.events.snapshots import Snapshot, read_snapshot
from loket.interfaces.events.streams import Streams
from loket.kit import clock
from loket.visits.queueing.actions import call_next

PATIENCE = 20.0


class Source:
    """A state that a test changes, in the place of the database."""

    def __init__(self) -> None:
        self.state, self.reads = 0, 0

    def read(self, topic: str) -> Snapshot | None:
        self.reads += 1
        if topic == "papan:404":
            return None
        return Snapshot(b'{"state":%d}' % self.state, frozenset({"zone:1"}))


def _state(message: bytes) -> int:
    return int(json.loads(message.split(b"data: ")[1])["state"])


def _run(proof: Callable[[], Awaitable[None]]) -> None:
    async def within_patience() -> None:
        await asyncio.wait_for(proof(), PATIENCE)

    run_apart(within_patience())


async def _until(condition: Callable[[], bool]) -> None:
    while not condition():
        await asyncio.sleep(0.005)


def test_gives_a_new_reader_the_whole_state_and_then_the_changes() -> None:
    source = Source()

    async def proof() -> None:
        hub = Hub(source.read, every=0.0)
        reader = await hub.join("papan:1")
        assert _state(await reader.take()) == 0
        source.state = 1
        hub.hear("zone:1")
        assert _state(await reader.take()) == 1
        await hub.close()

    _run(proof)


def test_keeps_only_the_newest_state_for_a_slow_reader() -> None:
    source = Source()

    async def proof() -> None:
        hub = Hub(source.read, every=0.0)
        slow, quick = await hub.join("papan:1"), await hub.join("papan:1")
        await quick.take()
        for state in range(1, 51):
            source.state = state
            hub.hear("zone:1")
            assert _state(await quick.take()) == state
            assert slow.waiting() == 1
        assert _state(await slow.take()) == 50
        await hub.close()

    _run(proof)


def test_reads_once_for_many_readers_and_many_announcements() -> None:
    source = Source()

    async def proof() -> None:
        hub = Hub(source.read, every=0.0)
        readers: list[Reader] = await asyncio.gather(*(hub.join("papan:1") for _ in range(100)))
        assert source.reads == 1
        for reader in readers:
            await reader.take()
        source.state = 7
        for _ in range(50):
            hub.hear("zone:1")
        assert {_state(await reader.take()) for reader in readers} == {7}
        assert source.reads == 2
        await hub.close()

    _run(proof)


def test_sends_nothing_when_nothing_changed_for_this_topic() -> None:
    source = Source()

    async def proof() -> None:
        hub = Hub(source.read, every=0.0)
        reader = await hub.join("papan:1")
        await reader.take()
        hub.hear("zone:2")
        hub.hear("zone:1")
        await _until(lambda: source.reads == 2)
        await asyncio.sleep(0)
        assert reader.waiting() == 0
        await hub.close()

    _run(proof)


def test_frees_everything_when_the_last_reader_leaves() -> None:
    async def proof() -> None:
        hub = Hub(Source().read)
        first, second = await hub.join("papan:1"), await hub.join("papan:1")
        hub.leave("papan:1", first)
        hub.leave("papan:1", first)
        assert (hub.readers, hub.topics) == (1, 1)
        hub.leave("papan:1", second)
        assert (hub.readers, hub.topics) == (0, 0)
        await hub.close()

    _run(proof)


def test_refuses_more_readers_than_it_may_have_and_topics_that_do_not_exist() -> None:
    async def proof() -> None:
        hub = Hub(Source().read, limit=1)
        with pytest.raises(NoSuchTopic):
            await hub.join("papan:404")
        await hub.join("papan:1")
        with pytest.raises(TooManyReaders):
            await hub.join("papan:1")
        assert hub.readers == 1
        await hub.close()

    _run(proof)


class Screen:
    """One ASGI reader. `blocked`: its network takes nothing more after the first pieces."""

    def __init__(self, streams: Streams, path: str, *, method: str = "GET", blocked: bool = False) -> None:
        self.status, self.headers, self.pieces = 0, {}, asyncio.Queue[bytes]()
        self.gone = asyncio.Event()
        self.blocked, self.sent = blocked, 0
        scope = {"type": "http", "method": method, "path": path, "headers": []}
        self.task = asyncio.create_task(streams(scope, self._receive, self._send))

    async def _receive(self) -> dict[str, Any]:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], dict(message["headers"])
            return
        self.sent += 1
        if self.blocked and self.sent > 2:
            await asyncio.Event().wait()
        self.pieces.put_nowait(message["body"])

    async def state(self) -> Any:
        """The next message, keep-alive comments left out."""
        while True:
            piece = await self.pieces.get()
            if b"data: " in piece:
                return json.loads(piece.split(b"data: ")[1])

    async def leave(self) -> None:
        self.gone.set()
        await self.task


def _streams(**options: Any) -> Streams:
    return Streams(app._database, read_snapshot, every=0.0, **options)


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/aliran/papan/999999", "GET", 404),
        ("/aliran/papan/0", "GET", 404),
        ("/aliran/papan/" + "9" * 40, "GET", 404),
        ("/aliran/papan/1%00", "GET", 404),
        ("/aliran/nomor/not-a-uuid", "GET", 404),
        ("/aliran/nomor/00000000-0000-4000-8000-000000000000", "GET", 404),
        ("/aliran/papan/1", "POST", 405),
    ],
)
@pytest.mark.django_db(transaction=True)
def test_refuses_what_is_no_stream(path: str, method: str, status: int) -> None:
    async def proof() -> None:
        streams = _streams()
        screen = Screen(streams, path, method=method)
        await screen.task
        assert screen.status == status
        assert streams.hub.readers == 0
        await streams.shutdown()

    _run(proof)


@pytest.mark.django_db(transaction=True)
def test_answers_503_with_retry_after_when_full() -> None:
    zone = new_morning().office.counters[1].zone_id

    async def proof() -> None:
        streams = _streams(limit=1)
        first = Screen(streams, f"/aliran/papan/{zone}")
        await first.state()
        second = Screen(streams, f"/aliran/papan/{zone}")
        await second.task
        assert (second.status, second.headers[b"retry-after"]) == (503, b"15")
        await first.leave()
        third = Screen(streams, f"/aliran/papan/{zone}")
        assert (await third.state())["zone"] == zone
        await streams.shutdown()

    _run(proof)


@pytest.mark.django_db(transaction=True)
def test_carries_a_call_to_two_boards_and_the_persons_phone() -> None:
    morning = new_morning()
    clock.use_source(lambda: MORNING)
    (number,) = morning.party()
    place, by = morning.sit(1)
    zone = morning.office.counters[1].zone_id

    async def proof() -> None:
        streams = _streams()
        boards = [Screen(streams, f"/aliran/papan/{zone}") for _ in range(2)]
        phone = Screen(streams, f"/aliran/nomor/{number.seat.booking_id}")
        for board in boards:
            assert (await board.state())["call"] is None
        assert (await phone.state())["people"][0]["ahead"] == 0
        await asyncio.to_thread(_in_thread, lambda: call_next(counter_id=place, by=by, now=MORNING))
        for board in boards:
            state = await _state_with(board, lambda s: s["call"] is not None)
            assert (state["call"]["number"], state["call"]["counter"], state["waiting"]) == ("A-001", 1, 0)
        person = (await _state_with(phone, lambda s: s["people"][0]["state"] == "called"))["people"][0]
        assert (person["counter"], person["ahead"]) == (1, None)
        assert set(person) <= {
            "place", "number", "state", "stage", "step", "steps", "zone", "zone_id", "zone_en", "floor", "counter",
            "ahead",
        }  # fmt: skip
        for screen in (*boards, phone):
            await screen.leave()
        assert (streams.hub.readers, streams.hub.topics) == (0, 0)
        await streams.shutdown()

    _run(proof)


@pytest.mark.django_db(transaction=True)
def test_comes_back_with_a_snapshot_after_its_connection_was_killed(
    owner_connection: psycopg.Connection[Any],
) -> None:
    morning = new_morning()
    clock.use_source(lambda: MORNING)
    zone = morning.office.counters[1].zone_id

    def listeners() -> list[int]:
        rows = owner_connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE application_name = 'loket-aliran' AND datname = current_database()"
        )
        return [row[0] for row in rows]

    async def proof() -> None:
        streams = _streams()
        board = Screen(streams, f"/aliran/papan/{zone}")
        assert (await board.state())["waiting"] == 0
        await _until(lambda: len(listeners()) == 1)
        (pid,) = listeners()
        # Nobody announces this change: only a snapshot after the return can show it.
        await asyncio.to_thread(_in_thread, lambda: _come_silently(morning))
        await asyncio.to_thread(_in_thread, lambda: _kill(pid))
        assert (await board.state())["waiting"] == 1
        await _until(lambda: listeners() not in ([], [pid]))
        await asyncio.to_thread(_in_thread, morning.party)
        assert (await _state_with(board, lambda state: state["waiting"] == 2))["waiting"] == 2
        await streams.shutdown()
        assert streams.hub.readers == 0

    _run(proof)


@pytest.mark.django_db(transaction=True)
def test_lets_a_reader_whose_network_stands_still_cost_one_message() -> None:
    morning = new_morning()
    zone = morning.office.counters[1].zone_id

    async def proof() -> None:
        streams = _streams()
        screen = Screen(streams, f"/aliran/papan/{zone}", blocked=True)
        await screen.state()
        for _ in range(20):
            streams.hub.refresh_all()
            await asyncio.sleep(0.005)
        (topic,) = streams.hub._topics.values()
        (reader,) = topic.readers
        assert reader.waiting() <= 1
        await screen.leave()
        assert streams.hub.readers == 0
        await streams.shutdown()

    _run(proof)


@pytest.mark.django_db(transaction=True)
def test_keeps_a_silent_stream_awake_with_comments() -> None:
    zone = new_morning().office.counters[1].zone_id

    async def proof() -> None:
        streams = _streams(keep_alive=0.01)
        screen = Screen(streams, f"/aliran/papan/{zone}")
        while await screen.pieces.get() != b":\n\n":
            pass
        await screen.leave()
        await streams.shutdown()

    _run(proof)
    assert clock.now() is not None


async def _state_with(screen: Screen, wanted: Callable[[Any], bool]) -> Any:
    while True:
        state = await screen.state()
        if wanted(state):
            return state


def _in_thread(act: Callable[[], object]) -> None:
    """Acts on a connection of the thread's own and closes it."""
    try:
        act()
    finally:
        connection.close()


def _kill(pid: int) -> None:
    with suppress(psycopg.Error), connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
        assert cursor.fetchone() == (True,)


def _come_silently(morning: Morning) -> None:
    slot = booking.an_open_slot(
        morning.office.point, morning.office.passport, starts_at=MORNING + timedelta(hours=3), now=YESTERDAY
    )
    visits.an_arrived_party(booking.a_booked_party(slot, now=YESTERDAY), now=MORNING)


@pytest.fixture(autouse=True)
def _real_clock() -> Any:
    before = clock._source
    yield
    clock.use_source(before)
