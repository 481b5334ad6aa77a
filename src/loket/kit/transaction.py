"""Transactions, and news for screens that leave with the commit."""

from __future__ import annotations

from contextlib import AbstractContextManager

from django.db import connection, transaction

#: The one NOTIFY channel. NOTIFY is only a hint: listeners read the state again from tables.
CHANGES = "loket_changes"


def in_transaction() -> AbstractContextManager[None]:
    """One action, one transaction; joins the caller's when there is one."""
    return transaction.atomic()


def announce(*topics: str) -> None:
    """Tells screens that `topics` (such as `zone:12`, `booking:<uuid>`) changed, once this transaction commits."""
    with connection.cursor() as cursor:
        for topic in topics:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANGES, topic])
