"""The embedded PostgreSQL: our own launcher (docs/adr/0002). One cluster a checkout, socket only, peer auth.

The server outlives the program that started it. Whether it runs is learnt by asking it (`SELECT`), never
from a pid file; a pid file is never deleted, the server itself judges it.
"""

from __future__ import annotations

import fcntl
import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from loket.kit.environment import Environment
from loket.kit.postgres_places import (
    ClusterRefused,
    Programs,
    check_socket_path,
    data_major,
    find_programs,
    make_folder,
    private_folder,
    server_user,
    unreachable_parent,
)

ADMIN, OWNER, APP = "loket_admin", "loket_owner", "loket_app"
NAME = "loket"
#: After kill -9, orphaned backends hold the shared memory for a moment and the server refuses to start.
ORPHANS_END_WITHIN = 10.0
#: Recovery of a one-office ledger takes seconds; past this the operator should look at the log.
READY_WITHIN = 120.0
SETTINGS = {
    "listen_addresses": "",
    "port": "5432",
    "unix_socket_permissions": "0700",
    "max_connections": "250",
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "on",
    "log_directory": "log",
    "log_filename": "postgresql-%a.log",
    "log_rotation_age": "1d",
    "log_truncate_on_rotation": "on",
    # Statements and details carry people's names and numbers: they stay out of the log.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}


class _Server(subprocess.Popen[bytes]):
    """A server outlives us on purpose: leaving it running is no slip that Python must warn of."""

    def __del__(self) -> None:
        self.poll()


_started: list[_Server] = []


def quiet(_line: str) -> None:
    """Says nothing."""


@dataclass(frozen=True)
class Cluster:
    """The cluster of one installation. Every method raises ClusterRefused in words."""

    environment: Environment
    say: Callable[[str], None] = quiet
    _found: dict[str, Programs] = field(default_factory=dict, repr=False, compare=False)

    @property
    def home(self) -> Path:
        return self.environment.home.absolute()

    @property
    def programs(self) -> Programs:
        """The PostgreSQL programs that fit the data, or for a new cluster the best there are."""
        if "programs" not in self._found:
            major = data_major(self.home)
            self._found["programs"] = find_programs(self.environment.pg_choice, self.home, data_major=major)
        return self._found["programs"]

    @property
    def data(self) -> Path:
        return self.home / f"pg{self.programs.major}"

    def connect(self, database: str = NAME, role: str = ADMIN, **options: Any) -> psycopg.Connection[Any]:
        """A connection in autocommit. Raises psycopg.OperationalError when the server doesn't answer."""
        return psycopg.connect(
            host=str(self.environment.runtime),
            port=5432,
            dbname=database,
            user=role,
            autocommit=True,
            **options,
        )

    def answering(self) -> Path | None:
        """The data folder of the server that answers in our runtime folder, None when none does."""
        try:
            with self.connect("postgres", connect_timeout=5) as connection:
                row = connection.execute("SELECT current_setting('data_directory')").fetchone()
        except psycopg.OperationalError:
            return None
        return Path(row[0]).resolve() if row else None

    def running(self) -> bool:
        """Whether the server answers, and is the one of our data folder."""
        answering = self.answering()
        if answering not in (None, self.data.resolve()):
            raise ClusterRefused(
                f"Another server answers in {self.environment.runtime} (data in {answering})."
                " Choose another LOKET_RUNTIME, or stop that one."
            )
        return answering is not None

    def start(self) -> bool:
        """Starts the server and makes roles and database when missing. False: it was running already."""
        check_socket_path(self.environment.runtime)
        make_folder(self.home, mode=0o755 if os.geteuid() == 0 else 0o700)
        with self._lock():
            user = server_user(self.say)
            self._check_way(user)
            private_folder(self.environment.runtime, user)
            if self.running():
                return False
            if not self.data.exists():
                self._create(user)
            private_folder(self.data, user)
            self._launch(user)
            self._ensure_roles()
        return True

    def stop(self) -> bool:
        """Stops the server, running transactions are rolled back. False: it wasn't running."""
        if data_major(self.home) is None or not self.running():
            return False
        # It has just answered, so the pid file in its folder is its own and pg_ctl hits nobody else.
        self._run(server_user(self.say), "pg_ctl", "stop", "-D", self.data, "-m", "fast", "-w", "-t", "60")
        for process in _started:
            process.poll()
        return True

    def log_tail(self, lines: int = 15) -> str:
        """The end of what the server wrote at its start."""
        try:
            return "\n".join(self._start_log.read_text(errors="replace").splitlines()[-lines:])
        except OSError:
            return ""

    @property
    def _start_log(self) -> Path:
        return self.home / "postgresql-start.log"

    @contextmanager
    def _lock(self) -> Iterator[None]:
        with (self.home / "postgresql.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _check_way(self, user: pwd.struct_passwd) -> None:
        closed = unreachable_parent(self.home / "pg", user) if os.geteuid() == 0 else None
        if closed is not None:
            raise ClusterRefused(
                f"The user `{user.pw_name}`, who runs PostgreSQL, may not pass through {closed}."
                f" Allow it (`chmod o+x`) if that is right, or choose another folder with LOKET_HOME."
            )

    def _create(self, user: pwd.struct_passwd) -> None:
        """initdb beside the final name: a half-made cluster is never taken for a whole one."""
        self.say(f"Making the database with {self.programs.in_words}")
        fresh = self.data.with_name(self.data.name + ".new")
        if fresh.exists():
            shutil.rmtree(fresh)
        private_folder(fresh, user)
        options = ["--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums", "--no-instructions"]
        auth = ["--auth-local=peer", "--auth-host=reject", f"--username={ADMIN}"]
        self._run(user, "initdb", "-D", fresh, *options, *auth)
        names = dict.fromkeys([user.pw_name, pwd.getpwuid(os.geteuid()).pw_name])
        lines = [f'loket "{name}" {role}\n' for name in names for role in (ADMIN, OWNER, APP)]
        (fresh / "pg_ident.conf").write_text("".join(lines))
        (fresh / "pg_hba.conf").write_text("local all all peer map=loket\n")
        fresh.rename(self.data)

    def _launch(self, user: pwd.struct_passwd) -> None:
        """Starts the server until it answers; again for a while when it gives up because of orphans."""
        began = time.monotonic()
        process = self._spawn(user)
        while not self.running():
            waited = time.monotonic() - began
            gone = process.poll() is not None
            if waited > (ORPHANS_END_WITHIN if gone else READY_WITHIN):
                raise ClusterRefused(
                    f"PostgreSQL did not start within {waited:.0f} s."
                    f" The end of {self._start_log}:\n{self.log_tail()}"
                    f"\nMore is in {self.data / 'log'}. Put right what it names, then `loket db start`."
                )
            time.sleep(0.5 if gone else 0.05)
            if gone:
                process = self._spawn(user)

    def _spawn(self, user: pwd.struct_passwd) -> _Server:
        """One `postgres`, in a session of its own: Ctrl-C stops Loket, not the database."""
        settings = SETTINGS | {"unix_socket_directories": f'"{self.environment.runtime}"'}
        options = [f"--{name}={value}" for name, value in settings.items()]
        with self._start_log.open("wb") as log:
            process = _Server(
                [self.programs.folder / "postgres", "-D", self.data, *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **_as_user(user, self._dead_but_unburied()),
            )
        _started.append(process)
        return process

    def _dead_but_unburied(self) -> dict[str, str]:
        """What lets the server see that the one before it is dead when its parent has not reaped it.

        A zombie still answers kill(pid, 0), and the server would refuse its pid file for ever (in a container
        without an init). PG_GRANDPARENT_PID, made for pg_ctl, names a process that can't be a rival; the check
        for living backends (shared memory) stays (CreateLockFile in miscinit.c).
        """
        for process in _started:
            process.poll()
        try:
            pid = int((self.data / "postmaster.pid").read_text().split()[0])
            state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except (OSError, ValueError, IndexError):
            return {}
        return {"PG_GRANDPARENT_PID": str(pid)} if state == "Z" else {}

    def _run(self, user: pwd.struct_passwd, program: str, *arguments: str | Path) -> None:
        command = [self.programs.folder / program, *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False, **_as_user(user))
        if done.returncode:
            said = (done.stderr or done.stdout).strip()
            raise ClusterRefused(f"{program} failed:\n{said}\nPut right what it names, then try again.")

    def _ensure_roles(self) -> None:
        with self.connect("postgres") as connection:
            for role in (OWNER, APP):
                if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                    connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
                create_database(connection, NAME)


def create_database(connection: psycopg.Connection[Any], name: str, *, template: str = "template0") -> None:
    """Makes a database of `loket_owner` that only our roles may enter. `connection`: as `loket_admin`."""
    names = {
        "name": sql.Identifier(name),
        "template": sql.Identifier(template),
        "owner": sql.Identifier(OWNER),
    }
    connection.execute(sql.SQL("CREATE DATABASE {name} OWNER {owner} TEMPLATE {template}").format(**names))
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {name} FROM PUBLIC").format(**names))
    grant = sql.SQL("GRANT CONNECT ON DATABASE {name} TO {app}")
    connection.execute(grant.format(app=sql.Identifier(APP), **names))


def _as_user(user: pwd.struct_passwd, variables: dict[str, str] | None = None) -> dict[str, Any]:
    """How subprocess runs a program as the server's user, from a folder and with words that it can read."""
    identity: dict[str, Any] = {}
    if os.geteuid() == 0:
        identity = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    environment = {"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin", **(variables or {})}
    return identity | {"cwd": "/", "umask": 0o077, "env": environment}
