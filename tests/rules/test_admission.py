"""Verdicts at the door: the window's edges, the order of reasons, what every refusal says."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.foundation.policy.rules import Companions, Visitor
from loket.foundation.policy.rules import Door as DoorRule
from loket.kit.clock import office_day
from loket.planning.booking.rules import BookingState, PriorityReason
from loket.visits.admission import rules

NINE = datetime.fromisoformat("2022-02-04T09:00+07:00")
FRIDAY = date(2022, 2, 4)
SECOND = timedelta(seconds=1)
#: What the tests let be in force; the real figures are data (tests/rooms/test_policy.py).
BEFORE, AFTER = timedelta(minutes=30), timedelta(minutes=15)
LAW = {"guarded_under": "17"}
ZONES = st.sampled_from(["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"])
STARTS = st.integers(0, 70_000).map(lambda hours: NINE + timedelta(hours=hours))


def shown(**changes: object) -> rules.Shown:
    """A ticket for two at door 1, Friday 09.00 WIB, nobody inside."""
    facts: dict[str, object] = {
        "point_id": 1,
        "place": "Kanim Jakarta Selatan",
        "address": "Jalan Warung Buncit Raya 207",
        "timezone": "Asia/Jakarta",
        "day": FRIDAY,
        "starts_at": NINE,
        "state": BookingState.BOOKED,
        "passed_at": (None, None),
    }
    facts |= changes
    opens_at, closes_at = rules.window_of(facts["starts_at"], before=BEFORE, after=AFTER)  # type: ignore[arg-type]
    return rules.Shown(opens_at=opens_at, closes_at=closes_at, **facts)  # type: ignore[arg-type]


def door(now: datetime = NINE, point_id: int = 1) -> rules.Door:
    return rules.Door(point_id, office_day(now, "Asia/Jakarta"), now)


def test_admits_at_the_booked_hour() -> None:
    assert rules.verdict(shown(), door()) is None


@pytest.mark.parametrize(
    ("minutes", "seconds", "expected"),
    [
        (-31, 0, rules.TooEarly),
        (-30, -1, rules.TooEarly),
        (-30, 0, None),
        (0, 0, None),
        (15, -1, None),
        (15, 0, rules.TooLate),
        (16, 0, rules.TooLate),
    ],
)
def test_opens_thirty_minutes_before_and_closes_fifteen_after(
    minutes: int, seconds: int, expected: type[rules.GateRefused] | None
) -> None:
    now = NINE + timedelta(minutes=minutes, seconds=seconds)
    assert rules.verdict(shown(), door(now)) is expected


@given(STARTS, ZONES, st.integers(-60 * 60, 60 * 60))
def test_window_is_half_open_for_every_start_and_zone(starts_at: datetime, zone: str, seconds: int) -> None:
    now = starts_at + timedelta(seconds=seconds)
    ticket = shown(starts_at=starts_at, timezone=zone, day=office_day(starts_at, zone))
    found = rules.verdict(ticket, rules.Door(1, ticket.day, now))
    if seconds < -30 * 60:
        assert found is rules.TooEarly
    elif seconds >= 15 * 60:
        assert found is rules.TooLate
    else:
        assert found is None


@given(st.integers(1, 400))
def test_another_day_is_refused_whatever_the_hour(days: int) -> None:
    later, earlier = shown(day=FRIDAY + timedelta(days=days)), shown(day=FRIDAY - timedelta(days=days))
    assert rules.verdict(later, door()) is rules.WrongDay
    assert rules.verdict(earlier, door()) is rules.DayOver


def test_another_office_is_said_before_anything_else() -> None:
    ticket = shown(day=date(2022, 2, 9), state=BookingState.CANCELLED)
    assert rules.verdict(ticket, door(point_id=2)) is rules.WrongOffice


def test_a_cancelled_ticket_is_refused_on_every_day() -> None:
    assert rules.verdict(shown(state=BookingState.CANCELLED), door()) is rules.TicketCancelled
    assert rules.verdict(shown(state=BookingState.CANCELLED, day=date(2022, 2, 9)), door()) is rules.TicketCancelled


def test_a_second_scan_says_when_the_party_came_in() -> None:
    ticket = shown(passed_at=(NINE, NINE + SECOND), state=BookingState.ARRIVED)
    assert rules.verdict(ticket, door()) is rules.AlreadyInside
    assert str(rules.AlreadyInside(**rules.facts_of(ticket))) == "Tiket ini sudah dipakai masuk pukul 09.00 WIB."


def test_those_who_are_still_outside_may_come_until_the_window_ends() -> None:
    ticket = shown(passed_at=(NINE, None), state=BookingState.ARRIVED)
    assert rules.verdict(ticket, door(NINE + timedelta(minutes=14))) is None
    assert rules.verdict(ticket, door(NINE + timedelta(minutes=15))) is rules.TooLate


@pytest.mark.parametrize("refusal", rules.REFUSALS.values(), ids=list(rules.REFUSALS))
def test_every_refusal_gives_one_reason_and_one_next_step(refusal: type[rules.GateRefused]) -> None:
    facts = rules.facts_of(shown(passed_at=(NINE, None))) | LAW
    reason, step = refusal.sentence % facts, refusal.next_step % facts
    assert reason.endswith(".")
    assert step.endswith(".")
    assert reason != step
    assert "%" not in reason + step
    assert len(refusal.code) <= 30  # the column


def test_wrong_office_says_which_office_and_its_address() -> None:
    facts = rules.facts_of(shown())
    assert "Kanim Jakarta Selatan" in rules.WrongOffice.sentence % facts
    assert "Jalan Warung Buncit Raya 207" in rules.WrongOffice.next_step % facts
    assert "Jumat, 4 Februari 2022" in rules.WrongOffice.next_step % facts


def test_an_office_without_an_address_is_called_by_its_name() -> None:
    assert rules.facts_of(shown(address=""))["address"] == "Kanim Jakarta Selatan"


def test_too_early_says_when_to_come_back_in_the_offices_zone() -> None:
    assert "08.30 WIB" in rules.TooEarly.next_step % rules.facts_of(shown())
    assert "10.30 WIT" in rules.TooEarly.next_step % rules.facts_of(shown(timezone="Asia/Jayapura"))


def test_only_the_hour_can_be_overridden() -> None:
    may = {refusal for refusal in rules.REFUSALS.values() if refusal.may_override}
    assert may == {rules.TooEarly, rules.TooLate, rules.TicketMissed}


def test_override_needs_a_reason_of_sensible_length() -> None:
    facts = rules.facts_of(shown())
    assert rules.check_admission(None, override_reason="", facts=facts) is None
    assert rules.check_admission(rules.TooLate, override_reason="banjir", facts=facts) is rules.TooLate
    with pytest.raises(rules.TooLate):
        rules.check_admission(rules.TooLate, override_reason="", facts=facts)
    for reason in ("ya", "x" * 121):
        with pytest.raises(rules.ReasonNeeded):
            rules.check_admission(rules.TooLate, override_reason=reason, facts=facts)
    with pytest.raises(rules.WrongDay):
        rules.check_admission(rules.WrongDay, override_reason="banjir", facts=facts)


@pytest.mark.parametrize(("guardians", "minors"), [(0, 0), (0, 1), (1, 1), (2, 1), (2, 3)])
def test_guardians_come_with_minors(guardians: int, minors: int) -> None:
    rules.check_guardians(guardians, minors=minors, most=2, guarded_under=17)


@pytest.mark.parametrize(("guardians", "minors"), [(1, 0), (3, 1), (-1, 1), (10**9, 5)])
def test_refuses_companions_as_guardians(guardians: int, minors: int) -> None:
    with pytest.raises(rules.GuardiansWrong) as refused:
        rules.check_guardians(guardians, minors=minors, most=2, guarded_under=17)
    assert "paling banyak 2 orang" in str(refused.value)


def door_rule(companions: Companions, *visitors: Visitor) -> DoorRule:
    return DoorRule(frozenset(visitors), companions, walk_in=False)


REASONS = st.lists(st.sampled_from([None, *PriorityReason]), min_size=1, max_size=5)


@given(REASONS)
def test_nobody_comes_along_but_a_helper_with_each_disabled_person(reasons: list[PriorityReason | None]) -> None:
    strict = door_rule(Companions.NONE, Visitor.HELPER)
    assert rules.companions_allowed(strict, reasons) == reasons.count(PriorityReason.DISABLED)
    assert rules.companions_allowed(door_rule(Companions.NONE), reasons) == 0


@given(REASONS)
def test_a_looser_rule_never_lets_fewer_come_along(reasons: list[PriorityReason | None]) -> None:
    none, one, anyone = (
        rules.companions_allowed(door_rule(companions, Visitor.HELPER), reasons) for companions in Companions
    )
    assert none <= one <= anyone == len(reasons)


def test_refuses_more_companions_than_the_rules_allow() -> None:
    rules.check_companions(1, most=1)
    for companions in (2, -1, 10**9):
        with pytest.raises(rules.CompanionsWrong):
            rules.check_companions(companions, most=1)


@pytest.mark.parametrize(("walk_in", "told"), [(False, rules.WalkIn), (True, rules.ToHelpDesk)])
def test_somebody_without_a_number_is_told_what_the_door_rules_say(
    walk_in: bool, told: type[rules.GateRefused]
) -> None:
    assert rules.walk_in_answer(DoorRule(frozenset(), Companions.NONE, walk_in=walk_in)) is told


def test_a_minor_is_grown_up_on_the_seventeenth_birthday() -> None:
    assert rules.is_minor(date(2005, 2, 5), FRIDAY, guarded_under=17)
    assert not rules.is_minor(date(2005, 2, 4), FRIDAY, guarded_under=17)


def test_age_needs_no_confirmation_and_what_is_declared_does() -> None:
    by_age = {reason for reason in PriorityReason if rules.is_priority_by_age(reason)}
    assert by_age == {PriorityReason.ELDERLY, PriorityReason.CHILD}
    assert not rules.is_priority_by_age(None)


@given(st.text(min_size=1, max_size=100).filter(lambda name: bool(name.split())))
def test_a_masked_name_shows_first_letters_only(name: str) -> None:
    masked = rules.masked_name(name)
    assert all(len(word) == 4 and word.endswith("***") for word in masked.split())
    assert len(masked.split()) == min(4, len(name.split()))


def test_masks_each_word_of_a_name() -> None:
    assert rules.masked_name("Budi Santoso") == "B*** S***"
