"""Notices of what is done with personal data (R63): versions, and who read which for whom."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from loket.foundation.audit.actions import record
from loket.foundation.people.models import Notice, NoticeAct
from loket.foundation.people.persons import Act
from loket.kit import ids
from loket.kit.actor import Actor
from loket.kit.crypto import keyring
from loket.kit.transaction import in_transaction


def publish_notice(*, text_id: str, text_en: str, valid_from: datetime, by: Actor, now: datetime) -> int:
    """Sets a new text, in force from `valid_from`; from then on everybody is asked again. Returns its version."""
    with in_transaction():
        last: int = Notice.objects.aggregate(last=Max("version", default=0))["last"]
        Notice.objects.create(version=last + 1, valid_from=valid_from, text_id=text_id, text_en=text_en)
        record("people.notice_published", subject=("notice", last + 1), by=by, now=now)
    return last + 1


def note_acts(*, acts: Mapping[UUID, Act], account_id: int | None, by: Actor, now: datetime) -> None:
    """Keeps for each person (by id) which version was accepted, and for minors by which guardian (R63)."""
    rows = [_row(person_id, act, account_id, by, now) for person_id, act in sorted(acts.items())]
    with in_transaction():
        NoticeAct.objects.bulk_create(rows)
        for act in rows:
            detail = {"version": act.notice_id, "guardian": act.guardian_relation or ""}
            record("people.notice_accepted", subject=("person", act.person_id), detail=detail, by=by, now=now)


def _row(person_id: UUID, act: Act, account_id: int | None, by: Actor, now: datetime) -> NoticeAct:
    act_id, guardian = ids.new_id(), act.guardian
    return NoticeAct(
        id=act_id,
        notice_id=act.version,
        person_id=person_id,
        account_id=account_id,
        by_kind=by.kind.value,
        by_id=by.id,
        at=now,
        guardian_relation=guardian.relation.value if guardian else None,
        guardian_sealed=(
            keyring().seal(guardian.name, table="notice_act", column="guardian", row=act_id) if guardian else None
        ),
    )
