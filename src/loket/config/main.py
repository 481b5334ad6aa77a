"""The command `loket`: reads the environment, then hands over to interfaces.cli."""

from __future__ import annotations

import os
import sys

from loket.config.environment import EnvironmentWrong, read_environment
from loket.interfaces.cli import run_command
from loket.kit.environment import Environment


def main() -> int:
    """Entry point of `.venv/bin/loket`. Exit 2 when the environment or the arguments are wrong."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loket.config.settings")
    try:
        return run_command(sys.argv[1:], environment=_environment)
    except EnvironmentWrong as wrong:
        print(f"loket: {wrong}", file=sys.stderr)  # noqa: T201
        return 2


def _environment(*, secrets: bool) -> Environment:
    return read_environment(secrets=secrets)


if __name__ == "__main__":
    sys.exit(main())
