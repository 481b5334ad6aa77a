"""The API's contract as a file: docs/openapi.json, committed, so that a change of the contract is seen in review.

--check  fails when the file differs from what the code says
--write  writes it
"""

from __future__ import annotations

import argparse
import difflib
import json
import os
import sys
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[1]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loket.config.settings")  # noqa: TID251 (no part of the product)
sys.path.insert(0, str(ROOT / "src"))
FILE = ROOT / "docs/openapi.json"


def main() -> int:
    """0 when the file says what the code says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--check", action="store_true")
    what.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    text = schema_text()
    if chosen.write:
        FILE.write_text(text, encoding="utf-8")
        return 0
    committed = FILE.read_text(encoding="utf-8") if FILE.exists() else ""
    lines = difflib.unified_diff(
        committed.splitlines(), text.splitlines(), "docs/openapi.json", "the code", lineterm=""
    )
    difference = list(lines)[:60]
    if difference:
        print("\n".join(difference), file=sys.stderr)
        print("The API's contract changed. If that is meant: tools/api_schema.py --write", file=sys.stderr)
    return 1 if difference else 0


def schema_text() -> str:
    """The OpenAPI document as the file holds it: sorted keys, two spaces."""
    django.setup()
    from loket.interfaces.api.urls import api  # noqa: PLC0415 (needs ready apps)

    return (
        json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    )


if __name__ == "__main__":
    sys.exit(main())
