"""`loket work`: background jobs, woken by LISTEN/NOTIFY, with a slow poll as safety net."""

from __future__ import annotations

import argparse

from loket.interfaces.cli import serve
from loket.kit.environment import Environment

#: systemd and `loket run` send SIGTERM; the sweep for stalled jobs takes up what needed longer.
GRACE_SECONDS = 8.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `loket work`."""
    parser.add_argument("--concurrency", type=int, default=2, help="jobs at a time (default: 2)")
    parser.add_argument("--once", action="store_true", help="end when no job waits")


def run(args: argparse.Namespace, environment: Environment) -> int:
    """Works until SIGTERM or Ctrl-C; 1 and a sentence on stderr for what `loket serve` refuses too."""
    import django

    django.setup()
    if not environment.demo and serve.tell_refusals():
        return 1
    from procrastinate.contrib.django import app

    # Django's own connection can't LISTEN: the worker gets a direct one.
    with app.replace_connector(app.connector.get_worker_connector()):  # type: ignore[attr-defined]
        app.run_worker(
            name="loket",
            wait=not args.once,
            concurrency=args.concurrency,
            shutdown_graceful_timeout=GRACE_SECONDS,
        )
    return 0
