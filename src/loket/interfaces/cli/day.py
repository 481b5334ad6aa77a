"""`loket day play`: the demo's day through the public doors, so that boards and counters live."""

from __future__ import annotations

import argparse
import re
import sys
from datetime import time

from loket.kit.environment import Environment

_HOUR = re.compile(r"^([01]?\d|2[0-3])[:.]([0-5]\d)$")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `loket day`."""
    parser.add_argument("action", choices=["play"], help="play: people come, counters call, until the day is over")
    parser.add_argument("--speed", type=float, default=60.0, help="how many times faster than real (default 60)")
    parser.add_argument("--until", type=_wall_time, metavar="15:00", help="stop at this time of the office")
    parser.add_argument("--url", default="", help="where the pages are (default http://127.0.0.1:LOKET_PORT)")
    parser.add_argument("--seed", type=int, default=1, help="another seed, another day (default 1)")
    parser.add_argument("--office", default="JKS", help="code of one of the eight bookable offices (default JKS)")


def _wall_time(text: str) -> time:
    found = _HOUR.match(text)
    if not found:
        raise argparse.ArgumentTypeError("write it like 15:00")
    return time(int(found[1]), int(found[2]))


def run(args: argparse.Namespace, environment: Environment) -> int:
    """Plays; 1 and a sentence on stderr when it can't. Ctrl-C ends it with the summary so far."""
    if not environment.demo:
        print("loket: The played day moves the clock: it runs in the demo only (LOKET_DEMO=1).", file=sys.stderr)
        return 1
    if not 1 <= args.speed <= 600:
        print("loket: --speed goes from 1 to 600.", file=sys.stderr)
        return 2
    import django

    django.setup()
    from loket.interfaces.cli.play.officers import DoorShut

    address = args.url or f"http://{environment.host}:{environment.port}"
    try:
        return _play(args, address)
    except DoorShut as shut:
        print(f"\nloket: {shut}", file=sys.stderr)
    except OSError as error:
        print(f"\nloket: Nobody answers at {address} ({error}). Start the demo first: `make run`.", file=sys.stderr)
    return 1


def _play(args: argparse.Namespace, address: str) -> int:
    from loket.interfaces.cli.play.cast import NotPlayed, cast
    from loket.interfaces.cli.play.loop import Clock
    from loket.interfaces.cli.play.telling import sum_up, teller

    until = args.until or time(23, 59)
    try:
        day = cast(address, office_code=args.office, until=until, seed=args.seed)
    except NotPlayed as reason:
        print(f"loket: {reason}", file=sys.stderr)
        return 1
    try:
        day.play(Clock(args.speed), teller(day))
    except KeyboardInterrupt:
        print("\nStopped.", end="")
    return sum_up(day)
