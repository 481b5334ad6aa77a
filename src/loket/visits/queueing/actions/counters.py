"""Open and close counters. Two unique indexes are the guarantee: one officer a counter, one counter an officer."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError

from loket.foundation.audit.actions import record
from loket.foundation.offices.models import Counter
from loket.kit.actor import Actor
from loket.kit.transaction import announce, in_transaction
from loket.visits.queueing import rules
from loket.visits.queueing.models import CounterShift, QueueNumber
from loket.visits.queueing.rules import NumberState


def open_counter(*, counter_id: int, take_over: bool = False, by: Actor, now: datetime) -> None:
    """The officer sits down at a counter of the own office. Opening one's own open counter again changes nothing.

    With `take_over` the shift of the officer who sat there ends, as on a shared PC after a change of officers;
    whoever stands at the counter stays there. Raises CounterElsewhere, CounterTaken, OtherCounterOpen.
    """
    counter = Counter.objects.select_related("point").get(pk=counter_id)
    if counter.point.office_id != by.office_id or by.id is None:
        raise rules.CounterElsewhere
    with in_transaction():
        shift = CounterShift.objects.select_for_update().filter(counter=counter, closed_at=None).first()
        if shift is not None and shift.officer_id == by.id:
            return
        if shift is not None:
            if not take_over:
                raise rules.CounterTaken
            _end(shift, by, now)
        _begin(counter, by.id, now)
        record("queueing.counter_opened", subject=("counter", counter.pk), by=by, now=now)
        announce(f"zone:{counter.zone_id}", f"counter:{counter.pk}")


def close_counter(*, counter_id: int, by: Actor, now: datetime) -> None:
    """The officer leaves the counter. Raises CounterNotOpen, or CounterBusy while someone stands before it."""
    with in_transaction():
        shift = hold_shift(counter_id, by)
        if QueueNumber.objects.filter(counter_id=counter_id, state=NumberState.CALLED).exists():
            raise rules.CounterBusy
        _end(shift, by, now)


def hold_shift(counter_id: int, by: Actor) -> CounterShift:
    """The officer's open shift at this counter, locked: what happens at one counter happens in turn.

    Every verb of a counter takes this lock first and the number's row second. Raises CounterNotOpen.
    """
    shift = (
        CounterShift.objects.select_for_update(of=("self",))
        .select_related("counter__point__office")
        .filter(counter_id=counter_id, officer_id=by.id or 0, closed_at=None)
        .first()
    )
    if shift is None:
        raise rules.CounterNotOpen
    return shift


def _begin(counter: Counter, officer_id: int, now: datetime) -> None:
    try:
        with in_transaction():
            CounterShift.objects.create(counter=counter, officer_id=officer_id, opened_at=now)
    except IntegrityError as error:
        if "shift_one_open_an_officer" in str(error):
            raise rules.OtherCounterOpen from error
        raise rules.CounterTaken from error


def _end(shift: CounterShift, by: Actor, now: datetime) -> None:
    shift.closed_at = now
    shift.save(update_fields=["closed_at"])
    record("queueing.counter_closed", subject=("counter", shift.counter_id), by=by, now=now)
    announce(f"zone:{shift.counter.zone_id}", f"counter:{shift.counter_id}")
