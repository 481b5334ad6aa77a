"""The command `loket`: reads the environment, then hands over to interfaces.cli."""

from __future__ import annotations

import os
import sys

from loket.config.environment import EnvironmentWrong, read_environment
from loket.interfaces.cli import run_command


def main() -> int:
    """Entry point of `.venv/bin/loket`. Exit 2 when the environment or the arguments are wrong."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loket.config.settings")
    return run_command(sys.argv[1:], environment=_environment)


def _environment():  # type: ignore[no-untyped-def]
    try:
        return read_environment()
    except EnvironmentWrong as wrong:
        print(f"loket: {wrong}", file=sys.stderr)  # noqa: T201
        raise SystemExit(2) from wrong


if __name__ == "__main__":
    sys.exit(main())
