"""What a token may do and how it looks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories.offices import MORNING

from loket.foundation.integrations import rules
from loket.foundation.integrations.rules import Scope


def test_a_new_token_is_long_unlike_the_last_and_known_by_its_beginning() -> None:
    one, other = rules.new_token(), rules.new_token()
    assert one != other
    assert rules.looks_like_token(one)
    assert one.startswith(rules.prefix_of(one))
    assert len(rules.prefix_of(one)) == 14


@given(st.text(max_size=200))
def test_other_texts_are_no_tokens(text: str) -> None:
    assert not rules.looks_like_token(text)


@given(st.lists(st.sampled_from([*Scope]), min_size=1))
def test_scopes_stand_once_in_one_order(asked: list[Scope]) -> None:
    assert rules.scopes_of(asked) == [scope for scope in Scope if scope in asked]


@pytest.mark.parametrize("asked", [[], ["bookings:delete"], ["bookings:read", ""]])
def test_refuses_no_scope_and_an_unknown_one(asked: list[str]) -> None:
    with pytest.raises(rules.NoScopes):
        rules.scopes_of(asked)


@pytest.mark.parametrize("name", ["", "  ", "\u202e", "a" * 61, "a" * 10_000])
def test_refuses_a_name_that_tells_nobody_anything(name: str) -> None:
    with pytest.raises(rules.NotATokenName):
        rules.name_of_token(name)


def test_a_token_lives_a_day_to_a_year() -> None:
    assert rules.end_of_life(1, MORNING) == MORNING + timedelta(days=1)
    for days in (-1, 0, 367, 10**9):
        with pytest.raises(rules.NotALifetime):
            rules.end_of_life(days, MORNING)


def test_names_the_scope_that_is_missing() -> None:
    rules.check_scope(frozenset({Scope.BOOKINGS_READ}), Scope.BOOKINGS_READ)
    with pytest.raises(rules.ScopeMissing, match="bookings:write"):
        rules.check_scope(frozenset({Scope.BOOKINGS_READ}), Scope.BOOKINGS_WRITE)
