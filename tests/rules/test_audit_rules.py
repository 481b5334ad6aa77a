"""Rules of the ledger: facts have one form, details hold nothing personal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.foundation.audit.rules import DETAIL_LIMIT, FACT, DetailWrong, check_detail


@pytest.mark.parametrize("fact", ["booking.claimed", "queueing.number_given"])
def test_a_fact_is_a_room_and_what_happened(fact: str) -> None:
    assert FACT.match(fact)


@pytest.mark.parametrize(
    "fact", ["claimed", "Booking.claimed", "booking.claimed!", "booking.", "a.b.c", "booking.claimed "]
)
def test_anything_else_is_no_fact(fact: str) -> None:
    assert not FACT.match(fact)


@given(
    st.integers(10**15, 10**16 - 1), st.sampled_from(["", "nik ", "(", "x:"]), st.sampled_from(["", ".", ")", " ok"])
)
def test_refuses_what_looks_like_a_nik(number: int, before: str, after: str) -> None:
    with pytest.raises(DetailWrong):
        check_detail({"who": f"{before}{number}{after}"})


@given(st.dictionaries(st.text("abc", min_size=1, max_size=8), st.integers(0, 10**9), max_size=DETAIL_LIMIT))
def test_lets_ids_and_counts_pass(detail: dict[str, int]) -> None:
    check_detail(detail)
    assert len(detail) <= DETAIL_LIMIT


def test_refuses_too_much() -> None:
    with pytest.raises(DetailWrong):
        check_detail({str(n): n for n in range(DETAIL_LIMIT + 1)})
    with pytest.raises(DetailWrong):
        check_detail({"reason": "x" * 201})
