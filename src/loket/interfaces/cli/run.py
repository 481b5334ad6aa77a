"""`loket run`: prepares the demo and serves it until Ctrl-C. The database goes on running."""

from __future__ import annotations

import argparse
import hashlib
import importlib
import importlib.util
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from loket.interfaces.cli import children
from loket.interfaces.cli.db import pending_migrations
from loket.interfaces.cli.embedded import cluster, grant_rights, owner_connection
from loket.kit.environment import Environment
from loket.kit.postgres_places import ClusterRefused

READY_WITHIN = 60.0
_STOPPERS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_LOKET = [sys.executable, "-m", "loket.config.main"]


class NotReady(Exception):
    """The demo can't be served; the message says why and what to do next."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `loket run`."""
    parser.add_argument("--prepare-only", action="store_true", help="prepare everything, then end without serving")
    parser.epilog = "Address: LOKET_PORT (default 8400). Ctrl-C stops pages and worker; `loket db stop` the database."


def run(args: argparse.Namespace, environment: Environment) -> int:
    """Prepares, serves, and stops what it started. 1 and a sentence on stderr when it can't."""
    for stopper in _STOPPERS:  # SIGINT too: a program started in a script's background ignores it otherwise
        signal.signal(stopper, _as_ctrl_c)
    try:
        if not environment.demo:
            raise NotReady("`loket run` serves the demo: `make run`. In production use `loket serve` and `loket work`.")
        if args.prepare_only:
            start_database(environment, _say)
            prepare(environment, _say)
            return 0
        check_port(environment)
        start_database(environment, _say)
        return _serve(environment)
    except (ClusterRefused, NotReady, OSError) as refused:
        print(f"loket: {refused}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        _say("Stopped before it was ready. Start again with `make run`.")
        return 130


def check_port(environment: Environment) -> None:
    """Raises NotReady when someone else has the port. The server itself would share it silently."""
    family = socket.AF_INET6 if ":" in environment.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((environment.host, environment.port))
        except OSError as error:
            raise NotReady(
                f"Port {environment.port} of {environment.host} can't be had ({error.strerror})."
                " If Loket runs in another terminal, stop it there with Ctrl-C;"
                f" else choose another port: `LOKET_PORT={environment.port + 1} make run`."
            ) from error


def start_database(environment: Environment, say: Callable[[str], None]) -> None:
    """Starts our own cluster; with DATABASE_URL there is nothing to start."""
    if not environment.database_url:
        cluster(environment, say).start()


def prepare(environment: Environment, say: Callable[[str], None]) -> bool:
    """Tables, rights, files for browsers, the demo's day. False: tables and files were there already."""
    import django

    django.setup()
    from django.db import connection

    try:
        # A list, for each must be done: `or` would leave one out.
        changed = any([_bring_up_to_date(environment, say), collect_static(say)])
        _seed(say)
    finally:
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]
    _prepared(environment).touch()
    return changed


def _prepared(environment: Environment) -> Path:
    """Exists when this demo was prepared once: then the pages may start while the next look is taken."""
    return environment.home / "prepared"


def _bring_up_to_date(environment: Environment, say: Callable[[str], None]) -> bool:
    if not pending_migrations():
        with owner_connection(environment) as owner:
            grant_rights(owner)
        return False
    say("Making the tables")
    # Another process: there Django's connection is the owner's, here it stays the app's.
    if subprocess.run([*_LOKET, "db", "migrate"], stdout=subprocess.DEVNULL, check=False).returncode:
        raise NotReady("The tables could not be made; the reason stands above. Put it right, then `make run` again.")
    return True


def collect_static(say: Callable[[str], None]) -> bool:
    """Copies the files for browsers under their hashed names, when one of them changed. False: none did."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            digest.update(f"{path} {storage.size(path)} {storage.get_modified_time(path)}\n".encode())
    stamp = settings.STATIC_ROOT / ".collected"
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return False
    say("Collecting the files for browsers")
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(digest.hexdigest())
    return True


def _seed(say: Callable[[str], None]) -> None:
    seed = _seed_module()
    if seed is None:
        say("The demo's seed is not part of this checkout: the database stays empty.")
    else:
        seed.seed_demo(say)


def _seed_module() -> Any:
    if importlib.util.find_spec("loket.interfaces.cli.seed") is None:
        return None
    return importlib.import_module("loket.interfaces.cli.seed")


def _serve(environment: Environment) -> int:
    pages = children.Child("pages", [*_LOKET, "serve"], environment.home / "pages.log")
    worker = children.Child("worker", [*_LOKET, "work"], environment.home / "worker.log")
    try:
        _bring_up(environment, pages, worker)
        _say_welcome(environment)
        return children.keep_alive([pages, worker], _say)
    except KeyboardInterrupt:
        _say("\nStopping pages and worker")
        return 0
    finally:
        for stopper in _STOPPERS:
            signal.signal(stopper, signal.SIG_IGN)
        children.stop([pages, worker])
        _say("Pages and worker are stopped.")
        if not environment.database_url:
            _say("The database goes on running; stop it too: .venv/bin/loket db stop")


def _bring_up(environment: Environment, pages: children.Child, worker: children.Child) -> None:
    """Starts both. Pages that were prepared once start while we look whether anything changed since."""
    for program in (pages, worker):
        program.log.write_bytes(b"")
    early = _prepared(environment).exists()
    if early:
        pages.start()
    changed = prepare(environment, _say)
    if changed:
        children.stop([pages])
    _say("Starting pages and worker")
    if changed or not early:
        pages.start()
    worker.start()
    _wait_until_ready(environment, pages)


def _wait_until_ready(environment: Environment, pages: children.Child) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while not _answers(environment):
        if pages.exit_code() is not None or time.monotonic() > deadline:
            raise NotReady(
                f"The pages did not start. The end of {pages.log}:\n{pages.tail()}\n"
                "Put right what it names, then `make run` again."
            )
        time.sleep(0.1)


def _answers(environment: Environment) -> bool:
    try:
        with urllib.request.urlopen(f"{address(environment)}/readyz", timeout=5) as answer:  # noqa: S310 (own address)
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def address(environment: Environment) -> str:
    """Where the pages are, as one types it into a browser."""
    host = f"[{environment.host}]" if ":" in environment.host else environment.host
    return f"http://{host}:{environment.port}"


def _say_welcome(environment: Environment) -> None:
    _say(f"\nLoket is ready: {address(environment)}\n")
    seed = _seed_module()
    if seed is not None:
        rows = [("Role", "User", "Password", "PIN"), *seed.sign_ins()]
        widths = [max(len(str(row[column])) for row in rows) for column in range(4)]
        for row in rows:
            _say("  " + "  ".join(str(word).ljust(width) for word, width in zip(row, widths, strict=True)).rstrip())
    _say("\nStop: Ctrl-C. The database goes on running; stop it too: .venv/bin/loket db stop")
    missing = [words for program, words in _OPTIONAL.items() if not _has(program)]
    if missing:
        _say(f"Left out here: {'; '.join(missing)}.")


def _has(programs: tuple[str, ...]) -> bool:
    return any(shutil.which(program) for program in programs)


_OPTIONAL = {
    ("chromium", "chromium-browser", "google-chrome"): "browser tests (no Chromium)",
    ("espeak-ng",): "spoken calls (no espeak-ng)",
}


def _say(line: str) -> None:
    print(line, flush=True)


def _as_ctrl_c(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
