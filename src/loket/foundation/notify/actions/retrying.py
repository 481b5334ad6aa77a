"""Tries failed messages again, by hand."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from loket.foundation.audit.actions import record
from loket.foundation.notify import rules
from loket.foundation.notify.actions.queueing import queue_deliveries
from loket.foundation.notify.models import Message, MessageState
from loket.kit.actor import Actor
from loket.kit.transaction import in_transaction

#: So many are taken up at once; the button stays for the rest.
MOST_AT_ONCE = 1000


def retry_failed(
    *, office_ids: Collection[int | None], message_id: UUID | None = None, by: Actor, now: datetime
) -> int:
    """Queues failed messages of these offices again (None: those of no office), one or all; returns how many.

    Every channel is asked anew from the first, with the keys of before: what had arrived after all arrives no second
    time where the channel honours them. What is purged, or tells what is over, stays. Raises NothingToTry.
    """
    failed = Message.objects.select_for_update().filter(state=MessageState.FAILED, purged_at=None)
    failed = failed.filter(pk=message_id) if message_id is not None else failed
    with in_transaction():
        held = [
            message
            for message in failed.order_by("-created_at", "id")[:MOST_AT_ONCE]
            if message.office_id in office_ids and not rules.is_too_late(message.useful_until, now)
        ]
        if not held:
            raise rules.NothingToTry
        for message in held:
            message.state, message.channel, message.channel_tries = MessageState.QUEUED, "", 0
            message.gave_up, message.next_try_at = [], None
        Message.objects.bulk_update(held, ["state", "channel", "channel_tries", "gave_up", "next_try_at"])
        queue_deliveries([message.pk for message in held])
        record("notify.tried_again", subject=("house", 0), detail={"messages": len(held)}, by=by, now=now)
    return len(held)
