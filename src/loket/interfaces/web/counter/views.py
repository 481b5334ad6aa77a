"""The counter: choose one, then one screen by the keyboard. Every button is a form that works without scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from loket.foundation.people.persons import DocumentKind
from loket.foundation.people.rules import Role
from loket.interfaces.web.audiences import NotYourPage, Visit, staff
from loket.interfaces.web.counter.forms import HandoverForm
from loket.interfaces.web.counter.shown import documents_for, person_of, place_of, rows_of
from loket.interfaces.web.paths import SeeOther
from loket.kit.actor import Actor
from loket.visits.queueing import actions, rules
from loket.visits.queueing.queries import Desk, counters_of_office, desk_of, is_of_office, open_counter_of


@staff(Role.COUNTER)
@require_GET
def show(request: Visit) -> HttpResponse:
    """The officer's desk, or the choice of a counter."""
    place = open_counter_of(_officer(request))
    if place is None:
        choices = counters_of_office(_office(request), account_id=_officer(request))
        shown = [(choice, place_of(choice)) for choice in choices]
        return render(request, "counter/choose.html", {"choices": shown})
    return render(request, "counter/desk.html", _page(request, place.id))


@staff(Role.COUNTER)
@require_GET
def waiting(request: Visit) -> HttpResponse:
    """The list beside the desk, fetched again when the zone changes."""
    return render(request, "counter/waiting.html", _page(request, _counter(request)))


@staff(Role.COUNTER)
@require_POST
def take_counter(request: Visit) -> HttpResponse:
    """Sits down at a counter of the own office; with `ambil` in place of who sat there."""
    wanted = request.POST.get("loket", "")
    choices = counters_of_office(_office(request), account_id=_officer(request))
    chosen = next((choice for choice in choices if str(choice.id) == wanted), None)
    if chosen is None:
        raise Http404
    take_over = request.POST.get("ambil") == "1"
    actions.open_counter(counter_id=chosen.id, take_over=take_over, by=request.actor, now=request.now)
    return SeeOther(reverse("counter:show"))


@staff(Role.COUNTER)
@require_POST
def leave_counter(request: Visit) -> HttpResponse:
    """Closes the counter."""
    actions.close_counter(counter_id=_counter(request), by=request.actor, now=request.now)
    return SeeOther(reverse("counter:show"))


@staff(Role.COUNTER)
@require_POST
def call(request: Visit) -> HttpResponse:
    """N: the next number."""
    return _do(request, actions.call_next)


@staff(Role.COUNTER)
@require_POST
def recall(request: Visit) -> HttpResponse:
    """R: the same number once more."""
    return _do(request, actions.recall)


@staff(Role.COUNTER)
@require_POST
def skip(request: Visit) -> HttpResponse:
    """S: nobody came."""
    return _do(request, actions.skip)


@staff(Role.COUNTER)
@require_POST
def undo(request: Visit) -> HttpResponse:
    """U: the finish was a slip."""
    return _do(request, actions.undo_finish)


@staff(Role.COUNTER)
@require_POST
def verify(request: Visit) -> HttpResponse:
    """I: the person is who the document says; only its kind is kept."""
    typed = request.POST.get("dokumen", "")
    if typed not in {kind.value for kind in DocumentKind}:
        raise Http404

    def matched(*, counter_id: int, by: Actor, now: Any) -> None:
        actions.verify_person(counter_id=counter_id, document=DocumentKind(typed), by=by, now=now)

    return _do(request, matched)


@staff(Role.COUNTER)
@require_POST
def let_in(request: Visit, number_id: int) -> HttpResponse:
    """B: a skipped number waits again."""

    def back(*, counter_id: int, by: Actor, now: Any) -> object:
        return actions.recall_skipped(counter_id=counter_id, number_id=number_id, by=by, now=now)

    if not is_of_office(number_id, _office(request)):
        raise Http404
    return _do(request, back)


@staff(Role.COUNTER)
@require_POST
def finish(request: Visit) -> HttpResponse:
    """F: the stage is done; where a document is ready the form says who fetches it (R45)."""
    counter_id = _counter(request)
    desk = _desk(request, counter_id)
    handover = None
    if desk.at_desk and desk.at_desk.case_is_ready:
        form = HandoverForm(request.POST)
        if not form.is_valid():
            return _answer(request, counter_id, form=form, status=422)
        handover = form.handover()
    actions.finish(counter_id=counter_id, handover=handover, by=request.actor, now=request.now)
    return _after(request, counter_id)


def _do(request: Visit, act: Callable[..., object]) -> HttpResponse:
    counter_id = _counter(request)
    act(counter_id=counter_id, by=request.actor, now=request.now)
    return _after(request, counter_id)


def _after(request: Visit, counter_id: int) -> HttpResponse:
    """The changed parts for the scripted page, a redirect for the plain one."""
    if request.headers.get("HX-Request") == "true":
        return _answer(request, counter_id)
    return SeeOther(reverse("counter:show"))


def _answer(request: Visit, counter_id: int, *, form: HandoverForm | None = None, status: int = 200) -> HttpResponse:
    parts = request.headers.get("HX-Request") == "true"
    template = "counter/parts.html" if parts else "counter/desk.html"
    return render(request, template, _page(request, counter_id, form), status=status)


def _page(request: Visit, counter_id: int, form: HandoverForm | None = None) -> dict[str, Any]:
    desk = _desk(request, counter_id)
    person = desk.at_desk
    return {
        "desk": desk,
        "place": place_of(desk),
        "person": person,
        "shown": person_of(person, desk.timezone) if person else None,
        "documents": documents_for(person) if person else [],
        "form": form or HandoverForm() if person and person.case_is_ready else None,
        "waiting": rows_of(desk.waiting, desk.timezone),
        "more": desk.waiting_count - len(desk.waiting),
        "skipped": rows_of(desk.skipped, desk.timezone),
    }


def _desk(request: Visit, counter_id: int) -> Desk:
    desk = desk_of(counter_id, request.now)
    if desk is None or desk.office_id != request.staff.office_id:
        raise NotYourPage
    return desk


def _counter(request: Visit) -> int:
    place = open_counter_of(_officer(request))
    if place is None:
        raise rules.CounterNotOpen
    return place.id


def _officer(request: Visit) -> int:
    return request.actor.id or 0


def _office(request: Visit) -> int:
    if request.staff.office_id is None:
        raise NotYourPage
    return request.staff.office_id
