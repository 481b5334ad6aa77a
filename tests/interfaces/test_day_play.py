"""The played day: through a live server, by the pages that officers use; the sum at the end is right."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from tests.factories import booking
from tests.factories.offices import Furnished, furnished_office

from loket.config.environment import read_environment
from loket.foundation.audit.actions import set_demo_clock
from loket.foundation.people.actions import hire_staff
from loket.foundation.people.rules import Role
from loket.interfaces.cli import run_command
from loket.interfaces.cli.play.cast import NotPlayed, cast
from loket.interfaces.cli.play.loop import LONGEST_STEP, STEP, Clock
from loket.interfaces.cli.play.officers import DoorShut, sign_in
from loket.interfaces.cli.play.telling import sum_up, teller
from loket.kit import clock
from loket.kit.actor import SYSTEM
from loket.kit.environment import Environment
from loket.seed import stage
from loket.seed.day import DAY
from loket.seed.staff import PASSWORD
from loket.visits.admission.models import GateRefusal
from loket.visits.queueing.models import NumberEvent, QueueNumber

TEN_TO_NINE = datetime.fromisoformat("2022-02-04T08:50+07:00")


def a_staffed_hour() -> Furnished:
    """An office with officers at gate and counters, and twelve citizens in eight parties at 09.00."""
    office = furnished_office()
    posts = {"jks.gerbang": Role.GATE} | {f"jks.loket{number}": Role.COUNTER for number in office.counters}
    for login, role in posts.items():
        hire_staff(
            login=login, name="Petugas Loket", role=role, office_id=office.office.pk, password=PASSWORD, by=SYSTEM,
            now=TEN_TO_NINE,
        )  # fmt: skip
    slot = booking.an_open_slot(
        office.point, office.passport, starts_at=TEN_TO_NINE + timedelta(minutes=10), now=TEN_TO_NINE
    )
    for size in (1, 2, 1, 3, 1, 1, 2, 1):
        booking.a_booked_party(slot, size=size, now=TEN_TO_NINE - timedelta(days=1))
    set_demo_clock(starts_at=TEN_TO_NINE)
    return office


class NoWaiting(Clock):
    """A clock whose steps are half a minute each, however long they take."""

    def step(self) -> datetime:
        """Moves the clock of the whole demo on, without waiting for it."""
        self.now += timedelta(seconds=30)
        set_demo_clock(starts_at=self.now)
        return self.now


@pytest.mark.django_db
def test_a_step_moves_the_demo_s_clock_as_fast_as_was_asked() -> None:
    set_demo_clock(starts_at=TEN_TO_NINE)
    ticking = Clock(240)
    before = ticking.now
    after = ticking.step()
    assert timedelta(seconds=STEP * 240) <= after - before <= timedelta(seconds=LONGEST_STEP * 240)
    assert after <= clock.now() < after + timedelta(seconds=LONGEST_STEP * 240)


@pytest.mark.django_db(transaction=True)
def test_plays_an_hour_through_the_public_doors_and_nobody_is_lost(
    live_server: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    a_staffed_hour()
    day = cast(live_server.url, office_code="JKS", until=time(10, 0), seed=4)
    expected = {come.token for come in day.coming if come.token}
    day.play(NoWaiting(1), teller(day))
    assert sum_up(day) == 0
    told = stage.totals_of(day.place, DAY, day.starts)
    assert told.adds_up
    assert 0 < told.admitted <= told.expected == 12
    assert told.finished > 0
    assert told.finished == QueueNumber.objects.filter(state="done").count()
    assert {"called", "finished"} <= set(NumberEvent.objects.values_list("happening", flat=True))
    assert expected and told.refused == GateRefusal.objects.count()
    assert f"Let in {told.admitted} of 12 expected" in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
def test_an_officer_whom_nobody_knows_is_named(live_server: Any) -> None:
    with pytest.raises(DoorShut, match=r"jks\.gerbang could not sign in"):
        sign_in(live_server.url, "jks.gerbang", PASSWORD)


@pytest.mark.django_db
def test_refuses_a_day_that_is_not_seeded_or_over() -> None:
    with pytest.raises(NotPlayed, match="no seeded day"):
        cast("http://127.0.0.1:9", office_code="JKS", until=time(10), seed=1)
    furnished_office()
    set_demo_clock(starts_at=TEN_TO_NINE + timedelta(hours=5))
    with pytest.raises(NotPlayed, match="outside that day"):
        cast("http://127.0.0.1:9", office_code="JKS", until=time(10), seed=1)


def test_refuses_outside_the_demo(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    keys = tmp_path / "keys.json"

    def production(*, secrets: bool) -> Environment:
        return read_environment({"LOKET_KEYS_FILE": str(keys), "LOKET_HOME": str(tmp_path)})

    assert run_command(["day", "play"], environment=production) == 1
    assert run_command(["seed"], environment=production) == 1
    assert capsys.readouterr().err.count("LOKET_DEMO=1") == 2


def test_refuses_a_speed_or_an_hour_that_means_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    def demo(*, secrets: bool) -> Environment:
        return read_environment({"LOKET_DEMO": "1", "HOME": "/"})

    assert run_command(["day", "play", "--speed", "0"], environment=demo) == 2
    with pytest.raises(SystemExit):
        run_command(["day", "play", "--until", "25:00"], environment=demo)
    assert "write it like 15:00" in capsys.readouterr().err
