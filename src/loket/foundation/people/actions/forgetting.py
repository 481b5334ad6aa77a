"""Forgets what signing in left behind."""

from __future__ import annotations

from datetime import datetime, timedelta

from loket.foundation.audit.actions import record
from loket.foundation.people.models import Attempt, OneTimeCode
from loket.kit.actor import Actor
from loket.kit.transaction import in_transaction

KEPT_FOR = timedelta(days=1)


def forget_expired(*, by: Actor, now: datetime) -> int:
    """Deletes codes and counts of tries that ended a day ago or more (UU 27/2022: no longer than needed)."""
    before = now - KEPT_FOR
    with in_transaction():
        codes, _ = OneTimeCode.objects.filter(expires_at__lt=before).delete()
        tries, _ = Attempt.objects.filter(window_starts_at__lt=before).delete()
        if codes or tries:
            detail = {"codes": codes, "tries": tries}
            record("people.sign_in_traces_forgotten", subject=("house", 0), detail=detail, by=by, now=now)
    return codes + tries
