"""Drafts and the sealed session that keeps them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from tests.factories.offices import MORNING

from loket.interfaces.web import drafts
from loket.interfaces.web.sessions import SessionStore

pytestmark = pytest.mark.django_db


def _saved() -> SessionStore:
    session = SessionStore()
    drafts.put(session, "booking", {"name": "Suparmi", "people": ["a", "b"]}, now=MORNING)
    session.save()
    return session


def test_a_draft_is_found_again_by_the_session_s_key() -> None:
    again = SessionStore(_saved().session_key)
    assert drafts.get(again, "booking", now=MORNING) == {"name": "Suparmi", "people": ["a", "b"]}


def test_nothing_of_a_session_is_readable_in_its_table() -> None:
    _saved()
    kept = Session.objects.get().session_data
    assert "Suparmi" not in kept
    assert "drafts" not in kept


def test_a_row_copied_to_another_session_does_not_open() -> None:
    _saved()
    row = Session.objects.get()
    Session.objects.create(session_key="x" * 32, session_data=row.session_data, expire_date=row.expire_date)
    assert drafts.get(SessionStore("x" * 32), "booking", now=MORNING) == {}


@pytest.mark.parametrize("data", ["", "not base64 !", "AAAA", "AQE=", "é"])
def test_a_broken_row_is_an_empty_session(data: str) -> None:
    session = _saved()
    Session.objects.update(session_data=data)
    assert dict(SessionStore(session.session_key).items()) == {}


def test_a_turned_key_keeps_what_was_kept() -> None:
    session = _saved()
    session.cycle_key()
    session.save()
    assert drafts.get(SessionStore(session.session_key), "booking", now=MORNING)["name"] == "Suparmi"


def test_a_draft_lives_twenty_four_hours() -> None:
    session = _saved()
    assert drafts.get(session, "booking", now=MORNING + timedelta(hours=24, seconds=-1))
    assert drafts.get(session, "booking", now=MORNING + timedelta(hours=24)) == {}
    assert session.get_expiry_age() == 24 * 3600


def test_a_dropped_draft_is_gone() -> None:
    session = _saved()
    drafts.drop(session, "booking")
    drafts.drop(session, "never there")
    assert drafts.get(session, "booking", now=MORNING) == {}


def test_the_oldest_draft_makes_room_past_sixteen_kilobytes() -> None:
    session = SessionStore()
    for number in range(4):
        drafts.put(session, f"form-{number}", {"text": "x" * 5000}, now=MORNING + timedelta(minutes=number))
    left = [n for n in range(4) if drafts.get(session, f"form-{n}", now=MORNING + timedelta(minutes=4))]
    assert left == [1, 2, 3]


def test_one_draft_past_sixteen_kilobytes_is_refused_and_the_old_one_stays() -> None:
    session = _saved()
    with pytest.raises(drafts.DraftTooLong):
        drafts.put(session, "booking", {"text": "x" * 17_000}, now=MORNING)
    assert drafts.get(session, "booking", now=MORNING)["name"] == "Suparmi"
