"""`loket token`: tokens by which other programs use the API."""

from __future__ import annotations

import argparse
import sys

from loket.kit.environment import Environment


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The actions of `loket token`."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    add = actions.add_parser("add", help="make a token and show it, once")
    add.add_argument("name", metavar="NAME", help="the program that will use it")
    place = add.add_mutually_exclusive_group(required=True)
    place.add_argument("--office", metavar="SLUG", help="the office where it holds, such as jakarta-selatan")
    place.add_argument("--region", metavar="NAME", help="the region over whose offices it holds")
    add.add_argument(
        "--scope", action="append", required=True, metavar="SCOPE", help="such as bookings:read; repeat it"
    )
    add.add_argument("--days", type=int, default=90, help="how long it holds (default: 90)")
    actions.add_parser("list", help="show the tokens of this installation, never their text")
    revoke = actions.add_parser("revoke", help="end a token at once")
    revoke.add_argument("id", type=int, metavar="ID", help="its number in `loket token list`")


def run(args: argparse.Namespace, _environment: Environment) -> int:
    """1 and a sentence on stderr when a rule says no."""
    import django

    django.setup()
    from django.utils import translation

    from loket.kit.errors import Refusal

    try:
        with translation.override("en"):
            return {"add": _add, "list": _list, "revoke": _revoke}[args.action](args)
    except Refusal as refused:
        with translation.override("en"):
            print(f"loket: {translation.gettext(str(refused.sentence)) % (refused.facts or {})}", file=sys.stderr)
        return 1


def _add(args: argparse.Namespace) -> int:
    from loket.foundation.integrations.actions import make_token
    from loket.foundation.integrations.queries import region_named
    from loket.foundation.integrations.rules import Scope
    from loket.foundation.offices.queries import office_by_slug
    from loket.kit import clock
    from loket.kit.actor import SYSTEM

    office = office_by_slug(args.office) if args.office else None
    place = office.id if office else region_named(args.region or "")
    if place is None:
        print(f"loket: no such place: {args.office or args.region}", file=sys.stderr)
        return 1
    unknown = [scope for scope in args.scope if scope not in set(Scope)]
    if unknown:
        print(f"loket: no such scope: {', '.join(unknown)}. There are: {', '.join(Scope)}", file=sys.stderr)
        return 1
    where = {"office_id": place} if args.office else {"region_id": place}
    made = make_token(name=args.name, scopes=args.scope, days=args.days, **where, by=SYSTEM, now=clock.now())
    print(f"Token {made.id}, shown this once; keep it where only the program can read it:\n\n{made.text}\n")
    return 0


def _list(_args: argparse.Namespace) -> int:
    from loket.foundation.integrations.queries import all_tokens
    from loket.kit import clock

    for card in all_tokens():
        state = "in force" if card.in_force(clock.now()) else "revoked" if card.revoked_at else "expired"
        used = f"used {card.last_used_on}" if card.last_used_on else "never used"
        print(f"{card.id:>4}  {card.prefix}  {card.place}  {card.name}  {' '.join(card.scopes)}  "
              f"{state}, until {card.expires_at:%Y-%m-%d}, {used}")  # fmt: skip
    return 0


def _revoke(args: argparse.Namespace) -> int:
    from loket.foundation.integrations.actions import revoke_token
    from loket.kit import clock
    from loket.kit.actor import SYSTEM

    revoke_token(token_id=args.id, by=SYSTEM, now=clock.now())
    print(f"Token {args.id} lets nobody in any more.")
    return 0
