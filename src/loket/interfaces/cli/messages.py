"""`loket messages`: what of the messages failed, over all offices; --again tries all of it once more."""

from __future__ import annotations

import argparse
from collections import Counter
from datetime import timedelta

from loket.kit.environment import Environment

_SHOWN = 1000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `loket messages`."""
    parser.add_argument("--again", action="store_true", help="queue every failed message that is still worth it")


def run(args: argparse.Namespace, environment: Environment) -> int:
    """Prints counts of the last day and failures by template, channel and cause: no addressee, no text."""
    import django

    django.setup()
    from loket.foundation.notify import queries
    from loket.foundation.notify.actions import retry_failed
    from loket.foundation.notify.rules import NothingToTry
    from loket.foundation.offices.queries import all_offices
    from loket.kit import clock
    from loket.kit.actor import SYSTEM

    now, scope = clock.now(), [*(office.id for office in all_offices()), None]
    counts = queries.counts_since(scope, now - timedelta(days=1))
    print(f"Last 24 hours: {counts.sent} sent, {counts.queued} waiting, {counts.failed} failed.")
    failed = queries.failed_messages(scope, now, limit=_SHOWN)
    for (template, channel, error), count in sorted(Counter((m.template, m.channel, m.error) for m in failed).items()):
        print(f"  {count:5}  {template}, {channel or 'no channel'}, {error or 'unknown'}")
    if not failed:
        print("None has failed.")
    if args.again:
        try:
            print(f"{retry_failed(office_ids=scope, by=SYSTEM, now=now)} are tried again.")
        except NothingToTry:
            print("None of them can still be tried again.")
    return 0
