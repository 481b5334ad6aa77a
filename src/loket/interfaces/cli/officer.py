"""`loket officer`: the first officers of an installation. Whoever comes later is added on the page "Petugas"."""

from __future__ import annotations

import argparse
import sys

from loket.kit.environment import Environment


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `loket officer`."""
    parser.add_argument("login", metavar="SIGN-IN-NAME", help="small letters, digits, dots, such as kanwil.dki")
    parser.add_argument("name", metavar="NAME", help="the officer's name")
    place = parser.add_mutually_exclusive_group(required=True)
    place.add_argument("--office", metavar="SLUG", help="head of this office, such as jakarta-selatan")
    place.add_argument("--region", metavar="NAME", help="head of this region")


def run(args: argparse.Namespace, _environment: Environment) -> int:
    """1 and a sentence on stderr when a rule says no."""
    import django

    django.setup()
    from django.utils import translation

    from loket.kit.errors import Refusal

    try:
        return _add(args)
    except Refusal as refused:
        with translation.override("en"):
            print(f"loket: {translation.gettext(str(refused.sentence))}", file=sys.stderr)
        return 1


def _add(args: argparse.Namespace) -> int:
    from loket.foundation.integrations.queries import region_named
    from loket.foundation.offices.queries import office_by_slug
    from loket.foundation.people.actions import invite_officer
    from loket.foundation.people.rules import Role
    from loket.kit import clock
    from loket.kit.actor import SYSTEM

    office = office_by_slug(args.office) if args.office else None
    place = office.id if office else region_named(args.region or "")
    if place is None:
        print(f"loket: no such place: {args.office or args.region}", file=sys.stderr)
        return 1
    where = {"office_id": place} if office else {"region_id": place}
    role = Role.HEAD if office else Role.REGION
    made = invite_officer(login=args.login, name=args.name, role=role, **where, by=SYSTEM, now=clock.now())
    print(f"First password of {args.login}, shown this once, valid until {made.until:%Y-%m-%d %H:%M} UTC")
    print(f"\n{made.password}\n\nThe officer replaces it at the first sign-in and then sets a second factor up.")
    return 0
