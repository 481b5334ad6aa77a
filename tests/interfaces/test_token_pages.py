"""The head makes and revokes tokens of the own office; their text is seen once."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from tests.factories.integrations import a_token
from tests.factories.offices import Furnished, furnished_office
from tests.factories.people import an_officer

from loket.foundation.integrations.actions import use_token
from loket.foundation.integrations.models import ApiToken
from loket.foundation.integrations.rules import Scope
from loket.foundation.people.rules import Role
from loket.kit import clock

pytestmark = pytest.mark.django_db
PAGE = "/kantor-saya/token/"
GOOD = {"program": "Papan lobi", "hak": ["statistics:read", "bookings:read"], "hari": "30"}


@pytest.fixture
def office(db: None) -> Furnished:
    return furnished_office()


@pytest.fixture
def head(client: Client, office: Furnished) -> Client:
    """The head at work."""
    client.force_login(an_officer(Role.HEAD, office.office, now=clock.now()).account)
    return client


def test_shows_a_new_token_once(head: Client, office: Furnished) -> None:
    made = head.post(PAGE, GOOD)
    (text,) = re.findall(r"<code>(loket_[^<]+)</code>", made.content.decode())
    assert made["Cache-Control"] == "no-store"
    grant = use_token(text=text, needed=Scope.STATISTICS_READ, now=clock.now())
    assert (grant.office_id, grant.scopes) == (office.office.pk, {Scope.STATISTICS_READ, Scope.BOOKINGS_READ})
    listed = head.get(PAGE).content.decode()
    assert text not in listed
    assert text[:14] in listed


def test_revokes_at_once(head: Client, office: Furnished) -> None:
    token = a_token(office.office, now=clock.now())
    assert head.post(f"{PAGE}{token.id}/cabut/").status_code == 303
    assert ApiToken.objects.get().revoked_at
    assert "Dicabut" in head.get(PAGE).content.decode()


def test_never_touches_another_office_s(head: Client) -> None:
    other = a_token(furnished_office("SBY", name="Surabaya").office, now=clock.now())
    assert other.text[:14] not in head.get(PAGE).content.decode()
    assert head.post(f"{PAGE}{other.id}/cabut/").status_code == 404
    assert head.post(f"{PAGE}{10**30}/cabut/").status_code == 404
    assert ApiToken.objects.get().revoked_at is None


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"program": ""}, "Tulis nama program"),
        ({"program": "\u202e"}, "Tulis nama program"),
        ({"hak": []}, "Pilih paling sedikit satu hak."),
        ({"hari": "0"}, "1 sampai 366 hari"),
        ({"hari": "999999999999"}, "1 sampai 366 hari"),
    ],
)
def test_says_what_is_wrong_and_keeps_the_rest(head: Client, change: dict[str, object], sentence: str) -> None:
    answer = head.post(PAGE, GOOD | change)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not ApiToken.objects.exists()
