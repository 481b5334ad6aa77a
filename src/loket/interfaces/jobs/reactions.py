"""When this fact, do that: the one page that maps news of the rooms to actions.

A reaction gets the ledger line and must be harmless when it runs again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from loket.casework.cases.actions import close_cases, open_cases
from loket.foundation.audit.models import LedgerLine
from loket.foundation.audit.queries import lines_by_id
from loket.kit.ids import as_uuid

Reaction = Callable[[LedgerLine, datetime], None]


def _open_cases(line: LedgerLine, now: datetime) -> None:
    open_cases(booking_id=as_uuid(line.subject_id), now=now)


def _close_cases(line: LedgerLine, now: datetime) -> None:
    close_cases(booking_id=as_uuid(line.subject_id), now=now)


REACTIONS: dict[str, tuple[Reaction, ...]] = {
    "booking.claimed": (_open_cases,),
    "booking.cancelled": (_close_cases,),
}

#: Facts that nothing follows from: they are kept, and that is all (tests/house).
FINAL: frozenset[str] = frozenset()


def react_to(ledger_ids: list[int], *, now: datetime) -> None:
    """Runs the reactions of these ledger lines, in their order."""
    for line in lines_by_id(ledger_ids):
        for reaction in REACTIONS.get(line.fact, ()):
            reaction(line, now)
