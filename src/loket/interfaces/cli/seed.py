"""`loket seed`: fills the demo; with --reference only what a real installation starts from."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from loket.kit.environment import Environment


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `loket seed`."""
    parser.add_argument(
        "--reference", action="store_true", help="only offices, services and closed days: fit for real use too"
    )


def run(args: argparse.Namespace, environment: Environment) -> int:
    """Seeds; 1 and a sentence on stderr outside the demo. Running it again changes nothing."""
    if not args.reference and not environment.demo:
        print(
            "loket: The demo's people are seeded with LOKET_DEMO=1 only; here: `loket seed --reference`.",
            file=sys.stderr,
        )
        return 1
    import django

    django.setup()
    if args.reference:
        from loket.kit.transaction import in_transaction
        from loket.seed.reference import seed_reference

        with in_transaction():
            seed_reference()
        print("Offices, services and closed days are there.")
    else:
        seed_demo(print)
    return 0


def seed_demo(say: Callable[[str], None]) -> None:
    """Fills the demo when it is empty; Django is set up already."""
    from django.conf import settings

    from loket.seed.demo import seed

    starts_at = settings.LOKET.demo_starts_at
    assert starts_at is not None, "demo only"
    if not seed(say, starts_at=starts_at):
        say("The demo's day is there already.")


def sign_ins() -> list[tuple[str, str, str, str]]:
    """Role, user, password and PIN of each role at South Jakarta, the regional head, and the citizen's phone."""
    from loket.foundation.people.rules import Role
    from loket.seed.staff import PASSWORD, PHONE, PIN, posts

    shown = {post.role: post for post in reversed(list(posts())) if post.office_code in ("JKS", "")}
    officers = [(shown[role].in_words, shown[role].login, PASSWORD, PIN) for role in Role]
    return [*officers, ("Citizen", PHONE, "(code by message: /demo/pesan/)", "")]
