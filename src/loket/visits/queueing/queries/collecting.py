"""The document that a person fetches at a collection visit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from loket.casework.cases.models import Case
from loket.casework.cases.rules import CaseState


@dataclass(frozen=True, slots=True)
class CaseToCollect:
    """A file that is finished and not fetched. `ready_on` may lie ahead (R43)."""

    id: UUID
    ready_on: date | None
    service_id: str
    service_en: str

    def is_ready_on(self, today: date) -> bool:
        """Whether it may be handed over today."""
        return self.ready_on is not None and self.ready_on <= today


def case_to_collect(*, person_id: UUID, office_id: int) -> CaseToCollect | None:
    """The person's finished file at this office, the earliest ready one first."""
    case = (
        Case.objects.filter(person_id=person_id, state=CaseState.READY, point__office_id=office_id)
        .select_related("service")
        .order_by("ready_on", "id")
        .first()
    )
    return CaseToCollect(case.pk, case.ready_on, case.service.name_id, case.service.name_en) if case else None
