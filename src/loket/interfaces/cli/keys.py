"""`loket keys`: the file with an installation's secrets."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from loket.kit.crypto import read_keys, write_keys
from loket.kit.environment import Environment


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The actions of `loket keys`."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    make = actions.add_parser("make", help="make a file with fresh keys; never overwrites one")
    make.add_argument("--output", type=Path, required=True, metavar="FILE", help="where to write it (mode 0600)")
    check = actions.add_parser("check", help="say whether a file holds usable keys")
    check.add_argument("file", type=Path, metavar="FILE")
    parser.set_defaults(secrets=False)


def run(args: argparse.Namespace, _environment: Environment) -> int:
    """1 and a sentence on stderr when the file can't be written or read."""
    try:
        return _make(args.output) if args.action == "make" else _check(args.file)
    except FileExistsError:
        reason = f"{args.output} exists; keys are never overwritten. Choose another name."
    except (OSError, ValueError) as error:
        reason = str(error)
    print(f"loket: {reason}", file=sys.stderr)
    return 1


def _make(path: Path) -> int:
    write_keys(path)
    print(f"Wrote {path}. Keep a copy in a safe place: without it sealed data can't be opened.")
    print(f"Next: LOKET_KEYS_FILE={path}")
    return 0


def _check(path: Path) -> int:
    ring = read_keys(path)
    print(f"{path} holds {len(ring.seal_keys)} sealing and {len(ring.ticket_keys)} ticket keys.")
    return 0
