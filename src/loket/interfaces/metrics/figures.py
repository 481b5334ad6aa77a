"""Figures that are read when somebody asks: from this process, and from the tables it shares with others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from time import monotonic

import psycopg
from django.db import connection
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from loket.kit import tally

#: Tables are counted at most this often by a process, however often somebody asks.
AT_MOST_EVERY = 15.0
_WITHIN = "1500ms"
_JOBS = """
    SELECT status::text, count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing', 'failed') GROUP BY status
"""
_MESSAGES = "SELECT state, count(*) FROM loket_message GROUP BY state"
JOBS = {"todo": "queued", "doing": "doing", "failed": "failed"}
MESSAGES = ("queued", "sent", "failed")


class Figures(Collector):
    """Everything that is not a request."""

    def __init__(self) -> None:
        self._read_at = -AT_MOST_EVERY
        self._tables: tuple[dict[str, int], dict[str, int]] | None = None

    def collect(self) -> Iterator[Metric]:
        """Claims, streams, pool and version of this process; jobs and messages of the installation."""
        yield _claims()
        yield _one("loket_event_readers", "Open event streams", tally.level("event_readers"))
        yield from _pool()
        yield from self._shared()
        built = GaugeMetricFamily("loket_build_info", "The version that runs", labels=("version",))
        built.add_metric((_version(),), 1)
        yield built

    def _shared(self) -> Iterator[Metric]:
        tables = self._of_tables()
        yield _one("loket_database_up", "Whether the database answered within 1.5 seconds", float(tables is not None))
        if tables is None:
            return
        for name, help_text, label, found, words in (
            ("loket_jobs", "Jobs by state", "state", tables[0], JOBS.values()),
            ("loket_messages", "Messages by state", "state", tables[1], MESSAGES),
        ):
            family = GaugeMetricFamily(name, help_text, labels=(label,))
            for word in words:
                family.add_metric((word,), found.get(word, 0))
            yield family

    def _of_tables(self) -> tuple[dict[str, int], dict[str, int]] | None:
        """Counts of jobs and messages, None when the database doesn't answer in time."""
        if monotonic() - self._read_at >= AT_MOST_EVERY:
            self._read_at = monotonic()
            self._tables = _count_tables()
        return self._tables


def _count_tables() -> tuple[dict[str, int], dict[str, int]] | None:
    """On a connection of its own: a full pool must not hide that the pool is full."""
    parameters = connection.get_connection_params() | {
        "connect_timeout": 2,
        "options": f"-c statement_timeout={_WITHIN}",
    }
    try:
        with psycopg.connect(**parameters) as asked, asked.cursor() as cursor:
            jobs = cursor.execute(_JOBS).fetchall()
            messages = cursor.execute(_MESSAGES).fetchall()
    except psycopg.Error:
        return None
    return {JOBS[str(state)]: int(number) for state, number in jobs}, {str(s): int(n) for s, n in messages}


def _claims() -> Metric:
    family = CounterMetricFamily("loket_claims", "Claims of seats by outcome", labels=("outcome",))
    for outcome, number in tally.counted("claim").items():
        family.add_metric((outcome,), number)
    return family


def _pool() -> Iterable[Metric]:
    """Of the pool of database connections; nothing when this process has none."""
    if not connection.settings_dict["OPTIONS"].get("pool"):
        return
    said = connection.pool.get_stats()  # type: ignore[attr-defined]
    for name, help_text, key in (
        ("loket_pool_connections", "Connections of the pool", "pool_size"),
        ("loket_pool_free", "Connections of the pool that nobody uses", "pool_available"),
        ("loket_pool_waiting", "Requests that wait for a connection", "requests_waiting"),
    ):
        yield _one(name, help_text, said.get(key, 0))


def _one(name: str, help_text: str, value: float) -> Metric:
    return GaugeMetricFamily(name, help_text, value=value)


def _version() -> str:
    try:
        return version("loket")
    except PackageNotFoundError:
        return "unknown"
