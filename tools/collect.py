"""Collects the files for browsers under their hashed names, as `loket run` does, when one of them changed.

Tests call it first, so that pages look the same whether the demo ever ran in this checkout or not.
"""

from __future__ import annotations

import django

from loket.interfaces.cli.run import collect_static


def main() -> None:
    """Collects into build/static."""
    django.setup()
    collect_static(print)


if __name__ == "__main__":
    main()
