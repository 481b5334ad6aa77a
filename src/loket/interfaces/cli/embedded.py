"""The database behind the commands: our own cluster, or with DATABASE_URL someone else's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

import loket
from loket.kit.environment import Environment
from loket.kit.postgres import OWNER, Cluster
from loket.kit.postgres_places import ClusterRefused

GRANTS = Path(loket.__file__).parent / "sql/grants.sql"
#: Any fixed number: whoever migrates holds it, a second one waits.
_MIGRATING = 0x10_4E7


def cluster(environment: Environment, say: Callable[[str], None] = print) -> Cluster:
    """Our own cluster. Raises ClusterRefused when DATABASE_URL names another one."""
    if environment.database_url:
        raise ClusterRefused(
            "DATABASE_URL is set: that database is not ours to start or stop."
            " Ask whoever runs it, or unset DATABASE_URL to use Loket's own."
        )
    return Cluster(environment, say)


@contextmanager
def owner_connection(environment: Environment) -> Iterator[psycopg.Connection[Any]]:
    """A connection as `loket_owner` in autocommit. Raises ClusterRefused in words when there is none."""
    with _open(environment) as connection:
        yield connection


def _open(environment: Environment) -> psycopg.Connection[Any]:
    try:
        if not environment.database_url:
            return cluster(environment).connect(role=OWNER)
        if not environment.owner_database_url:
            raise ClusterRefused(
                "OWNER_DATABASE_URL is missing: DATABASE_URL's role may not change tables."
                " Give the address with the role that owns them, for this command only."
            )
        return psycopg.connect(environment.owner_database_url, autocommit=True)
    except psycopg.OperationalError as error:
        raise ClusterRefused(
            f"The database does not answer ({str(error).strip().splitlines()[0]})."
            " Start it (`loket db start`) and try again."
        ) from error


@contextmanager
def migrating(environment: Environment) -> Iterator[psycopg.Connection[Any]]:
    """The owner's connection, holding the lock that lets one program migrate at a time."""
    with owner_connection(environment) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [_MIGRATING])
        yield connection


def grant_rights(connection: psycopg.Connection[Any]) -> None:
    """Gives `loket_app` what it needs and nothing more (sql/grants.sql); safe to repeat."""
    with connection.transaction():
        connection.execute(GRANTS.read_bytes())
