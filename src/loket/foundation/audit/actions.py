"""What audit does: write a ledger line, and tell the reactions; set the demo's clock."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from loket.foundation.audit.models import ClockOffset, LedgerLine
from loket.foundation.audit.rules import FACT, check_detail
from loket.kit import clock
from loket.kit.actor import Actor

#: The task that maps facts to actions (interfaces.jobs.reactions), known by name only.
REACT = "react"


def record(
    fact: str,
    *,
    subject: tuple[str, int | str | uuid.UUID],
    detail: dict[str, Any] | None = None,
    office_id: int | None = None,
    react: bool = False,
    by: Actor,
    now: datetime,
) -> int:
    """Writes one ledger line in the caller's transaction and returns its id.

    With `react` the fact is news for higher rooms: a job `react` with this id is queued in the same
    transaction. Who acts in somebody's stead (Plh) is told in the detail as `acting`. Raises DetailWrong,
    ValueError for a fact that is not `room.verb`.
    """
    if not FACT.match(fact):
        raise ValueError(fact)
    told = {**(detail or {}), **({"acting": by.acting} if by.acting else {})}
    check_detail(told)
    line = LedgerLine.objects.create(
        at=now,
        fact=fact,
        actor_kind=by.kind,
        actor_id=by.id,
        office_id=office_id if office_id is not None else by.office_id,
        subject_kind=subject[0],
        subject_id=str(subject[1]),
        detail=told,
    )
    if react:
        queue_reactions([line.pk])
    return line.pk


def queue_reactions(ledger_ids: list[int]) -> None:
    """Queues one `react` job for these ledger lines, in the caller's transaction (the outbox)."""
    from procrastinate.contrib.django import app  # noqa: PLC0415 (needs ready apps)

    if ledger_ids:
        app.configure_task(REACT, queue="facts").defer(ledger_ids=[*ledger_ids])


def set_demo_clock(*, starts_at: datetime) -> None:
    """Makes the demo's clock show `starts_at` now and run on. Demo only; the caller checks."""
    seconds = (starts_at - clock.real_now()).total_seconds()
    ClockOffset.objects.update_or_create(id=1, defaults={"seconds": seconds})


def demo_now() -> datetime:
    """The demo's time: the real one plus the one row that all processes read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seconds FROM loket_clockoffset WHERE id = 1")
        row = cursor.fetchone()
    return clock.real_now() + timedelta(seconds=row[0] if row else 0)
