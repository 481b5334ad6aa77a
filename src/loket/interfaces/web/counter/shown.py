"""A desk as its page shows it: codes turned into the reader's words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loket.foundation.offices.rules import Nationality
from loket.foundation.people.persons import DocumentKind, ProofLevel
from loket.interfaces.web.counter.words import CASES, LANES, NEEDS, STAGES
from loket.interfaces.web.public.words import DOCUMENTS
from loket.interfaces.web.words import needs_in_words, spoken
from loket.kit import formats
from loket.visits.queueing.queries import AtDesk, CounterChoice, Desk, Waiting


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the waiting or skipped list."""

    id: int
    number: str
    hour: str
    stage: Any
    priority: bool
    since: Any


def place_of(desk: Desk | CounterChoice) -> dict[str, Any]:
    """Words of a counter: its number, zone, floor and colour."""
    return {
        "number": desk.number,
        "zone": spoken(desk.zone_id, desk.zone_en),
        "floor": desk.floor,
        "lane": LANES[desk.colour],
        "stages": ", ".join(str(STAGES[stage]) for stage in desk.stages),
    }


def rows_of(waiting: list[Waiting], timezone: str) -> list[Row]:
    """Waiting numbers with their hour on the office's wall."""
    return [
        Row(
            w.id,
            w.number,
            formats.clock_time(formats.in_zone(w.booked_at, timezone)),
            STAGES[w.stage],
            w.priority,
            w.waits_since,
        )
        for w in waiting
    ]


def person_of(person: AtDesk, timezone: str) -> dict[str, Any]:
    """The person at the desk: facts in pairs, the journey in steps."""
    facts: list[tuple[Any, Any]] = [
        (_("Layanan"), spoken(person.service_id, person.service_en)),
        (_("Jadwal"), formats.clock_time(formats.in_zone(person.booked_at, timezone))),
        (_("Rombongan"), _people(person.party)),
    ]
    if person.case_state:
        facts.append((_("Berkas"), CASES[person.case_state]))
    return {
        "lane": "prioritas" if person.priority else person.nationality,
        "need": NEEDS.get(person.declared or "", "") if person.priority else "",
        "document": spoken(person.case.service_id, person.case.service_en) if person.case else "",
        "facts": facts,
        "needs": needs_in_words(person.needs),
        "steps": [
            {"label": STAGES[stage], "state": _step_state(place, person.step)}
            for place, stage in enumerate(person.stages, start=1)
        ],
    }


def documents_for(person: AtDesk) -> list[tuple[str, Any]]:
    """Documents to match the person with; none once that was done."""
    if person.proof == ProofLevel.VERIFIED:
        return []
    usual = DocumentKind.PASSPORT if person.nationality == Nationality.WNA else DocumentKind.KTP
    return [(kind.value, DOCUMENTS[kind]) for kind in sorted(DocumentKind, key=lambda kind: kind is not usual)]


def _people(number: int) -> str:
    return ngettext("%(number)s orang", "%(number)s orang", number) % {"number": number}


def _step_state(place: int, now_at: int) -> str:
    if place < now_at:
        return "done"
    return "now" if place == now_at else "next"
