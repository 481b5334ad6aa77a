"""Every address states for whom it is; `make check` compares docs/audiences.md."""

from __future__ import annotations

from tools.audiences import WORDS, addresses, page


def test_every_address_states_its_audience() -> None:
    found = addresses()
    assert len(found) > 50
    assert [address.route for address in found if not address.audience] == []


def test_audiences_are_the_known_ones() -> None:
    assert {address.audience.partition(":")[0] for address in addresses()} <= WORDS.keys()


def test_the_table_has_a_line_for_each() -> None:
    lines = page().splitlines()
    assert [address.route for address in addresses() if not any(f"/{address.route}` |" in line for line in lines)] == []
