"""Finish a stage: on to the next one, or the visit ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from loket.casework.cases.actions import finish_case, hand_over, start_case
from loket.foundation.audit.actions import record
from loket.foundation.offices.models import Step
from loket.foundation.offices.queries import work_calendar
from loket.foundation.offices.rules import ServiceKind
from loket.kit.actor import Actor
from loket.kit.clock import office_day
from loket.kit.transaction import in_transaction
from loket.planning.booking.actions import end_visit
from loket.visits.queueing import queries, rules
from loket.visits.queueing.actions.calling import hold_called
from loket.visits.queueing.actions.counters import hold_shift
from loket.visits.queueing.actions.steps import event_of, tell_screens, write_line
from loket.visits.queueing.models import QueueNumber
from loket.visits.queueing.rules import Handover, NumberHappening, NumberState

#: Days that differ from their weekday are looked up so far ahead: two weeks of Lebaran and four working days.
LONGEST_CLOSURE = timedelta(days=45)


def finish(*, counter_id: int, handover: Handover | None = None, by: Actor, now: datetime) -> QueueNumber:
    """Finishes the stage of the number at this counter: it waits for the next step, or its visit ends.

    Where the last step is a collection, `handover` says who fetches the document (R45); without a document that
    is ready today the visit ends without one. Raises CounterNotOpen, NobodyCalled, WhoCollects, and from cases
    NotReady, CollectorIncomplete.
    """
    with in_transaction():
        hold_shift(counter_id, by)
        number = hold_called(counter_id)
        here = number.zone_id
        event_of(number, NumberHappening.FINISHED, counter_id=counter_id, by=by, now=now).save()
        write_line(number, NumberHappening.FINISHED, counter_id=counter_id, by=by, now=now)
        number.counter, number.called_at, number.recalls = None, None, 0
        step = _step_after(number)
        if step is None:
            _end(number, handover, by, now)
        else:
            _go_on(number, step, by, now)
        number.save()
        tell_screens(number, here, counter_id=counter_id)
        return number


def _step_after(number: QueueNumber) -> Step | None:
    return Step.objects.filter(offer=number.offer_id, order__gt=number.step).order_by("order").first()


def _go_on(number: QueueNumber, step: Step, by: Actor, now: datetime) -> None:
    start_case(seat_id=number.seat_id, by=by, now=now)
    zone_id = (step.priority_zone_id if number.priority else None) or step.zone_id
    number.step, number.stage, number.zone_id = step.order, step.stage, zone_id
    number.state, number.waits_since = NumberState.WAITING, now


def _end(number: QueueNumber, handover: Handover | None, by: Actor, now: datetime) -> None:
    today = office_day(now, number.point.office.timezone)
    if number.offer.service.kind == ServiceKind.COLLECTION:
        _hand_over(number, handover, by, now)
    else:
        finish_case(seat_id=number.seat_id, works=_works(number.point.office_id, today), today=today, by=by, now=now)
    number.state = NumberState.DONE
    end_visit(seat_id=number.seat_id, by=by, now=now)
    record("queueing.visit_ended", subject=("number", number.pk), by=by, now=now)


def _works(office_id: int, today: date) -> Callable[[date], bool]:
    """The office's working days; Monday to Friday where no hours are known, so that a file is ready some day."""
    calendar = work_calendar(office_id, today, today + LONGEST_CLOSURE)
    return calendar.works if calendar.weekly else lambda day: day.weekday() < 5


def _hand_over(number: QueueNumber, handover: Handover | None, by: Actor, now: datetime) -> None:
    today = office_day(now, number.point.office.timezone)
    case = queries.case_to_collect(person_id=number.seat.person_id, office_id=number.point.office_id)
    is_ready = case is not None and case.is_ready_on(today)
    if handover is None:
        if is_ready:
            raise rules.WhoCollects
        return
    if case is None:
        raise rules.NothingToCollect
    hand_over(
        case_id=case.id,
        collector=handover.collector,
        name=handover.name,
        proof=handover.proof,
        today=today,
        by=by,
        now=now,
    )
