"""Commands for operators. One file a command: HELP (one line), add_arguments(parser), run(args, environment) -> int.

The table below names modules without importing them, so that `loket --help` and commands that need no
Django start at once.
"""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Sequence
from typing import Protocol

from loket.kit.environment import Environment

#: command -> (module in this package, one line for --help)
COMMANDS: dict[str, tuple[str, str]] = {
    "run": ("run", "prepare everything and serve the demo: database, seed, pages, worker"),
    "serve": ("serve", "serve pages, API and events"),
    "work": ("work", "run background jobs"),
    "db": ("db", "start, stop, inspect and migrate the database"),
    "keys": ("keys", "make the file with an installation's secrets"),
    "officer": ("officer", "add the first officers of an installation: heads of regions and offices"),
    "token": ("token", "make, list and revoke tokens by which other programs use the API"),
    "seed": ("seed", "fill the demo: offices, staff, slots, a day"),
    "day": ("day", "play the demo's day through the public doors"),
    "messages": ("messages", "count failed messages, and try them again"),
    "gateway-simulator": ("gateway_simulator", "stand in for a provider of WhatsApp or SMS, in the demo"),
    "bench": ("bench", "measure rows of the performance programme and write them down"),
}


class ReadEnvironment(Protocol):
    """Reads the environment; without `secrets` the keys file may be missing."""

    def __call__(self, *, secrets: bool) -> Environment: ...


def run_command(argv: Sequence[str], *, environment: ReadEnvironment) -> int:
    """Runs one command and returns its exit code; 2 for bad arguments (argparse).

    A command that opens nothing sealed says so with `parser.set_defaults(secrets=False)`.
    """
    parser = argparse.ArgumentParser(prog="loket", description="Loket, the office that keeps serving.")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    wanted = next((word for word in argv if not word.startswith("-")), "")
    for name, (module_name, summary) in COMMANDS.items():
        subparser = subparsers.add_parser(name, help=summary, description=summary)
        if name == wanted:
            module = importlib.import_module(f"loket.interfaces.cli.{module_name}")
            module.add_arguments(subparser)
            subparser.set_defaults(run=module.run)
    args = parser.parse_args(argv)
    code: int = args.run(args, environment(secrets=getattr(args, "secrets", True)))
    return code
