"""Every address states for whom it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from loket.interfaces.web.audiences import audience_of


def _views(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _views(entry, route)
        elif isinstance(entry, URLPattern):
            yield route, entry.callback


def _stated(route: str, view: Any) -> str | None:
    return "api" if route.startswith("api/v1/") else audience_of(view)


def test_every_address_states_its_audience() -> None:
    views = list(_views(get_resolver()))
    assert len(views) > 10
    assert [route for route, view in views if _stated(route, view) is None] == []


def test_audiences_are_the_known_ones() -> None:
    known = {"everyone", "citizen", "api"}
    stated = {_stated(route, view) or "" for route, view in _views(get_resolver())}
    assert {s for s in stated if s not in known and not s.startswith("staff:")} == set()
