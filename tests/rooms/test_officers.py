"""Heads and their officers: add, suspend, roles, moves, deputies, second factors; who may do it to whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.db import IntegrityError
from tests.factories.offices import MORNING, furnished_office
from tests.factories.people import PIN, a_regional_officer, an_officer, as_actor

from loket.foundation.audit.models import LedgerLine
from loket.foundation.offices.models import Office, Region
from loket.foundation.people import actions, rules, rules_staff
from loket.foundation.people.models import Account, Deputy, Staff, StaffMove
from loket.foundation.people.queries_staff import acts_as_head, factors_of, managed_by, new_app_secret, officer_of
from loket.foundation.people.rules import Role
from loket.kit.actor import SYSTEM, Actor, ActorKind

pytestmark = pytest.mark.django_db
TODAY = date(2022, 2, 4)
SECRET = new_app_secret()


@dataclass
class Offices:
    """South Jakarta with head, two officers and region; Surakarta, of another region, with its head."""

    office: Office
    other: Office
    head: Staff
    rina: Staff
    dewi: Staff
    other_head: Staff
    region: Staff


@pytest.fixture
def here(settings: Any) -> Offices:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # these tests are not about hashes
    office = furnished_office().office
    elsewhere = Region.objects.create(name="Jawa Tengah")
    other = Office.objects.get(pk=office.pk)
    other.pk, other.code, other.slug, other.name, other.region = None, "SKA", "surakarta", "Surakarta", elsewhere
    other.save()
    return Offices(
        office, other,
        an_officer(Role.HEAD, office, name="Kepala", now=MORNING),
        an_officer(Role.COUNTER, office, name="Rina", now=MORNING),
        an_officer(Role.GATE, office, name="Dewi", now=MORNING),
        an_officer(Role.HEAD, other, name="Kepala Solo", now=MORNING),
        a_regional_officer(office.region, now=MORNING),
    )  # fmt: skip


def by(officer: Staff, now: datetime = MORNING) -> dict[str, Any]:
    return {"by": as_actor(officer), "now": now}


def test_a_head_adds_an_officer_who_must_set_an_own_password(here: Offices) -> None:
    made = actions.add_officer(login="jks.baru", name="Budi", role=Role.GATE, office_id=here.office.pk, **by(here.head))
    signed_in = actions.sign_in_staff(login="jks.baru", password=made.password, client="x", by=SYSTEM, now=MORNING)
    with pytest.raises(rules.PasswordWeak):
        actions.set_own_password(account_id=signed_in.account_id, password=made.password, by=SYSTEM, now=MORNING)
    actions.set_own_password(account_id=signed_in.account_id, password="meja kayu jati", by=SYSTEM, now=MORNING)
    assert Staff.objects.get(pk=made.staff_id).first_password_until is None


def test_a_first_password_ends_after_three_days(here: Offices) -> None:
    made = actions.add_officer(login="jks.baru", name="Budi", role=Role.GATE, office_id=here.office.pk, **by(here.head))
    late = MORNING + rules_staff.FIRST_PASSWORD_LIVES
    with pytest.raises(rules_staff.FirstPasswordOver):
        actions.sign_in_staff(login="jks.baru", password=made.password, client="x", by=SYSTEM, now=late)
    with pytest.raises(rules.StaffSignInWrong):
        actions.sign_in_staff(login="jks.baru", password="another one", client="x", by=SYSTEM, now=late)


@pytest.mark.parametrize("role", [Role.HEAD, Role.REGION])
def test_a_head_gives_no_role_like_the_own_or_above(here: Offices, role: Role) -> None:
    with pytest.raises(rules_staff.NotYourRoleToGive):
        actions.add_officer(login="jks.x", name="X", role=role, office_id=here.office.pk, **by(here.head))
    with pytest.raises(rules_staff.NotYourRoleToGive):
        actions.change_role(staff_id=here.rina.pk, role=role, **by(here.head))


def _deeds(target: Staff, office: Office) -> dict[str, Any]:
    who: dict[str, Any] = {"staff_id": target.pk}
    return {
        "suspend": lambda acting: actions.suspend_officer(**who, **acting),
        "resume": lambda acting: actions.resume_officer(**who, **acting),
        "role": lambda acting: actions.change_role(**who, role=Role.GATE, **acting),
        "password": lambda acting: actions.renew_first_password(**who, **acting),
        "move": lambda acting: actions.ask_move(**who, to_office_id=office.pk, on=TODAY, **acting),
    }


def test_nobody_touches_another_office_s_officers_and_no_counter_touches_anybody(here: Offices) -> None:
    solo = an_officer(Role.COUNTER, here.other, now=MORNING)
    for target, strangers in [
        (here.rina, [here.other_head, here.dewi, here.region]),
        (solo, [here.head, here.region]),
        (here.head, [here.dewi, here.other_head]),
        (here.other_head, [here.head, here.region]),
        (here.region, [here.head, here.rina]),
    ]:
        for deed in _deeds(target, here.other).values():
            for stranger in strangers:
                with pytest.raises(rules_staff.OfficerUnknown):
                    deed(by(stranger))
    assert not LedgerLine.objects.exists()


def test_nobody_does_it_to_himself(here: Offices) -> None:
    for own in (here.head, here.region, here.rina):
        for deed in _deeds(own, here.other).values():
            with pytest.raises(rules_staff.NotOnYourself):
                deed(by(own))


def test_the_region_answers_for_its_heads(here: Offices) -> None:
    assert [row.staff_id for row in managed_by(_seen(here.region), now=MORNING)] == [here.head.pk]
    assert {row.name for row in managed_by(_seen(here.head), now=MORNING)} == {"Rina", "Dewi"}
    assert managed_by(_seen(here.rina), now=MORNING) == []
    actions.suspend_officer(staff_id=here.head.pk, **by(here.region))
    made = actions.add_officer(login="jks.k2", name="K", role=Role.HEAD, office_id=here.office.pk, **by(here.region))
    assert Staff.objects.get(pk=made.staff_id).role == Role.HEAD
    with pytest.raises(rules_staff.OfficerUnknown):
        actions.add_officer(login="ska.k2", name="K", role=Role.HEAD, office_id=here.other.pk, **by(here.region))


def _seen(officer: Staff, now: datetime = MORNING) -> Staff:
    found = officer_of(officer.account_id, now=now)
    assert found is not None
    return found


def test_suspending_ends_sessions_for_good(here: Offices) -> None:
    before = here.rina.account.get_session_auth_hash()
    actions.suspend_officer(staff_id=here.rina.pk, **by(here.head))
    actions.resume_officer(staff_id=here.rina.pk, **by(here.head))
    account = Account.objects.get(pk=here.rina.account_id)
    assert account.is_active
    assert account.get_session_auth_hash() != before


def test_a_move_needs_the_receiving_head_and_comes_on_its_day(here: Offices) -> None:
    move = actions.ask_move(
        staff_id=here.rina.pk, to_office_id=here.other.pk, on=TODAY + timedelta(days=3), **by(here.head)
    )
    with pytest.raises(rules_staff.MoveOpen):
        actions.ask_move(staff_id=here.rina.pk, to_office_id=here.other.pk, on=TODAY, **by(here.head))
    for wrong in (here.head, here.rina, here.region):
        with pytest.raises(rules_staff.MoveGone):
            actions.agree_to_move(move_id=move, **by(wrong))
    actions.agree_to_move(move_id=move, **by(here.other_head))
    assert actions.carry_out_moves(by=SYSTEM, now=MORNING) == 0
    monday = MORNING + timedelta(days=3)
    assert actions.carry_out_moves(by=SYSTEM, now=monday) == 1
    assert actions.carry_out_moves(by=SYSTEM, now=monday) == 0
    assert Staff.objects.get(pk=here.rina.pk).office_id == here.other.pk
    with pytest.raises(rules_staff.OfficerUnknown):
        actions.suspend_officer(staff_id=here.rina.pk, **by(here.head))


def test_a_region_moves_its_heads_at_once_and_only_within(here: Offices) -> None:
    with pytest.raises(rules_staff.MoveWrong):
        actions.ask_move(staff_id=here.head.pk, to_office_id=here.other.pk, on=TODAY, **by(here.region))
    Office.objects.filter(pk=here.other.pk).update(region=here.office.region)
    actions.ask_move(staff_id=here.head.pk, to_office_id=here.other.pk, on=TODAY, **by(here.region))
    assert Staff.objects.get(pk=here.head.pk).office_id == here.other.pk


@pytest.mark.parametrize("days", [-1, 366])
def test_a_move_lies_within_a_year_ahead(here: Offices, days: int) -> None:
    on = TODAY + timedelta(days=days)
    with pytest.raises(rules_staff.MoveWrong):
        actions.ask_move(staff_id=here.rina.pk, to_office_id=here.other.pk, on=on, **by(here.head))


def test_a_dropped_move_does_not_happen(here: Offices) -> None:
    move = actions.ask_move(staff_id=here.rina.pk, to_office_id=here.other.pk, on=TODAY, **by(here.head))
    with pytest.raises(rules_staff.MoveGone):
        actions.drop_move(move_id=move, **by(here.rina))
    actions.drop_move(move_id=move, **by(here.other_head))
    with pytest.raises(rules_staff.MoveGone):
        actions.agree_to_move(move_id=move, **by(here.other_head))
    assert StaffMove.objects.get().done_at is None


def test_a_deputy_heads_the_office_from_midnight_to_midnight(here: Offices) -> None:
    actions.name_deputy(
        staff_id=here.rina.pk, first=TODAY + timedelta(days=1), last=TODAY + timedelta(days=1), **by(here.head)
    )
    begins = datetime.fromisoformat("2022-02-05T00:00+07:00")
    ends = begins + timedelta(days=1)
    told = [
        acts_as_head(_seen(here.rina, now))
        for now in (begins - timedelta(seconds=1), begins, ends - timedelta(seconds=1), ends)
    ]
    assert told == [False, True, True, False]


def test_two_deputies_never_stand_at_once_and_terms_may_touch(here: Offices) -> None:
    days = {"first": TODAY, "last": TODAY + timedelta(days=2)}
    term = actions.name_deputy(staff_id=here.rina.pk, **days, **by(here.head))
    with pytest.raises(rules_staff.TermTaken):
        actions.name_deputy(staff_id=here.dewi.pk, first=days["last"], last=days["last"], **by(here.region))
    after = days["last"] + timedelta(days=1)
    actions.name_deputy(staff_id=here.dewi.pk, first=after, last=after, **by(here.head))
    actions.revoke_deputy(term_id=term, **by(here.head))
    assert not acts_as_head(_seen(here.rina))
    actions.name_deputy(staff_id=here.dewi.pk, **days, **by(here.head))


def test_the_database_itself_refuses_overlapping_terms(here: Offices) -> None:
    term = {"office": here.office, "starts_at": MORNING, "ends_at": MORNING + timedelta(days=1), "named_by": 1}
    Deputy.objects.create(staff=here.rina, **term)
    Deputy.objects.create(staff=here.other_head, **{**term, "office": here.other})
    with pytest.raises(IntegrityError):
        Deputy.objects.create(staff=here.dewi, **term)


def test_a_deputy_does_what_the_head_may_and_the_ledger_says_so(here: Offices) -> None:
    actions.name_deputy(staff_id=here.rina.pk, first=TODAY, last=TODAY, **by(here.head))
    plh = Actor(ActorKind.STAFF, here.rina.account_id, here.office.pk, acting=rules_staff.PLH)
    actions.suspend_officer(staff_id=here.dewi.pk, by=plh, now=MORNING)
    line = LedgerLine.objects.get(fact="people.officer_suspended")
    assert (line.actor_id, line.detail) == (here.rina.account_id, {"acting": "plh"})
    with pytest.raises(rules_staff.OfficerUnknown):
        actions.suspend_officer(staff_id=here.head.pk, by=plh, now=MORNING)
    with pytest.raises(rules_staff.OnlyTheHead):
        actions.name_deputy(staff_id=here.dewi.pk, first=TODAY, last=TODAY, by=plh, now=MORNING)
    with pytest.raises(rules_staff.NotOnYourself):
        actions.name_deputy(staff_id=here.rina.pk, first=TODAY, last=TODAY, by=plh, now=MORNING)


@pytest.mark.parametrize(("first", "last"), [(-1, 0), (1, 0), (0, 90), (367, 367)])
def test_a_term_begins_today_at_the_earliest_and_lasts_ninety_days_at_most(
    here: Offices, first: int, last: int
) -> None:
    days = {"first": TODAY + timedelta(days=first), "last": TODAY + timedelta(days=last)}
    with pytest.raises(rules_staff.TermWrong):
        actions.name_deputy(staff_id=here.rina.pk, **days, **by(here.head))


def test_nobody_names_himself_nor_elsewhere(here: Offices) -> None:
    today = {"first": TODAY, "last": TODAY}
    for who, whom in [(here.rina, here.dewi), (here.other_head, here.rina), (here.head, here.other_head)]:
        with pytest.raises(rules_staff.OfficerUnknown):
            actions.name_deputy(staff_id=whom.pk, **today, **by(who))
    with pytest.raises(rules_staff.NotOnYourself):
        actions.name_deputy(staff_id=here.head.pk, **today, **by(here.head))


def _app_code(step: int = 0) -> str:
    now = list(yield_hotp_counters_from_time())[1]
    return format_hotp_value(hotp_value(SECRET, now + step))


def _enrol(officer: Staff) -> None:
    actions.enrol_app(account_id=officer.account_id, secret=SECRET, code=_app_code(), **by(officer))


def test_an_app_s_code_passes_once(here: Offices) -> None:
    _enrol(here.rina)
    code = _app_code()
    who = {"account_id": here.rina.account_id, **by(here.rina)}
    assert actions.pass_with_code(code=f" {code[:3]} {code[3:]}", **who) == "app"
    with pytest.raises(rules_staff.FactorWrong):
        actions.pass_with_code(code=code, **who)


def test_the_secret_is_sealed(here: Offices) -> None:
    _enrol(here.rina)
    assert SECRET not in repr(list(Account.objects.get(pk=here.rina.account_id).authenticator_set.values()))


def test_a_recovery_code_passes_once_and_new_ones_end_the_old(here: Offices) -> None:
    who = {"account_id": here.rina.account_id, **by(here.rina)}
    old = actions.renew_recovery_codes(**who)
    assert len(set(old)) == 10
    assert actions.pass_with_code(code=old[0], **who) == "recovery"
    assert factors_of(here.rina.account_id).codes_left == 9
    new = actions.renew_recovery_codes(**who)
    for spent in (old[0], old[1]):
        with pytest.raises(rules_staff.FactorWrong):
            actions.pass_with_code(code=spent, **who)
    assert actions.pass_with_code(code=new[3], **who) == "recovery"
    assert not factors_of(here.rina.account_id).any, "recovery codes alone are no second factor"
    assert RecoveryCodes.generate_seed() != RecoveryCodes.generate_seed()


def test_the_sixth_try_within_five_minutes_is_refused(here: Offices) -> None:
    _enrol(here.rina)
    who = {"account_id": here.rina.account_id, **by(here.rina)}
    for _ in range(5):
        with pytest.raises(rules_staff.FactorWrong):
            actions.pass_with_code(code="", **who)
    with pytest.raises(rules.TooManyTries):
        actions.pass_with_code(code=_app_code(), **who)


def test_second_factors_are_reset_before_a_witness(here: Offices) -> None:
    _enrol(here.rina)
    actions.set_pin(staff_id=here.dewi.pk, pin=PIN, by=SYSTEM, now=MORNING)
    actions.set_pin(staff_id=here.head.pk, pin=PIN, by=SYSTEM, now=MORNING)
    actions.set_pin(staff_id=here.rina.pk, pin=PIN, by=SYSTEM, now=MORNING)
    for witness, pin in [(here.head, PIN), (here.rina, PIN), (here.dewi, "000000"), (here.other_head, PIN)]:
        with pytest.raises(rules_staff.WitnessWrong):
            actions.reset_second_factor(staff_id=here.rina.pk, witness_id=witness.pk, witness_pin=pin, **by(here.head))
    assert factors_of(here.rina.account_id).any
    actions.reset_second_factor(staff_id=here.rina.pk, witness_id=here.dewi.pk, witness_pin=PIN, **by(here.head))
    assert not factors_of(here.rina.account_id).any
    assert LedgerLine.objects.get(fact="people.factor_reset").detail == {"witness": here.dewi.account_id}


def test_the_only_second_factor_stays(here: Offices) -> None:
    _enrol(here.rina)
    with pytest.raises(rules_staff.LastFactor):
        actions.remove_app(account_id=here.rina.account_id, **by(here.rina))
