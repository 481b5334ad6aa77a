"""What every test stands on: the run's own database, shut sockets, and no skipped proof in CI."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import pytest_socket
from hypothesis import settings as hypothesis_settings
from tests import database

PLACE = database.make_place()
database.settings_for_tests(PLACE)

hypothesis_settings.register_profile("ci", derandomize=True, deadline=None)
hypothesis_settings.register_profile("here", deadline=None)
hypothesis_settings.load_profile("ci" if os.environ.get("CI") == "true" else "here")

#: With LOKET_REQUIRE_ALL=1 (.ci/run) a skipped proof of these is a failure.
REQUIRED = ("browser", "own_cluster", "django_db")


def pytest_configure(config: pytest.Config) -> None:
    """Reads Django's settings, so that pytest-django finds them and guards the database."""
    from django.conf import settings

    from loket.config import databases

    assert settings.LOKET.demo
    # Tests import the pages' program, which bounds its sessions: on a busy machine a race or a seed takes longer.
    databases.PAGES.update(lock_timeout="110s", statement_timeout="230s", idle_in_transaction_session_timeout="290s")
    # A sign-in costs a quarter of a second on purpose; hundreds of tests sign in (costs: house/test_passwords)
    settings.PASSWORD_HASHERS = ["tests.passwords.CheapScrypt", *settings.PASSWORD_HASHERS[1:]]


def pytest_unconfigure(config: pytest.Config) -> None:
    """The controller takes the run's cluster away; workers have left by now."""
    if not hasattr(config, "workerinput"):
        database.remove_place(PLACE)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Nothing leaves this machine."""
    pytest_socket.socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    """Turns a skip into a failure where nothing may be skipped."""
    report = yield
    skipped = report.skipped and not hasattr(report, "wasxfail")
    if skipped and os.environ.get("LOKET_REQUIRE_ALL") == "1" and any(map(item.get_closest_marker, REQUIRED)):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and here everything must run: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def worker_database(worker_id: str) -> str:
    """The name of this worker's database."""
    return f"test_{worker_id}"


@pytest.fixture(scope="session")
def cluster(worker_database: str) -> Any:
    """This run's cluster with this worker's database in it."""
    running = database.cluster_of(PLACE)
    database.fresh_database(running, worker_database)
    return running


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: Any, cluster: Any, worker_database: str
) -> Iterator[None]:
    """In pytest-django's place: Django as `loket_app` in this worker's database, without a pool."""
    from django.conf import settings
    from django.db import connections
    from django.test import TransactionTestCase

    for place in (connections.settings["default"], settings.LOKET_OWNER_DATABASE):
        place["NAME"] = worker_database
    connections.settings["default"]["OPTIONS"].pop("pool", None)
    admin = database.admin_connection(cluster, worker_database)
    # Django would TRUNCATE, which loket_app may not.
    TransactionTestCase._fixture_teardown = lambda _case: database.empty(admin)  # type: ignore[method-assign]
    yield
    admin.close()
    with django_db_blocker.unblock():
        connections.close_all()


@pytest.fixture
def owner_connection(cluster: Any, django_db_setup: None, worker_database: str) -> Iterator[psycopg.Connection[Any]]:
    """This worker's database as `loket_owner`, in autocommit."""
    with cluster.connect(worker_database, "loket_owner") as connection:
        yield connection


@pytest.fixture
def own_cluster() -> Iterator[Callable[..., Any]]:
    """Makes clusters that a test may kill: `own_cluster("wheel")`; `folder` names the folder inside its place."""
    from loket.kit.postgres import Cluster
    from loket.kit.postgres_places import ClusterRefused

    made: list[tuple[Path, Any]] = []

    def make(choice: str = "", *, folder: str = "") -> Any:
        place = database.short_folder(f"{database.PREFIX}{os.getpid()}-")
        home = place / folder if folder else place
        if folder:
            home.mkdir(mode=0o755)
        cluster = Cluster(database.environment_in(home, LOKET_PG=choice))
        made.append((place, cluster))
        try:
            assert cluster.programs
        except ClusterRefused as refused:
            pytest.skip(str(refused))
        return cluster

    yield make
    for place, cluster in made:
        cluster.stop()
        database.remove_place(place)
