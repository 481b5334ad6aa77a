"""What people and offices decide about notices."""

from __future__ import annotations

from datetime import datetime

from loket.foundation.audit.actions import record
from loket.foundation.notify import rules
from loket.foundation.notify.models import NoticeChoice, NoticeSetting
from loket.foundation.notify.rules import MessageChannel
from loket.foundation.people.queries import addressee
from loket.kit.actor import Actor
from loket.kit.transaction import in_transaction


def choose_channel(*, account_id: int, channel: MessageChannel, by: Actor, now: datetime) -> None:
    """Keeps by which channel an account wants its messages. Raises NotAChannel for e-mail without an address."""
    to = addressee(account_id)
    if to is None or (channel is MessageChannel.EMAIL and not to.email):
        raise rules.NotAChannel
    with in_transaction():
        NoticeChoice.objects.update_or_create(
            account_id=account_id, defaults={"channel": channel.value, "changed_at": now}
        )
        detail = {"channel": channel.value}
        record("notify.channel_chosen", subject=("account", account_id), detail=detail, by=by, now=now)


def set_near(*, office_id: int, ahead: int, by: Actor, now: datetime) -> None:
    """Sets at how many numbers ahead an office calls people back to the hall; 0: never (R67). Raises NearWrong."""
    rules.check_near(ahead)
    with in_transaction():
        NoticeSetting.objects.update_or_create(office_id=office_id, defaults={"near_ahead": ahead})
        record(
            "notify.near_set", subject=("office", office_id), detail={"ahead": ahead}, office_id=office_id,
            by=by, now=now,
        )  # fmt: skip
