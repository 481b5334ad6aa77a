"""`loket db`: start, stop, inspect and migrate the database."""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import sys
from collections.abc import Callable

from loket.interfaces.cli.embedded import cluster, grant_rights, migrating
from loket.kit.environment import Environment
from loket.kit.postgres import ADMIN, APP, NAME, OWNER
from loket.kit.postgres_places import ClusterRefused

_ROLES = {"app": APP, "owner": OWNER, "admin": ADMIN}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The actions of `loket db`."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    for name, (_, summary) in _ACTIONS.items():
        action = actions.add_parser(name, help=summary, description=summary)
        action.set_defaults(secrets=name == "migrate")
        if name == "psql":
            action.add_argument("--role", choices=_ROLES, default="app", help="who to be (default: app)")
            action.add_argument("rest", nargs="*", metavar="ARG", help="arguments for psql, after --")


def run(args: argparse.Namespace, environment: Environment) -> int:
    """Runs one action; 1 and a sentence on stderr when it can't."""
    try:
        return _ACTIONS[args.action][0](args, environment)
    except (ClusterRefused, OSError) as refused:
        print(f"loket: {refused}", file=sys.stderr)
        return 1


def _start(_args: argparse.Namespace, environment: Environment) -> int:
    ours = cluster(environment)
    print("The database is started." if ours.start() else "The database was running already.")
    return 0


def _stop(_args: argparse.Namespace, environment: Environment) -> int:
    print("The database is stopped." if cluster(environment).stop() else "The database was not running.")
    return 0


def _status(_args: argparse.Namespace, environment: Environment) -> int:
    """Exit 0 when it answers, 3 when it is stopped (as `systemctl status` does)."""
    ours = cluster(environment)
    answers = ours.running()
    print(f"{'Running' if answers else 'Stopped'}: {ours.programs.in_words}")
    print(f"Data:   {ours.data}\nSocket: {environment.runtime}\nLog:    {ours.data / 'log'}")
    return 0 if answers else 3


def _psql(args: argparse.Namespace, environment: Environment) -> int:
    if environment.database_url:
        program, target = shutil.which("psql"), ["-d", environment.database_url]
    else:
        ours = cluster(environment)
        program = str(ours.programs.folder / "psql")
        target = ["-h", str(environment.runtime), "-p", "5432", "-U", _ROLES[args.role], "-d", NAME]
    if not program or not os.access(program, os.X_OK):
        raise ClusterRefused("psql was not found. Install it (Debian: `apt-get install postgresql-client`).")
    os.execv(program, [program, *target, *args.rest])  # noqa: S606 (psql takes this program's place)


def _migrate(_args: argparse.Namespace, environment: Environment) -> int:
    migrate(environment, print)
    return 0


def migrate(environment: Environment, say: Callable[[str], None]) -> None:
    """Brings tables and rights up to date as `loket_owner`. Only for a process that does nothing else:

    Django's connection becomes the owner's. Raises ClusterRefused when the database doesn't answer.
    """
    with migrating(environment) as connection:
        import django
        from django.conf import settings

        settings.DATABASES = {"default": settings.LOKET_OWNER_DATABASE}
        django.setup()
        from django.core.management import call_command

        waiting = len(pending_migrations())
        if waiting:
            say(f"Applying {waiting} migrations")
            call_command("migrate", interactive=False, verbosity=0)
        grant_rights(connection)
    say("Tables and rights are up to date.")


def pending_migrations() -> list[str]:
    """Names of migrations that the database lacks, seen through Django's default connection."""
    from django.db import ProgrammingError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
    except ProgrammingError:  # loket_app before its rights are given: it may not read the list
        return ["all"]
    return [str(migration) for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]


def _remove_demo(_args: argparse.Namespace, environment: Environment) -> int:
    if not environment.demo:
        raise ClusterRefused("Only a demo's data are removed: `make clean-demo`. Other data: by hand, after a backup.")
    ours = cluster(environment)
    try:
        ours.stop()
    except ClusterRefused:  # its programs are gone; then it doesn't run either, or a person must look
        if ours.answering():
            raise
    doomed = sorted(path for pattern in _OF_THE_DEMO for path in ours.home.glob(pattern))
    for path in [*doomed, environment.runtime]:
        print(f"Removing {path}")
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    with contextlib.suppress(OSError):  # something else lies there: it stays
        ours.home.rmdir()
    print("The demo is gone. `make run` makes a new one.")
    return 0


#: What the launcher and `loket run` put into LOKET_HOME, and nothing else.
_OF_THE_DEMO = (
    "pg[0-9][0-9]",
    "pg[0-9][0-9].new",
    "programs-*",
    "postgresql*.log",
    "*.lock",
    "pages.log",
    "worker.log",
    "prepared",
    "keys.json",
)

_ACTIONS: dict[str, tuple[Callable[[argparse.Namespace, Environment], int], str]] = {
    "start": (_start, "start Loket's own PostgreSQL; it keeps running until `loket db stop`"),
    "stop": (_stop, "stop Loket's own PostgreSQL"),
    "status": (_status, "say whether it runs, and where its data, socket and log are"),
    "psql": (_psql, "open psql in Loket's database"),
    "migrate": (_migrate, "bring tables and rights up to date, as the role that owns them"),
    "remove-demo": (_remove_demo, "stop the demo's database and delete its data"),
}
