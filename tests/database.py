"""One PostgreSQL cluster a test run, one database a worker, all made from one migrated template.

The cluster starts with the first test that needs it. Everything lies in one temporary folder with a short
name (a socket's path has 107 bytes); the controller stops the cluster and removes the folder at the end.
A folder left by a run that was killed is found by the process id in its name and removed by the next run.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
from psycopg import sql

from loket.config.environment import read_environment
from loket.kit.environment import Environment
from loket.kit.postgres import ADMIN, NAME, Cluster, create_database
from loket.kit.postgres_places import ClusterRefused

PREFIX = "loket-test-"
ROOT = Path(__file__).resolve().parents[1]
_PLACE = "LOKET_TEST_PLACE"


def make_place() -> Path:
    """The folder of this test run; workers inherit the controller's through the environment."""
    if _PLACE in os.environ:
        return Path(os.environ[_PLACE])
    _remove_leftovers()
    place = short_folder(f"{PREFIX}{os.getpid()}-")
    os.environ[_PLACE] = str(place)
    return place


def short_folder(prefix: str) -> Path:
    """A new folder with a short path that the server's user can pass through."""
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir="/tmp"))
    folder.chmod(0o711 if os.geteuid() == 0 else 0o700)
    return folder


def environment_in(place: Path, **more: str) -> Environment:
    """An installation whose data and socket lie in `place`."""
    return read_environment(
        {"LOKET_DEMO": "1", "LOKET_HOME": str(place / "home"), "LOKET_RUNTIME": str(place / "run"), **more}
    )


def settings_for_tests(place: Path) -> None:
    """Tells Django's settings, not read yet, where this run's cluster is."""
    for name in [
        n for n in os.environ if n.startswith("LOKET_") and n not in (_PLACE, "LOKET_REQUIRE_ALL", "LOKET_PG")
    ]:
        del os.environ[name]
    os.environ.pop("DATABASE_URL", None)
    os.environ.update(
        DJANGO_SETTINGS_MODULE="loket.config.settings",
        LOKET_DEMO="1",
        LOKET_HOME=str(place / "home"),
        LOKET_RUNTIME=str(place / "run"),
    )


def cluster_of(place: Path) -> Cluster:
    """This run's cluster, running and with the template (`loket`) migrated."""
    cluster = Cluster(environment_in(place, LOKET_PG=os.environ.get("LOKET_PG", "")))
    with _one_at_a_time(place):
        ready = place / "template-is-ready"
        if not ready.exists():
            cluster.start()
            _migrate()
            ready.touch()
    return cluster


def _migrate() -> None:
    path = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    command = [sys.executable, "-m", "loket.config.main", "db", "migrate"]
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ClusterRefused(f"The test database could not be migrated:\n{done.stdout}{done.stderr}")


@contextmanager
def _one_at_a_time(place: Path) -> Iterator[None]:
    with (place / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def fresh_database(cluster: Cluster, name: str) -> None:
    """Makes `name` a copy of the template. Nobody else may be in it."""
    with cluster.connect("postgres") as admin:
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        create_database(admin, name, template=NAME)


#: Filled by migrations, or Django's own: a test with real commits leaves them as they were.
KEPT = ("django_migrations", "django_content_type", "auth_permission", "loket_notice")
#: The nation's law comes with migrations and stays; what regions and offices entered goes.
LAW = ("number", "staffcap", "sectorrule", "doorrule", "screeningrule", "measure")


def empty(connection: psycopg.Connection[object]) -> None:
    """Deletes every row that tests committed. `connection`: the cluster's superuser in the worker's database.

    DELETE, as tables are small: measured 4 ms, against 275 ms for TRUNCATE and 150 ms for a new copy
    of the template. The ledger's triggers keep quiet for the length of this transaction.
    """
    tables = connection.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        " AND relname <> ALL(%s) ORDER BY relname",
        [[*KEPT, *(f"loket_{name}" for name in LAW)]],
    ).fetchall()
    statements = [sql.SQL("DELETE FROM {}").format(sql.Identifier(name)) for (name,) in tables]  # type: ignore[misc]
    own = sql.SQL(" WHERE region_id IS NOT NULL OR office_id IS NOT NULL")
    statements += [sql.SQL("DELETE FROM {}").format(sql.Identifier(f"loket_{name}")) + own for name in LAW]
    with connection.transaction():
        connection.execute("SET LOCAL session_replication_role = replica")
        connection.execute(sql.SQL("; ").join(statements))


def remove_place(place: Path) -> None:
    """Stops the run's cluster when it runs, and removes the folder."""
    if (place / "home").exists():
        Cluster(environment_in(place, LOKET_PG=os.environ.get("LOKET_PG", ""))).stop()
    shutil.rmtree(place, ignore_errors=True)


def _remove_leftovers() -> None:
    for place in Path("/tmp").glob(f"{PREFIX}*"):
        owner = place.name.removeprefix(PREFIX).split("-")[0]
        is_left = owner.isdigit() and not Path(f"/proc/{owner}").exists() and Path("/proc/self").exists()
        with suppress(FileNotFoundError, ClusterRefused):  # another run removes it at this moment
            if is_left and place.stat().st_uid == os.geteuid():
                remove_place(place)


def admin_connection(cluster: Cluster, database: str) -> psycopg.Connection[object]:
    """A connection as the cluster's superuser."""
    return cluster.connect(database, ADMIN)
