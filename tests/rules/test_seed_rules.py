"""The seed's own arithmetic: codes of offices, sessions, quotas, the release, invented people, who comes when."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.id import nik

from loket.foundation.offices.rules import Hours, Nationality
from loket.interfaces.cli.play import crowd
from loket.interfaces.cli.play.browser import filled_form
from loket.planning.booking.rules import LARGEST_PARTY
from loket.seed.codes import KNOWN, codes_for, slug_of
from loket.seed.layout import FRIDAY, WEEKDAY
from loket.seed.names import citizen_name
from loket.seed.people import Crowd, nik_date, parties
from loket.seed.reference import OFFICES, SERVICES
from loket.seed.slots import capped, released_at, sessions_of, spread

DAY = date(2022, 2, 4)
OPENS, CLOSES = datetime(2022, 2, 4, 1, tzinfo=UTC), datetime(2022, 2, 4, 8, tzinfo=UTC)


def office_names() -> list[str]:
    """The names in offices.csv."""
    with OFFICES.open(newline="", encoding="utf-8") as file:
        return [line["name"] for line in csv.DictReader(file)]


def test_every_office_has_a_code_and_an_address_of_its_own() -> None:
    names = office_names()
    codes = codes_for(names)
    assert len(names) == len(set(codes.values())) == len({slug_of(name) for name in names}) == 143
    assert all(len(code) == 3 and code.isascii() and code.isupper() for code in codes.values())
    assert codes.items() >= KNOWN.items()


def test_a_code_that_is_taken_is_not_given_again() -> None:
    first = codes_for(["Garut"])["Garut"]
    assert codes_for(["Garut"], taken=[first])["Garut"] != first


def test_letters_of_numbers_are_unique_and_never_the_priority_letter() -> None:
    letters = [service.letter for service in SERVICES]
    assert len(set(letters)) == len(letters) and "P" not in letters


def test_friday_has_six_sessions_and_a_short_one_before_the_break() -> None:
    assert sessions_of(FRIDAY) == [
        (time(8), time(9)), (time(9), time(10)), (time(10), time(11)), (time(11), time(11, 30)),
        (time(13), time(14)), (time(14), time(15)),
    ]  # fmt: skip
    assert len(sessions_of(WEEKDAY)) == 6


@given(st.integers(0, 23), st.integers(0, 59), st.integers(1, 600))
def test_sessions_lie_inside_the_hours_one_after_the_other(hour: int, minute: int, length: int) -> None:
    opens = time(hour, minute)
    end = min(hour * 60 + minute + length, 23 * 60 + 59)
    if end <= hour * 60 + minute:
        return
    sessions = sessions_of(Hours(opens, time(end // 60, end % 60)))
    assert all(start < stop for start, stop in sessions)
    assert all(before[1] == after[0] for before, after in pairwise(sessions))
    assert not sessions or (sessions[0][0] == opens and sessions[-1][1] <= time(end // 60, end % 60))


@given(st.integers(0, 2000))
def test_a_days_quota_is_spread_without_losing_a_seat(quota: int) -> None:
    shares = spread(quota, sessions_of(FRIDAY))
    assert sum(shares) == quota and min(shares) >= 0
    assert shares[3] <= min(shares[:3])


def test_the_cap_rounds_down() -> None:
    assert (capped(75, 50), capped(300, 50), capped(1, 50)) == (37, 150, 0)


def test_friday_two_opens_the_week_after_the_next() -> None:
    friday = datetime(2022, 2, 4, 7, tzinfo=UTC)
    assert released_at(date(2022, 2, 14), "Asia/Jakarta") == released_at(date(2022, 2, 18), "Asia/Jakarta") == friday
    assert released_at(date(2022, 2, 7), "Asia/Jakarta") == friday - timedelta(days=7)


def test_invented_citizens_have_a_nik_of_valid_structure_with_their_birth_date() -> None:
    people = Crowd(Random(1), DAY)
    for _ in range(300):
        someone = people.citizen()
        number = someone.identity.key.removeprefix("nik:")
        assert nik.is_valid(number)
        assert f"{nik.get_birth_date(number):%d%m%y}" == f"{someone.born:%d%m%y}"  # its year has two digits
    assert (nik_date(date(1990, 5, 7), woman=True), nik_date(date(1990, 5, 7), woman=False)) == ("470590", "070590")


def test_nobody_is_invented_twice_and_the_same_seed_invents_the_same_people() -> None:
    first, again = (list(parties(Crowd(Random(7), DAY), 400, foreign=False)) for _ in range(2))
    keys = [someone.identity.key for party in first for someone in party]
    assert len(set(keys)) == len(keys) == 400
    assert first == again
    assert max(map(len, first)) == LARGEST_PARTY


def test_foreigners_come_alone_with_a_passport() -> None:
    came = list(parties(Crowd(Random(3), DAY), 40, foreign=True))
    assert [len(party) for party in came] == [1] * 40
    assert {party[0].identity.nationality for party in came} == {Nationality.WNA}


@given(st.integers(0, 10**6))
def test_who_comes_does_so_in_order_and_about_one_in_twelve_does_not(seed: int) -> None:
    hours = [(f"t{n}", OPENS + timedelta(hours=n % 6)) for n in range(250)]
    came = crowd.plan(hours, opens=OPENS, closes=CLOSES, starts=OPENS - timedelta(hours=1), seed=seed)
    assert came == sorted(came)
    assert came == crowd.plan(hours, opens=OPENS, closes=CLOSES, starts=OPENS - timedelta(hours=1), seed=seed)
    tokens = {come.token for come in came if come.token}
    assert 0.8 < len(tokens) / 250 < 0.99
    assert sum(come.reason == "walk_in" for come in came) == crowd.WALK_INS
    booked = dict(hours)
    assert all(come.at > booked[come.token] - timedelta(minutes=30) for come in came if come.token)


@pytest.mark.parametrize("stage", ["documents", "biometrics", "interview", "handover"])
def test_a_stage_takes_a_likely_time(stage: str) -> None:
    random = Random(5)
    assert all(45 <= crowd.service_seconds(random, stage) <= 500 for _ in range(500))


def test_a_form_is_sent_as_it_stands() -> None:
    page = (
        '<form action="/a/"><input name="x" value="no"></form><form action="/b/">'
        '<input type="checkbox" name="kursi" value="1" checked><input type="checkbox" name="kursi" value="2">'
        '<input type="radio" name="wali" value="0"><input type="radio" name="wali" value="1" checked>'
        '<input type="hidden" name="h" value="&amp;"></form>'
    )
    assert filled_form(page, "/b/") == {"kursi": ["1"], "wali": ["1"], "h": ["&"]}


def test_nobody_is_called_twice_by_the_same_word() -> None:
    random = Random(1)
    called = [citizen_name(random, woman=bool(number % 2)).split() for number in range(5000)]
    assert [words for words in called if len(words) != len(set(words))] == []
