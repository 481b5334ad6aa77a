"""How often something may be tried."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from tests.factories.offices import MORNING

from loket.foundation.people.actions import forget_attempts, forget_expired, note_attempt
from loket.foundation.people.models import Attempt
from loket.foundation.people.rules import TooManyTries
from loket.kit.actor import SYSTEM

_WINDOW = timedelta(minutes=15)


def _tried(seconds: float = 0, *, bucket: str = "door", limit: int = 3) -> bool:
    """Whether a try is let through so many seconds after the morning began."""
    try:
        note_attempt(bucket_parts=(bucket,), limit=limit, window=_WINDOW, now=MORNING + timedelta(seconds=seconds))
    except TooManyTries:
        return False
    return True


@pytest.mark.django_db
def test_lets_through_as_many_tries_as_the_limit_and_no_more() -> None:
    assert [_tried() for _ in range(5)] == [True, True, True, False, False]


@pytest.mark.django_db
def test_buckets_do_not_count_for_each_other() -> None:
    assert [_tried(limit=1), _tried(limit=1), _tried(limit=1, bucket="gate")] == [True, False, True]


@pytest.mark.django_db
def test_a_new_window_opens_to_the_second() -> None:
    assert [_tried(0, limit=1), _tried(899, limit=1), _tried(900, limit=1), _tried(901, limit=1)] == [
        True,
        False,
        True,
        False,
    ]


@pytest.mark.django_db
def test_the_refusal_names_the_end_of_the_window() -> None:
    assert _tried(limit=1)
    with pytest.raises(TooManyTries) as refused:
        note_attempt(bucket_parts=("door",), limit=1, window=_WINDOW, now=MORNING + timedelta(minutes=3))
    assert str(refused.value) == "Terlalu banyak percobaan. Coba lagi pukul 08.15 WIB."


@pytest.mark.django_db
def test_a_clock_that_was_turned_back_locks_nobody_out() -> None:
    assert _tried(48 * 3600, limit=1)
    assert _tried(0, limit=1)


@pytest.mark.django_db
def test_a_forgotten_bucket_starts_anew() -> None:
    assert _tried(limit=1)
    forget_attempts(bucket_parts=("door",))
    assert _tried(limit=1)


@pytest.mark.django_db
def test_what_was_tried_stands_in_the_table_as_a_hash_only() -> None:
    assert _tried(bucket="+6281234567890")
    kept = bytes(Attempt.objects.get().bucket)
    assert len(kept) == 32
    assert b"6281234567890" not in kept


@pytest.mark.django_db
def test_counts_are_forgotten_a_day_later() -> None:
    assert _tried()
    assert forget_expired(by=SYSTEM, now=MORNING + timedelta(hours=23)) == 0
    assert forget_expired(by=SYSTEM, now=MORNING + timedelta(hours=25)) == 1
    assert not Attempt.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_twenty_connections_at_once_never_get_more_than_the_limit_through() -> None:
    together = Barrier(20)

    def try_three_times(number: int) -> int:
        try:
            together.wait()
            # Each asks with a time of its own, some a little before the window's start.
            return sum(_tried(number * 0.01 + turn * 0.001, limit=7) for turn in range(3))
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        let_through = sum(pool.map(try_three_times, range(20)))
    assert let_through == 7
    assert Attempt.objects.get().count == 7
