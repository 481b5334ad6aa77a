"""Fails when models and migrations differ. Asks the models only, no database."""

from __future__ import annotations

import sys

import django
from django.core.management import call_command
from django.db import connections


def main() -> int:
    """1 when a migration is missing."""
    django.setup()
    # Without this, makemigrations would ask the database what it holds.
    connections["default"].settings_dict["ENGINE"] = "django.db.backends.dummy"
    try:
        call_command("makemigrations", "--check", "--dry-run", "loket")
    except SystemExit:
        print("A migration is missing: make it with `python -m django makemigrations loket`.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
