"""Which office serves a foreigner's address (R10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from loket.foundation.offices.models import AreaRegency
from loket.foundation.offices.queries.places import OfficeCard, all_offices
from loket.foundation.offices.regencies import Regency, regency_of
from loket.foundation.offices.rules import AreaSays, Cover, area_says


@dataclass(frozen=True, slots=True)
class AreaAnswer:
    """What is known for an address in a regency: whether this office serves it, and the offices that (may) do."""

    says: AreaSays
    offices: list[OfficeCard]


def area_of_office(office_id: int, on: date) -> list[tuple[Regency, bool]]:
    """The regencies that an office serves on a day, by name, and whether that is confirmed. One query."""
    rows = AreaRegency.objects.filter(_on(on), office_id=office_id).values_list("regency", "is_confirmed")
    known = ((regency_of(code), is_confirmed) for code, is_confirmed in rows)
    return sorted(((r, sure) for r, sure in known if r is not None), key=lambda row: (row[0].name, row[0].code))


def area_answer(regency: str, office_id: int, on: date) -> AreaAnswer:
    """Whether an office serves foreigners who live in this regency, on a day; two queries (R10).

    `offices` are those confirmed for it; where none is, those that may be: nobody is refused then.
    """
    rows = AreaRegency.objects.filter(_on(on), regency=regency).values_list("office_id", "is_confirmed")
    covers = [Cover(*row) for row in rows]
    says = area_says(covers, office_id)
    wanted = {cover.office_id for cover in covers if cover.is_confirmed or says is AreaSays.UNKNOWN}
    return AreaAnswer(says, [card for card in all_offices() if card.id in wanted])


def _on(day: date) -> Q:
    begun = Q(starts_on=None) | Q(starts_on__lte=day)
    return begun & (Q(ends_on=None) | Q(ends_on__gt=day))
