"""`loket token`: the operator makes, lists and revokes tokens."""

from __future__ import annotations

import re

import pytest
from tests.factories.offices import bare_office

from loket.config.environment import read_environment
from loket.foundation.integrations.actions import use_token
from loket.foundation.integrations.models import ApiToken
from loket.foundation.integrations.rules import Scope, TokenUnknown
from loket.interfaces.cli import run_command
from loket.kit import clock
from loket.kit.environment import Environment

pytestmark = pytest.mark.django_db


def _demo(*, secrets: bool) -> Environment:
    return read_environment({"LOKET_DEMO": "1", "HOME": "/"})


def _loket(*words: str) -> int:
    return run_command(["token", *words], environment=_demo)


def test_makes_lists_and_revokes(capsys: pytest.CaptureFixture[str]) -> None:
    office = bare_office()
    assert _loket("add", "Papan lobi", "--office", office.slug, "--scope", "statistics:read", "--days", "7") == 0
    (text,) = re.findall(r"^loket_\S+$", capsys.readouterr().out, re.MULTILINE)
    token = use_token(text=text, needed=Scope.STATISTICS_READ, now=clock.now())
    assert token.office_id == office.pk
    assert _loket("list") == 0
    listed = capsys.readouterr().out
    assert "Papan lobi" in listed
    assert "in force" in listed
    assert text not in listed
    assert _loket("revoke", str(token.token_id)) == 0
    with pytest.raises(TokenUnknown):
        use_token(text=text, needed=Scope.STATISTICS_READ, now=clock.now())
    assert _loket("list") == 0
    assert "revoked" in capsys.readouterr().out


def test_makes_one_for_a_region(capsys: pytest.CaptureFixture[str]) -> None:
    region = bare_office().region
    assert _loket("add", "Papan", "--region", region.name, "--scope", "statistics:read") == 0
    assert ApiToken.objects.get().region_id == region.pk


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--office", "nowhere", "--scope", "bookings:read"), "no such place"),
        (("--region", "Nowhere", "--scope", "bookings:read"), "no such place"),
        (("--office", "jakarta-selatan", "--scope", "everything"), "There are: availability:read"),
        (("--office", "jakarta-selatan", "--scope", "bookings:read", "--days", "4000"), "1 to 366 days"),
    ],
)
def test_says_what_is_wrong(capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str) -> None:
    bare_office()
    assert _loket("add", "Papan", *words) == 1
    assert said in capsys.readouterr().err
    assert not ApiToken.objects.exists()


def test_an_unknown_token_can_not_be_revoked(capsys: pytest.CaptureFixture[str]) -> None:
    assert _loket("revoke", "999") == 1
    assert "not valid" in capsys.readouterr().err
