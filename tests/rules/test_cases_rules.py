"""Rules of cases: when a document is ready (R43)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.casework.cases.rules import ready_on


def _weekdays(day: date) -> bool:
    return day.weekday() < 5


@pytest.mark.parametrize(
    ("finished", "ready"),
    [
        (date(2022, 2, 4), date(2022, 2, 10)),  # Friday: Monday to Thursday
        (date(2022, 2, 7), date(2022, 2, 11)),  # Monday: to Friday
        (date(2022, 2, 5), date(2022, 2, 10)),  # an extra Saturday counts from Monday too
    ],
)
def test_a_document_is_ready_after_four_working_days(finished: date, ready: date) -> None:
    assert ready_on(finished, _weekdays, working_days=4) == ready


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.sets(st.integers(1, 30), max_size=20), st.integers(1, 20))
def test_exactly_so_many_working_days_lie_between(finished: date, closed_after: set[int], wanted: int) -> None:
    closed = {finished + timedelta(days=n) for n in closed_after}

    def works(day: date) -> bool:
        return day not in closed

    ready = ready_on(finished, works, working_days=wanted)
    between = [finished + timedelta(days=n + 1) for n in range((ready - finished).days)]
    assert sum(map(works, between)) == wanted
    assert works(ready)
