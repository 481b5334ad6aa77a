"""Take a finish back, for 30 seconds."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError

from loket.casework.cases.actions import reopen_case, undo_hand_over
from loket.kit.actor import Actor
from loket.kit.transaction import in_transaction
from loket.planning.booking.actions import reopen_visit
from loket.visits.queueing import queries, rules
from loket.visits.queueing.actions.counters import hold_shift
from loket.visits.queueing.actions.steps import event_of, tell_screens, write_line
from loket.visits.queueing.models import NumberEvent, QueueNumber
from loket.visits.queueing.rules import NumberHappening, NumberState

_BEGINS_WAITING = (NumberHappening.GIVEN, NumberHappening.RETURNED, NumberHappening.FINISHED)


def undo_finish(*, counter_id: int, by: Actor, now: datetime) -> QueueNumber:
    """Brings the number that was last finished here back to this counter; an ended visit goes on, the file reopens.

    Raises CounterNotOpen, CounterBusy when someone else is here, UndoTooLate after 30 seconds or when anything
    has happened to the number since.
    """
    with in_transaction():
        counter = hold_shift(counter_id, by).counter
        if QueueNumber.objects.filter(counter_id=counter_id, state=NumberState.CALLED).exists():
            raise rules.CounterBusy
        finished = queries.last_finish(counter, now)
        if finished is None:
            raise rules.UndoTooLate
        number = QueueNumber.objects.select_for_update(of=("self",)).select_related("seat").get(pk=finished.number_id)
        if number.events.order_by("-pk").values_list("pk", flat=True).first() != finished.pk:
            raise rules.UndoTooLate
        left_for = number.zone_id
        if number.state == NumberState.DONE:
            _reopen(number, finished, by, now)
        _stand_again(number, finished)
        event_of(number, NumberHappening.UNDONE, counter_id=counter_id, by=by, now=now).save()
        write_line(number, NumberHappening.UNDONE, counter_id=counter_id, by=by, now=now)
        tell_screens(number, left_for, counter_id=counter_id)
        return number


def _reopen(number: QueueNumber, finished: NumberEvent, by: Actor, now: datetime) -> None:
    try:
        with in_transaction():
            reopen_visit(seat_id=number.seat_id, by=by, now=now)
    except IntegrityError as error:
        raise rules.UndoTooLate from error  # R3: within the 30 seconds the person has booked anew
    reopen_case(seat_id=number.seat_id, by=by, now=now)
    undo_hand_over(person_id=number.seat.person_id, handed_over_at=finished.at, by=by, now=now)


def _stand_again(number: QueueNumber, finished: NumberEvent) -> None:
    """Everything as it was before the finish, read from the events."""
    before = list(number.events.filter(pk__lt=finished.pk).order_by("-pk"))
    called = next(e for e in before if e.happening == NumberHappening.CALLED)
    waited = next(e for e in before if e.pk < called.pk and e.happening in _BEGINS_WAITING)
    number.state, number.counter_id = NumberState.CALLED, finished.counter_id
    number.step, number.stage, number.zone_id = finished.step, finished.stage, finished.zone_id
    number.called_at, number.waits_since = called.at, waited.at
    number.recalls = sum(e.pk > called.pk and e.happening == NumberHappening.RECALLED for e in before)
    number.save()
