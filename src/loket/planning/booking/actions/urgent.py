"""Gives a seat of the urgent pool to a case that can't wait: medical, death (A11)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from loket.foundation.audit.actions import record
from loket.kit.actor import Actor, ActorKind
from loket.kit.crypto import keyring
from loket.kit.transaction import in_transaction
from loket.planning.booking import moves, rules
from loket.planning.booking.actions.claiming import Applicant, Claimed, book_party
from loket.planning.booking.deadlines import UrgentKind
from loket.planning.booking.models import Slot, UrgentClaim


def claim_urgent_seat(
    *,
    slot_id: int,
    applicants: Sequence[Applicant],
    kind: UrgentKind,
    evidence: str,
    key: str,
    by: Actor,
    now: datetime,
) -> Claimed:
    """An officer books a party into the capped pool, with the evidence that was seen; a repeated key books once.

    Raises EvidenceNeeded, SlotClosed for an hour that is not of the pool or of another office, and what `book_party`
    raises: SeatTaken when the pool of that hour is used up.
    """
    said = moves.evidence_of(evidence)
    if by.kind is not ActorKind.STAFF or by.id is None or by.office_id is None:
        raise rules.SlotClosed
    slot = Slot.objects.filter(pk=slot_id, channel=rules.Channel.URGENT, point__office_id=by.office_id).first()
    if slot is None:
        raise rules.SlotClosed
    with in_transaction():
        claimed = book_party(
            slot_id=slot_id, applicants=applicants, key=key, account_id=None, channels={rules.Channel.URGENT},
            by=by, now=now,
        )  # fmt: skip
        if not claimed.repeated:
            UrgentClaim.objects.create(
                booking_id=claimed.booking_id, kind=kind, officer_id=by.id, claimed_at=now,
                evidence_sealed=keyring().seal(said, table="urgentclaim", column="evidence", row=claimed.booking_id),
            )  # fmt: skip
            detail = {"kind": kind.value, "seats": len(applicants)}
            record("booking.urgent_claimed", subject=("booking", claimed.booking_id), detail=detail, by=by, now=now)
    return claimed
