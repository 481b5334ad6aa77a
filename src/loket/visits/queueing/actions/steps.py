"""What every verb writes behind itself: the number's event, the ledger's line, news for screens."""

from __future__ import annotations

from datetime import datetime

from loket.foundation.audit.actions import record
from loket.kit.actor import Actor
from loket.kit.transaction import announce
from loket.visits.queueing.models import NumberEvent, QueueNumber
from loket.visits.queueing.rules import NumberHappening

_FACTS = {
    NumberHappening.CALLED: "queueing.called",
    NumberHappening.RECALLED: "queueing.recalled",
    NumberHappening.SKIPPED: "queueing.skipped",
    NumberHappening.RETURNED: "queueing.returned",
    NumberHappening.FINISHED: "queueing.finished",
    NumberHappening.UNDONE: "queueing.undone",
}


def event_of(
    number: QueueNumber, happening: NumberHappening, *, counter_id: int | None = None, by: Actor, now: datetime
) -> NumberEvent:
    """An unsaved event with the place where the number stands now."""
    return NumberEvent(
        number=number,
        at=now,
        happening=happening,
        zone_id=number.zone_id,
        stage=number.stage,
        step=number.step,
        counter_id=counter_id,
        officer_id=by.id,
    )


def write_line(number: QueueNumber, happening: NumberHappening, *, counter_id: int, by: Actor, now: datetime) -> None:
    """The ledger line of a happening at a counter; a call is news for those who are called next."""
    record(
        _FACTS[happening],
        subject=("number", number.pk),
        detail={"counter": counter_id, "stage": number.stage},
        react=happening is NumberHappening.CALLED,
        by=by,
        now=now,
    )


def tell_screens(number: QueueNumber, *zone_ids: int, counter_id: int | None = None) -> None:
    """Says that the number's zones (those given, and where it stands), booking and counter changed."""
    zones = sorted({number.zone_id, *zone_ids})
    topics = [*(f"zone:{zone}" for zone in zones), f"booking:{number.seat.booking_id}"]
    if counter_id is not None:
        topics.append(f"counter:{counter_id}")
    announce(*topics)
