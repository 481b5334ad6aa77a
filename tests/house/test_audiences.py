"""Every address states for whom it is."""

from __future__ import annotations

from tests.house.addresses import addresses, stated_audience


def test_every_address_states_its_audience() -> None:
    views = list(addresses())
    assert len(views) > 10
    assert [route for route, view in views if stated_audience(route, view) is None] == []


def test_audiences_are_the_known_ones() -> None:
    known = {"everyone", "citizen", "api"}
    stated = {stated_audience(route, view) or "" for route, view in addresses()}
    assert {s for s in stated if s not in known and not s.startswith("staff:")} == set()
