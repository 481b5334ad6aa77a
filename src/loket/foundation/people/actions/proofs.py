"""What an officer saw: raises how sure the house is that an account speaks for a person."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from loket.foundation.people.models import Proof
from loket.foundation.people.persons import DocumentKind, ProofLevel
from loket.kit.actor import Actor
from loket.kit.transaction import in_transaction


def note_proof(
    *, account_id: int, person_id: UUID, level: ProofLevel, document: DocumentKind, by: Actor, now: datetime
) -> bool:
    """Keeps what was seen when it proves more than before; whether it did. Proof never falls. Safe under races."""
    seen = {
        "level": level.value,
        "document": document.value,
        "officer_id": by.id or 0,
        "office_id": by.office_id,
        "seen_at": now,
    }
    lower = [each.value for each in ProofLevel if each.rank < level.rank]
    with in_transaction():
        _, is_new = Proof.objects.get_or_create(account_id=account_id, person_id=person_id, defaults=seen)
        if is_new:
            return True
        mine = Proof.objects.filter(account_id=account_id, person_id=person_id, level__in=lower)
        return bool(mine.update(**seen))
