"""`loket serve`: pages, API and events from one process on one origin (docs/operations.md)."""

from __future__ import annotations

import argparse
import os
import sys

from loket.kit.environment import Environment

APPLICATION = "loket.config.asgi:application"
_NO_PHONES = (
    "No gateway for WhatsApp or SMS is set up: nobody gets a sign-in code."
    " Set LOKET_WHATSAPP_URL or LOKET_SMS_URL (docs/operations.md, Messages)."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`loket serve` takes its address from LOKET_HOST and LOKET_PORT."""
    parser.epilog = "Address: LOKET_HOST and LOKET_PORT (default 127.0.0.1 and 8400). Stop it with Ctrl-C."


def run(_args: argparse.Namespace, environment: Environment) -> int:
    """Becomes the server; 1 and a sentence on stderr when this installation may not serve."""
    if not {"whatsapp", "sms"} & {*environment.channels}:
        print(f"loket: {_NO_PHONES}", file=sys.stderr)
    if environment.demo or not tell_refusals():
        os.execv(sys.executable, command(environment))  # noqa: S606 (the server takes our place)
    return 1


def tell_refusals() -> bool:
    """Says on stderr why this installation may not serve people; False when it may."""
    reasons = refusals()
    for reason in reasons:
        print(f"loket: {reason}", file=sys.stderr)
    return bool(reasons)


def command(environment: Environment) -> list[str]:
    """The server's command line.

    HTTP/1 only: the bridge to Django joins HTTP/2's split cookies wrongly. Open event streams would hold up a
    stop for ever, so the worker is ended after 5 seconds. A worker that
    dies ends the server: whoever started it (systemd, `loket run`) starts it again and can tell.
    """
    options = {
        "--interface": "asgi",
        "--http": "1",
        "--host": environment.host,
        "--port": str(environment.port),
        "--workers": "1",
        "--workers-kill-timeout": "5",
        "--log-level": "warning",
    }
    flat = [word for pair in options.items() for word in pair]
    return [sys.executable, "-m", "granian", *flat, "--no-ws", APPLICATION]


def refusals() -> list[str]:
    """Why this installation may not serve people: what a demo left behind. Reads the database."""
    import django

    django.setup()
    from django.conf import settings

    from loket.foundation.audit.queries import demo_traces
    from loket.foundation.people.queries import demo_accounts_exist

    traces = [*demo_traces(), *(["accounts of the demo, whose passwords are public"] if demo_accounts_exist() else [])]
    reasons = [
        f"The database holds {trace}. Serve from a database without the demo, or set LOKET_DEMO=1." for trace in traces
    ]
    if settings.DEBUG:
        reasons.append("DEBUG is on and would show secrets on error pages. Set it to False in config/settings.py.")
    return reasons
