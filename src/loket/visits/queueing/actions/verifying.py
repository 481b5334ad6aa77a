"""A counter officer matches the person at the desk with the document: the highest proof there is (docs/adr/0017)."""

from __future__ import annotations

from datetime import datetime

from loket.foundation.people.persons import DocumentKind, ProofLevel
from loket.kit.actor import Actor
from loket.kit.transaction import in_transaction
from loket.planning.booking.actions import record_documents_seen
from loket.visits.queueing.actions.calling import hold_called
from loket.visits.queueing.actions.counters import hold_shift


def verify_person(*, counter_id: int, document: DocumentKind, by: Actor, now: datetime) -> None:
    """Keeps that whoever stands at this counter is the person of the number. Raises CounterNotOpen, NobodyCalled."""
    with in_transaction():
        hold_shift(counter_id, by)
        seat_id = hold_called(counter_id).seat_id
        record_documents_seen(seat_ids=[seat_id], document=document, level=ProofLevel.VERIFIED, by=by, now=now)
