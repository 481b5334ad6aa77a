"""Rules of coming (aturan kedatangan) of one office, as they are in force on the day of a visit."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from loket.foundation.offices import queries as offices
from loket.foundation.policy import queries as policy
from loket.foundation.policy.rules import NumberName, Visitor
from loket.interfaces.web import law as words
from loket.interfaces.web.audiences import Visit, everyone
from loket.interfaces.web.words import spoken
from loket.kit.clock import at_office, office_day

#: Rules are shown for days within a year of today; another day shows today's.
_AROUND = timedelta(days=366)
_WHEN = (NumberName.CHECK_IN_BEFORE, NumberName.CHECK_IN_AFTER)
_LATER = (NumberName.READY_AFTER, NumberName.COLLECT_WITHIN)


@everyone
@require_safe
@gzip_page
def show_rules(request: Visit, slug: str) -> HttpResponse:
    """Who may come in, when, what is looked at before the door, what to bring; each with its legal basis."""
    office = offices.office_by_slug(slug)
    if office is None:
        raise Http404
    today = office_day(request.now, office.timezone)
    day = _day_of(request.GET.get("hari", ""), today)
    law = policy.at(office.id, at_office(day, time(12), office.timezone))
    door, screening = law.door.value, law.screening.value
    context: dict[str, Any] = {
        "office": office,
        "day": day,
        "is_today": day == today,
        "law": law,
        "visitors": [words.VISITORS[visitor] for visitor in Visitor if visitor in door.visitors],
        "companions": words.COMPANIONS[door.companions],
        "door_rule": words.door_rule(law),
        "guardian_rule": words.number_rule(law, NumberName.GUARDED_UNDER),
        "when": [words.number_rule(law, name) for name in _WHEN],
        "later": [words.number_rule(law, name) for name in _LATER],
        "screening": words.screening_lines(screening),
        "colours": words.colour_lines(screening),
        "colours_told": spoken(screening.told_id, screening.told_en),
        "screening_rule": words.screening_rule(law),
        "health_rule": words.number_rule(law, NumberName.HEALTH_KEPT),
        "measures": [words.told(spoken(m.value.text_id, m.value.text_en), m.basis) for m in law.measures],
    }
    return render(request, "public/arrival_rules.html", context)


def _day_of(typed: str, today: date) -> date:
    try:
        day = date.fromisoformat(typed[:10])
    except ValueError:
        return today
    return day if abs(day - today) <= _AROUND else today
