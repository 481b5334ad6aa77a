"""The guard of every door: at most so many tries in a window of time, counted by one statement."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from loket.foundation.people.models import Attempt
from loket.foundation.people.rules import Limit, TooManyTries, until_in_words
from loket.kit.crypto import keyring

#: A window that starts later than `now` by more than its own length comes from a clock that was turned back.
_NOTE = """
INSERT INTO loket_attempt AS a (bucket, window_starts_at, count) VALUES (%(bucket)s, %(now)s, 1)
ON CONFLICT (bucket) DO UPDATE
   SET window_starts_at = CASE WHEN a.window_starts_at <= %(old)s OR a.window_starts_at > %(ahead)s
                               THEN excluded.window_starts_at ELSE a.window_starts_at END,
       count = CASE WHEN a.window_starts_at <= %(old)s OR a.window_starts_at > %(ahead)s THEN 1 ELSE a.count + 1 END
 WHERE a.window_starts_at <= %(old)s OR a.window_starts_at > %(ahead)s OR a.count < %(limit)s
RETURNING 1
"""
Parts = tuple[str | int, ...]


def note_attempt(
    *, bucket_parts: Parts, limit: int, window: timedelta, timezone: str = "Asia/Jakarta", now: datetime
) -> None:
    """Counts one try of a bucket, such as ("ticket-code", address); raises TooManyTries past `limit` in `window`.

    The window begins with its first try. The parts are kept as a keyed hash only. Call it outside the transaction
    of what is tried: a refusal that rolls back would take the count with it. `timezone`: where the sentence is read.
    """
    bucket = _bucket(bucket_parts)
    values: dict[str, Any] = {"bucket": bucket, "now": now, "old": now - window, "ahead": now + window, "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, values)
        if cursor.fetchone():
            return
    started = Attempt.objects.values_list("window_starts_at", flat=True).filter(pk=bucket).first() or now
    raise TooManyTries(until=until_in_words(started + window, timezone))


def forget_attempts(*, bucket_parts: Parts) -> None:
    """Empties a bucket: after a right password the wrong ones before it no longer count."""
    Attempt.objects.filter(pk=_bucket(bucket_parts)).delete()


def note_limited(bucket_parts: Parts, limit: Limit, *, now: datetime) -> None:
    """`note_attempt` with one of the limits of rules. Raises TooManyTries."""
    note_attempt(bucket_parts=bucket_parts, limit=limit.tries, window=limit.window, now=now)


def _bucket(parts: Parts) -> bytes:
    return keyring().blind_index("attempt", "\n".join(map(str, parts)))
