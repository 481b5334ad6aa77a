"""All addresses of the product with their views and stated audience."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from loket.interfaces.web.audiences import audience_of


def addresses(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Route and view of every address."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, route)
        elif isinstance(entry, URLPattern):
            yield route, entry.callback


def stated_audience(route: str, view: Any) -> str | None:
    """`everyone`, `citizen`, `staff:gate,counter`; `api` for the API, whose access its contract states."""
    return "api" if route.startswith("api/v1/") else audience_of(view)
