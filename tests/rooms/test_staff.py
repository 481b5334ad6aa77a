"""Staff: hired, signed in by password, changed by PIN."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.factories.offices import MORNING, furnished_office
from tests.factories.people import PIN

from loket.foundation.audit.models import LedgerLine
from loket.foundation.offices.models import Office
from loket.foundation.people import actions, rules
from loket.foundation.people.models import Account, Staff
from loket.foundation.people.queries import colleagues
from loket.kit.actor import SYSTEM, Actor, ActorKind

PASSWORD = "meja kayu jati tua"
ANYBODY = Actor(ActorKind.CITIZEN)


@pytest.fixture
def office(db: None) -> Office:
    return furnished_office().office


def _hire(login: str, office: Office, *, name: str = "Rina", pin: str = PIN) -> int:
    return actions.hire_staff(
        login=login, name=name, role=rules.Role.COUNTER, office_id=office.pk, password=PASSWORD, pin=pin,
        by=SYSTEM, now=MORNING,
    )  # fmt: skip


def _actor(staff_id: int) -> Actor:
    officer = Staff.objects.get(pk=staff_id)
    return Actor(ActorKind.STAFF, officer.account_id, officer.office_id)


def _sign_in(login: str, password: str = PASSWORD) -> actions.SignedIn:
    return actions.sign_in_staff(login=login, password=password, client="10.0.0.1", by=ANYBODY, now=MORNING)


def _change(staff_id: int, pin: str, by: Actor, *, after: float = 0) -> actions.SignedIn:
    return actions.change_officer(staff_id=staff_id, pin=pin, by=by, now=MORNING + timedelta(seconds=after))


def test_an_officer_signs_in_by_name_in_any_case(office: Office) -> None:
    staff_id = _hire("rina.jks", office)
    assert _sign_in(" Rina.JKS ").account_id == Staff.objects.get(pk=staff_id).account_id


@pytest.mark.parametrize(
    ("login", "password"), [("rina.jks", "salah salah"), ("tiada", PASSWORD), ("", ""), ("p:00", "x")]
)
def test_a_wrong_name_and_a_wrong_password_answer_the_same(office: Office, login: str, password: str) -> None:
    _hire("rina.jks", office)
    with pytest.raises(rules.StaffSignInWrong) as refused:
        _sign_in(login, password)
    assert str(refused.value) == rules.StaffSignInWrong.sentence


def test_a_citizen_never_signs_in_at_the_staff_s_door(office: Office) -> None:
    account = Account(login="warga", created_at=MORNING)
    account.set_password(PASSWORD)
    account.save()
    with pytest.raises(rules.StaffSignInWrong):
        _sign_in("warga")


def test_an_officer_who_left_signs_in_no_more(office: Office) -> None:
    _hire("rina.jks", office)
    Account.objects.update(is_active=False)
    with pytest.raises(rules.StaffSignInWrong):
        _sign_in("rina.jks")


def test_a_staff_name_is_given_once(office: Office) -> None:
    _hire("rina.jks", office)
    with pytest.raises(rules.NotAStaffName):
        _hire("Rina.jks", office)
    assert Staff.objects.count() == 1


def test_a_colleague_takes_over_by_pin(office: Office) -> None:
    rina, dewi = _hire("rina", office), _hire("dewi", office, name="Dewi", pin="112233")
    signed_in = _change(dewi, "112233", _actor(rina))
    assert signed_in.account_id == Staff.objects.get(pk=dewi).account_id
    line = LedgerLine.objects.get(fact="people.officer_changed")
    assert line.detail == {"before": _actor(rina).id}
    assert line.actor_id == signed_in.account_id


def test_a_pin_is_its_officer_s_own(office: Office) -> None:
    rina, dewi = _hire("rina", office), _hire("dewi", office, name="Dewi", pin="112233")
    with pytest.raises(rules.PinWrong):
        _change(dewi, PIN, _actor(rina))


def test_nobody_takes_over_at_another_office(office: Office) -> None:
    elsewhere = furnished_office_of("SKA")
    rina, dewi = _hire("rina", office), _hire("dewi", elsewhere)
    with pytest.raises(rules.PinWrong):
        _change(dewi, PIN, _actor(rina))


def furnished_office_of(code: str) -> Office:
    """A second office with only what a staff row needs."""
    first = Office.objects.get()
    first.pk, first.code, first.slug, first.name = None, code, code.lower(), code
    first.save()
    return first


def test_without_a_pin_there_is_no_taking_over(office: Office) -> None:
    rina, dewi = _hire("rina", office), _hire("dewi", office, pin="")
    with pytest.raises(rules.PinWrong):
        _change(dewi, "", _actor(rina))
    assert [c.staff_id for c in colleagues(office.pk)] == [rina]


def test_the_sixth_pin_within_five_minutes_is_refused(office: Office) -> None:
    rina, dewi = _hire("rina", office), _hire("dewi", office, name="Dewi", pin="112233")
    for second in range(rules.PINS_AN_OFFICER.tries):
        with pytest.raises(rules.PinWrong):
            _change(dewi, "000000", _actor(rina), after=second)
    with pytest.raises(rules.TooManyTries):
        _change(dewi, "112233", _actor(rina), after=299)
    assert _change(dewi, "112233", _actor(rina), after=300)


def test_a_new_pin_takes_the_old_one_s_place(office: Office) -> None:
    rina, dewi = _hire("rina", office), _hire("dewi", office, name="Dewi")
    actions.set_pin(staff_id=dewi, pin="909090", by=SYSTEM, now=MORNING)
    with pytest.raises(rules.PinWrong):
        _change(dewi, PIN, _actor(rina))
    assert _change(dewi, "909090", _actor(rina))


def test_equal_pins_leave_different_hashes_and_no_pin_in_the_ledger(office: Office) -> None:
    _hire("rina", office)
    _hire("dewi", office)
    hashes = set(Staff.objects.values_list("pin_hash", flat=True))
    assert len(hashes) == 2
    assert PIN not in repr([*hashes, *LedgerLine.objects.values()])
