"""`loket officer`: the operator adds the first heads."""

from __future__ import annotations

import re

import pytest
from tests.factories.offices import bare_office

from loket.config.environment import read_environment
from loket.foundation.people.actions import sign_in_staff
from loket.foundation.people.models import Staff
from loket.foundation.people.rules import Role
from loket.interfaces.cli import run_command
from loket.kit import clock
from loket.kit.actor import SYSTEM
from loket.kit.environment import Environment

pytestmark = pytest.mark.django_db


def _demo(*, secrets: bool) -> Environment:
    return read_environment({"LOKET_DEMO": "1", "HOME": "/"})


def _loket(*words: str) -> int:
    return run_command(["officer", *words], environment=_demo)


def test_adds_heads_of_regions_and_offices_with_a_first_password(capsys: pytest.CaptureFixture[str]) -> None:
    office = bare_office()
    assert _loket("kanwil.x", "Wira", "--region", office.region.name) == 0
    assert _loket("kepala.x", "Sri", "--office", office.slug) == 0
    passwords = re.findall(r"^[a-z2-9]{4}(?:-[a-z2-9]{4}){2}$", capsys.readouterr().out, re.MULTILINE)
    assert len(passwords) == 2
    sign_in_staff(login="kepala.x", password=passwords[1], client="x", by=SYSTEM, now=clock.now())
    found = Staff.objects.order_by("id").values_list("role", "office_id", "region_id")
    assert list(found) == [(Role.REGION, None, office.region_id), (Role.HEAD, office.pk, None)]


def test_says_what_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    office = bare_office()
    assert _loket("kepala.x", "Sri", "--office", "nowhere") == 1
    assert _loket("K", "Sri", "--office", office.slug) == 1
    said = capsys.readouterr().err
    assert "no such place: nowhere" in said
    assert said.count("\n") == 2
    assert not Staff.objects.exists()
