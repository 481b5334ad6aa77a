"""What the worker forgets by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from loket.interfaces.jobs.tasks import forget_ended_sessions
from loket.interfaces.web.sessions import SessionStore

pytestmark = pytest.mark.django_db


def test_forgets_what_was_typed_into_sessions_that_have_ended() -> None:
    ended, alive = SessionStore(), SessionStore()
    for session in (ended, alive):
        session["drafts"] = {"ambil-nomor": "Siti Rahma"}
        session.create()
    Session.objects.filter(pk=ended.session_key).update(expire_date=timezone.now() - timedelta(seconds=1))
    forget_ended_sessions(0)
    assert [kept.pk for kept in Session.objects.all()] == [alive.session_key]
