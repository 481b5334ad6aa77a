"""Counts tries: at most so many in a window of time, by one statement that no number of connections gets around."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from loket.foundation.audit.actions import record
from loket.foundation.people.models import Attempt, OneTimeCode
from loket.foundation.people.rules import TooManyTries, until_in_words
from loket.kit.actor import Actor
from loket.kit.crypto import keyring
from loket.kit.transaction import in_transaction

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
KEPT_FOR = timedelta(days=1)

Parts = tuple[str | int, ...]


def note_attempt(
    *, bucket_parts: Parts, limit: int, window: timedelta, now: datetime, timezone: str = "Asia/Jakarta"
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


def forget_expired(*, by: Actor, now: datetime) -> int:
    """Deletes codes and counts of tries that ended a day ago or more (UU 27/2022: no longer than needed)."""
    before = now - KEPT_FOR
    with in_transaction():
        codes, _ = OneTimeCode.objects.filter(expires_at__lt=before).delete()
        tries, _ = Attempt.objects.filter(window_starts_at__lt=before).delete()
        if codes or tries:
            detail = {"codes": codes, "tries": tries}
            record("people.sign_in_traces_forgotten", subject=("house", 0), detail=detail, by=by, now=now)
    return codes + tries


def _bucket(parts: Parts) -> bytes:
    return keyring().blind_index("attempt", "\n".join(map(str, parts)))
