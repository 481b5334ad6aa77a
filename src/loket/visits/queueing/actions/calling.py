"""Call the next person, call again, pass over, and let back in."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from loket.foundation.offices.models import Counter
from loket.foundation.policy import queries as policy
from loket.foundation.policy.rules import NumberName
from loket.kit.actor import Actor
from loket.kit.clock import office_day
from loket.kit.transaction import in_transaction
from loket.visits.queueing import rules
from loket.visits.queueing.actions.counters import hold_shift
from loket.visits.queueing.actions.steps import event_of, tell_screens, write_line
from loket.visits.queueing.models import QueueNumber
from loket.visits.queueing.rules import NumberHappening, NumberState


def call_next(*, counter_id: int, by: Actor, now: datetime) -> QueueNumber:
    """Calls the next waiting number of the counter's zone and stages (sql/call_next.v1.sql).

    Raises CounterNotOpen, CounterBusy, NobodyWaits.
    """
    with in_transaction():
        counter = hold_shift(counter_id, by).counter
        if QueueNumber.objects.filter(counter=counter, state=NumberState.CALLED).exists():
            raise rules.CounterBusy
        number = _take_next(counter, by, now)
        write_line(number, NumberHappening.CALLED, counter_id=counter_id, by=by, now=now)
        tell_screens(number, counter_id=counter_id)
        return number


def recall(*, counter_id: int, by: Actor, now: datetime) -> None:
    """Calls the number at the counter once more, as often as the rules in force allow (R39).

    Raises CounterNotOpen, NobodyCalled, RecallsUsed.
    """
    with in_transaction():
        hold_shift(counter_id, by)
        number = hold_called(counter_id)
        most = policy.at(number.point.office_id, now).value(NumberName.RECALLS)
        if number.recalls >= most:
            raise rules.RecallsUsed(recalls=most)
        number.recalls += 1
        number.save(update_fields=["recalls"])
        _note(number, NumberHappening.RECALLED, counter_id, by, now)


def skip(*, counter_id: int, by: Actor, now: datetime) -> QueueNumber:
    """Passes over a number whose person did not come; it can be let back in. Raises CounterNotOpen, NobodyCalled."""
    with in_transaction():
        hold_shift(counter_id, by)
        number = hold_called(counter_id)
        number.state, number.counter, number.called_at = NumberState.SKIPPED, None, None
        number.save(update_fields=["state", "counter", "called_at"])
        _note(number, NumberHappening.SKIPPED, counter_id, by, now)
        return number


def recall_skipped(*, counter_id: int, number_id: int, by: Actor, now: datetime) -> QueueNumber:
    """Puts a skipped number of this zone and day back among the waiting. Raises CounterNotOpen, NotSkipped."""
    with in_transaction():
        counter = hold_shift(counter_id, by).counter
        day = office_day(now, counter.point.office.timezone)
        number = (
            QueueNumber.objects.select_for_update(of=("self",))
            .select_related("seat")
            .filter(pk=number_id, zone=counter.zone_id, day=day, state=NumberState.SKIPPED)
            .first()
        )
        if number is None:
            raise rules.NotSkipped
        number.state, number.waits_since = NumberState.WAITING, now
        number.save(update_fields=["state", "waits_since"])
        _note(number, NumberHappening.RETURNED, counter_id, by, now)
        return number


def hold_called(counter_id: int) -> QueueNumber:
    """The number at this counter, locked. Raises NobodyCalled."""
    number = (
        QueueNumber.objects.select_for_update(of=("self",))
        .select_related("seat", "offer__service", "point__office")
        .filter(counter_id=counter_id, state=NumberState.CALLED)
        .first()
    )
    if number is None:
        raise rules.NobodyCalled
    return number


def _take_next(counter: Counter, by: Actor, now: datetime) -> QueueNumber:
    day = office_day(now, counter.point.office.timezone)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM loket_call_next_v1(%s, %s, %s, %s)", [counter.pk, day, by.id, now])
        row = cursor.fetchone()
    if row is None:
        raise rules.NobodyWaits
    return QueueNumber.objects.select_related("seat").get(pk=row[0])


def _note(number: QueueNumber, happening: NumberHappening, counter_id: int, by: Actor, now: datetime) -> None:
    event_of(number, happening, counter_id=counter_id, by=by, now=now).save()
    write_line(number, happening, counter_id=counter_id, by=by, now=now)
    tell_screens(number, counter_id=counter_id)
