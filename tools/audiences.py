"""For whom every address is, as a table: docs/audiences.md, committed, so that a change of rights is seen in review.

--check  fails when the file differs from what the code says, or an address says nothing
--write  writes it
"""

from __future__ import annotations

import argparse
import difflib
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import django
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parents[1]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loket.config.settings")  # noqa: TID251 (no part of the product)
sys.path.insert(0, str(ROOT / "src"))
FILE = ROOT / "docs/audiences.md"
API = "api/v1/"
#: What belongs to a citizen: addresses for everyone that hold one of these open to its owner only.
OWN = ("booking_id", "case_id")
STREAMS = {"papan:": "everyone", "nomor:": "everyone"}
INTRODUCTION = """# For whom every address is

Written by `tools/audiences.py --write` from the routes; `make check` compares. tests/interfaces/test_rights.py tries
each address as every role, also across offices. Officers see their own office only: what belongs to another answers
404, as what does not exist. A head may open every page of the own office's staff. What is a citizen's own opens to
the account that holds it, a ticket also to who knows its code and a birth date. `gaya/` and `demo/` are there in the
demo only.

| Address | For whom |
|---|---|
"""
WORDS = {
    "everyone": "Everyone",
    "citizen": "A signed-in citizen",
    "session": "A signed-in citizen (cookie and CSRF token)",
    "staff": "Staff: {what}",
    "token": "A program's token with `{what}`",
    "loopback": "Who asks from this machine, without a proxy",
}


@dataclass(frozen=True, slots=True)
class Address:
    """An address, how it is asked, and for whom: everyone, citizen, staff:..., session, token:..., loopback."""

    route: str
    methods: tuple[str, ...]
    audience: str

    @property
    def parameters(self) -> list[str]:
        """Its variable parts, such as `uuid:booking_id`."""
        return re.findall(r"<([^>]+)>", self.route)

    @property
    def is_own(self) -> bool:
        """Whether it holds something of a citizen, which only its owner may see."""
        names = [parameter.rpartition(":")[2] for parameter in self.parameters]
        if self.audience == "everyone":
            return any(name in OWN for name in names)
        return self.audience in ("citizen", "session") and any(name.endswith("_id") for name in names)

    @property
    def roles(self) -> list[str]:
        """The roles of staff that may open it; the head among them."""
        kind, _, roles = self.audience.partition(":")
        return sorted({*roles.split(","), "head"}) if kind == "staff" else []


def addresses() -> list[Address]:
    """Every address of pages, API and streams, in their order. Django must be set up."""
    return [*_pages(), *_api(), *_streams()]


def views(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Route and view of every address that Django answers."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from views(entry, route)
        elif isinstance(entry, URLPattern):
            yield route, entry.callback


def _pages() -> Iterator[Address]:
    for route, view in views():
        if not route.startswith(API):
            yield Address(route, ("GET", "POST"), getattr(view, "loket_audience", ""))


def _api() -> Iterator[Address]:
    from loket.interfaces.api.urls import api  # noqa: PLC0415 (needs ready apps)

    yield Address(f"{API}openapi.json", ("GET",), "everyone")
    for path, methods in api.get_openapi_schema(path_prefix="/" + API)["paths"].items():
        for method, operation in methods.items():
            names = {p["name"]: p["schema"] for p in operation.get("parameters", []) if p["in"] == "path"}
            route = path.lstrip("/")
            for name, schema in names.items():
                route = route.replace(f"{{{name}}}", f"<{_converter(schema)}:{name}>")
            yield Address(route, (method.upper(),), _audience_of_operation(operation))


def _converter(schema: dict[str, Any]) -> str:
    return {"integer": "int", "uuid": "uuid", "date": "date"}.get(schema.get("format") or schema["type"], "slug")


def _audience_of_operation(operation: dict[str, Any]) -> str:
    """Of an OpenAPI operation: nothing asked, a session, or a token with its scope."""
    for scheme in operation.get("security", []):
        ((name, scopes),) = scheme.items()
        return f"token:{' '.join(scopes)}" if scopes else "session" if name == "CitizenSession" else ""
    return "everyone"


def _streams() -> Iterator[Address]:
    from loket.interfaces.events.streams import _ADDRESSES  # noqa: PLC0415 (needs ready apps)

    for pattern, kind in _ADDRESSES:
        path, _, what = pattern.pattern.strip("^$/").partition("(")
        name = "int:zone_id" if what.startswith("[1-9]") else "uuid:booking_id"
        yield Address(f"{path}<{name}>", ("GET",), STREAMS.get(kind, ""))


def in_words(address: Address) -> str:
    """For whom an address is, as the table says it. Raises LookupError when it says nothing."""
    if address.route.startswith("aliran/nomor/"):
        return "Who knows the booking's random id: numbers and places, nothing personal"
    if address.is_own:
        return "A citizen, for what is their own"
    kind, _, what = address.audience.partition(":")
    if kind not in WORDS:
        raise LookupError(address.route)
    return WORDS[kind].format(what=", ".join(address.roles).replace("_", " ") or what)


def page() -> str:
    """The table as the file holds it. Raises LookupError for an address that says nothing."""
    lines = []
    for route, same in groupby(addresses(), key=lambda each: each.route):
        for address in same:
            asked = f"{' '.join(address.methods)} " if route.startswith(API) else ""
            lines.append(f"| `{asked}/{route}` | {in_words(address)} |")
    return INTRODUCTION + "\n".join(lines) + "\n"


def main() -> int:
    """0 when the file says what the code says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--check", action="store_true")
    what.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    django.setup()
    try:
        text = page()
    except LookupError as silent:
        print(f"/{silent.args[0]} does not say for whom it is: give its view one audience decorator.", file=sys.stderr)
        return 1
    if chosen.write:
        FILE.write_text(text, encoding="utf-8")
        return 0
    committed = FILE.read_text(encoding="utf-8") if FILE.exists() else ""
    difference = list(
        difflib.unified_diff(committed.splitlines(), text.splitlines(), "docs/audiences.md", "the code", lineterm="")
    )
    if difference:
        print("\n".join(difference[:60]), file=sys.stderr)
        print("Rights changed. If that is meant: tools/audiences.py --write", file=sys.stderr)
    return 1 if difference else 0


if __name__ == "__main__":
    sys.exit(main())
