"""Forgets what messages said, and to whom, when their time is over (R64, UU 27/2022)."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from loket.foundation.audit.actions import record
from loket.foundation.notify import rules
from loket.foundation.notify.models import Message, MessageState
from loket.foundation.notify.rules import DeliveryError, Template
from loket.kit.actor import Actor
from loket.kit.transaction import in_transaction

#: A run empties so many of one template; the next hour goes on.
MOST_AT_ONCE = 20_000


def purge_messages(*, by: Actor, now: datetime) -> int:
    """Empties addressee and texts of messages whose time is over, by template; returns how many.

    The row stays: that a notice went out, when and by which channel, is no secret, and its key keeps it from going out
    again. A message still waiting then is failed: it can't be sent any more. One ledger line with the counts.
    """
    counts: dict[str, int] = {}
    with in_transaction():
        for template in Template:
            old = Message.objects.filter(
                template=template.value, purged_at=None, created_at__lt=now - rules.kept_for(template)
            )
            ids = list(old.order_by("created_at").values_list("id", flat=True)[:MOST_AT_ONCE])
            held = Message.objects.filter(Q(pk__in=ids))
            held.filter(state=MessageState.QUEUED).update(
                state=MessageState.FAILED, last_error=DeliveryError.TOO_LATE, next_try_at=None
            )
            emptied = held.update(
                purged_at=now, to_index=None, to_sealed=None, email_sealed=None, text_sealed=None, letter_sealed=None
            )
            if emptied:
                counts[template.value] = emptied
        total = sum(counts.values())
        if total:
            record("notify.purged", subject=("house", 0), detail={"messages": total, **counts}, by=by, now=now)
    return total
