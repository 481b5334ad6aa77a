"""An account whose phone is lost goes to another number; an e-mail address is given by choice and confirmed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.factories import people
from tests.factories.offices import MORNING

from loket.foundation.audit.models import LedgerLine
from loket.foundation.people import actions, rules
from loket.foundation.people.models import Account
from loket.foundation.people.queries import addressee, mailbox_of
from loket.foundation.people.rules_recovery import NumberInUse, SeenDocument
from loket.kit.actor import SYSTEM, Actor, ActorKind

pytestmark = pytest.mark.django_db
OLD, NEW = "+6281200000011", "+6281200000022"
ANYBODY = Actor(ActorKind.CITIZEN)


def code_to(phone: str) -> str:
    return actions.issue_code(phone=phone, client="x", by=ANYBODY, now=MORNING)


def move(account: Account, code: str, *, replace: bool = True) -> None:
    actions.move_account(
        account_id=account.pk, phone=NEW, code=code, document=SeenDocument.KTP, replace=replace, by=SYSTEM, now=MORNING
    )


def sign_in(phone: str) -> int:
    return actions.sign_in_with_code(
        phone=phone, code=code_to(phone), language="id", client="x", by=ANYBODY, now=MORNING
    ).account_id


def test_the_account_opens_with_the_new_number_and_no_longer_with_the_old() -> None:
    account = people.a_citizen_account(phone=OLD, now=MORNING)
    before = account.get_session_auth_hash()
    move(account, code_to(NEW))
    assert sign_in(NEW) == account.pk
    assert sign_in(OLD) != account.pk
    account.refresh_from_db()
    assert account.get_session_auth_hash() != before
    assert addressee(account.pk).phone == NEW  # type: ignore[union-attr]
    assert LedgerLine.objects.get(fact="people.account_recovered").detail == {"document": "ktp"}


def test_the_password_goes() -> None:
    account = people.a_citizen_account(phone=OLD, now=MORNING)
    actions.set_password(account_id=account.pk, password="meja kayu jati", by=SYSTEM, now=MORNING)
    move(account, code_to(NEW))
    with pytest.raises(rules.SignInWrong):
        actions.sign_in_with_password(phone=NEW, password="meja kayu jati", client="x", by=ANYBODY, now=MORNING)


def test_a_wrong_code_moves_nothing_and_counts() -> None:
    account = people.a_citizen_account(phone=OLD, now=MORNING)
    right = code_to(NEW)
    wrong = "000000" if right != "000000" else "111111"
    for _ in range(rules.CODE_TRIES):
        with pytest.raises(rules.CodeWrong):
            move(account, wrong)
    with pytest.raises(rules.CodeWrong):
        move(account, right)
    assert sign_in(OLD) == account.pk


def test_an_account_of_the_new_number_gives_way_only_when_it_may() -> None:
    account = people.a_citizen_account(phone=OLD, now=MORNING)
    other = people.a_citizen_account(phone=NEW, now=MORNING)
    with pytest.raises(NumberInUse):
        move(account, code_to(NEW), replace=False)
    move(account, code_to(NEW))
    assert sign_in(NEW) == account.pk
    assert not Account.objects.get(pk=other.pk).is_active


def give(account: Account, email: str = "siti@contoh.id") -> str:
    return actions.give_email(account_id=account.pk, email=email, client="x", by=ANYBODY, now=MORNING)


def test_an_address_gets_messages_once_it_is_confirmed() -> None:
    account = people.a_citizen_account(phone=OLD, now=MORNING)
    code = give(account, " Siti@Contoh.ID ")
    assert addressee(account.pk).email == ""  # type: ignore[union-attr]
    actions.confirm_email(account_id=account.pk, code=code, by=ANYBODY, now=MORNING)
    assert addressee(account.pk).email == "Siti@contoh.id"  # type: ignore[union-attr]
    give(account, "lain@contoh.id")
    assert addressee(account.pk).email == ""  # type: ignore[union-attr]
    actions.forget_email(account_id=account.pk, by=ANYBODY, now=MORNING)
    account.refresh_from_db()
    assert mailbox_of(account) is None


def test_a_code_confirms_its_own_account_and_address_only() -> None:
    account, other = (people.a_citizen_account(now=MORNING) for _ in range(2))
    code, _own = give(account), give(other)
    with pytest.raises(rules.CodeWrong):
        actions.confirm_email(account_id=other.pk, code=code, by=ANYBODY, now=MORNING)
    give(account, "lain@contoh.id")
    with pytest.raises(rules.CodeWrong):
        actions.confirm_email(account_id=account.pk, code=code, by=ANYBODY, now=MORNING)


def test_a_code_ends_after_ten_minutes() -> None:
    account = people.a_citizen_account(now=MORNING)
    code = give(account)
    with pytest.raises(rules.CodeWrong):
        actions.confirm_email(account_id=account.pk, code=code, by=ANYBODY, now=MORNING + timedelta(minutes=10))


def test_what_is_no_address_is_refused() -> None:
    account = people.a_citizen_account(now=MORNING)
    for typed in ("", "siti", "siti@", "@x.id", "a@b", "a b@c.id", "a@b..id", "x" * 400 + "@b.id"):
        with pytest.raises(rules.NotAnEmail):
            give(account, typed)


def test_the_address_stands_sealed() -> None:
    account = people.a_citizen_account(now=MORNING)
    give(account)
    account.refresh_from_db()
    assert b"contoh" not in bytes(account.email_sealed or b"")
    assert "contoh" not in repr(list(LedgerLine.objects.values()))
