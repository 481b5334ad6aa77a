"""Citizens' accounts: codes, passwords, and what they never give away."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.contrib.auth.hashers import ScryptPasswordHasher
from django.db import connection
from tests.factories.offices import MORNING

from loket.foundation.audit.models import LedgerLine
from loket.foundation.people import actions, rules
from loket.foundation.people.models import Account, Attempt, OneTimeCode
from loket.foundation.people.queries import addressee
from loket.kit.actor import Actor, ActorKind
from loket.kit.crypto import SealBroken, keyring

PHONE, E164 = "0812 3456 7890", "+6281234567890"
PASSWORD = "kuda lari di pantai"
ANYBODY = Actor(ActorKind.CITIZEN)


def _code(phone: str = PHONE, *, after: float = 0) -> str:
    now = MORNING + timedelta(seconds=after)
    return actions.issue_code(phone=phone, client="10.0.0.1", by=ANYBODY, now=now)


def _enter(code: str, phone: str = PHONE, *, after: float = 0) -> actions.SignedIn:
    now = MORNING + timedelta(seconds=after)
    return actions.sign_in_with_code(phone=phone, code=code, language="en", client="10.0.0.1", by=ANYBODY, now=now)


def _by_password(password: str, phone: str = PHONE, *, after: float = 0) -> actions.SignedIn:
    now = MORNING + timedelta(seconds=after)
    return actions.sign_in_with_password(phone=phone, password=password, client="10.0.0.1", by=ANYBODY, now=now)


def _other(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def _with_password() -> int:
    account_id = _enter(_code()).account_id
    by = Actor(ActorKind.CITIZEN, account_id)
    actions.set_password(account_id=account_id, password=PASSWORD, by=by, now=MORNING)
    return account_id


@pytest.mark.django_db
def test_the_first_code_opens_the_account_and_the_next_finds_it() -> None:
    first = _enter(_code())
    second = _enter(_code(after=1), "+62 812-3456-7890", after=2)
    assert first.is_new
    assert not second.is_new
    assert first.account_id == second.account_id
    assert Account.objects.get().language == "en"


@pytest.mark.django_db
def test_a_code_opens_once() -> None:
    code = _code()
    _enter(code)
    with pytest.raises(rules.CodeWrong):
        _enter(code)


@pytest.mark.django_db
def test_a_code_lives_ten_minutes_to_the_second() -> None:
    code = _code()
    with pytest.raises(rules.CodeWrong):
        _enter(code, after=600)
    assert _enter(code, after=599).is_new


@pytest.mark.django_db
def test_the_sixth_try_is_refused_even_with_the_right_code() -> None:
    code = _code()
    for _ in range(rules.CODE_TRIES):
        with pytest.raises(rules.CodeWrong):
            _enter(_other(code))
    with pytest.raises(rules.CodeWrong):
        _enter(code)
    assert not Account.objects.exists()


@pytest.mark.django_db
def test_the_fifth_try_may_still_be_right() -> None:
    code = _code()
    for _ in range(rules.CODE_TRIES - 1):
        with pytest.raises(rules.CodeWrong):
            _enter(_other(code))
    assert _enter(code).is_new


@pytest.mark.django_db
def test_only_the_newest_code_counts() -> None:
    old, new = _code(), _code(after=1)
    if old != new:
        with pytest.raises(rules.CodeWrong):
            _enter(old, after=2)
    assert _enter(new, after=2).is_new


@pytest.mark.django_db
def test_a_code_opens_nobody_else_s_phone() -> None:
    code = _code()
    _code("0812 9999 0000")
    with pytest.raises(rules.CodeWrong):
        _enter(code if code != "000000" else "000001", "0812 9999 1111")


@pytest.mark.django_db
def test_the_sixth_code_within_a_quarter_of_an_hour_is_refused() -> None:
    for second in range(rules.CODES_A_PHONE.tries):
        _code(after=second)
    with pytest.raises(rules.TooManyTries):
        _code(after=899)
    assert len(_code(after=900)) == 6


@pytest.mark.django_db
def test_signing_in_empties_the_count_of_codes() -> None:
    for second in range(rules.CODES_A_PHONE.tries - 1):
        _code(after=second)
    _enter(_code(after=10), after=11)
    assert len(_code(after=12)) == 6


@pytest.mark.django_db
def test_a_blocked_account_gets_the_answer_of_a_wrong_code() -> None:
    _enter(_code())
    Account.objects.update(is_active=False)
    with pytest.raises(rules.CodeWrong):
        _enter(_code(after=1), after=2)


@pytest.mark.django_db
def test_phone_and_code_stand_nowhere_in_the_clear() -> None:
    code = _code()
    signed_in = _enter(code)
    account = Account.objects.get()
    tables = [repr(list(model.objects.values())) for model in (Account, OneTimeCode, Attempt, LedgerLine)]
    assert "81234567890" not in "".join(tables)
    assert code.encode() not in bytes(OneTimeCode.objects.get().code_hash)
    assert account.phone_sealed is not None
    assert b"81234567890" not in bytes(account.phone_sealed)
    found = addressee(signed_in.account_id)
    assert found is not None
    assert found.phone == E164


@pytest.mark.django_db
def test_a_phone_sealed_for_one_account_does_not_open_in_another() -> None:
    _enter(_code())
    sealed = bytes(Account.objects.get().phone_sealed or b"")
    with pytest.raises(SealBroken):
        keyring().unseal(sealed, table="account", column="phone", row=Account.objects.get().pk + 1)


@pytest.mark.django_db
def test_every_step_of_signing_in_writes_a_ledger_line_without_personal_data() -> None:
    account_id = _with_password()
    _by_password(PASSWORD)
    lines = list(LedgerLine.objects.order_by("id").values_list("fact", "subject_id"))
    assert [fact for fact, _ in lines] == [
        "people.code_requested",
        "people.account_opened",
        "people.password_set",
        "people.signed_in",
    ]
    assert {subject for _, subject in lines[1:]} == {str(account_id)}


@pytest.mark.django_db
def test_signs_in_by_phone_and_password() -> None:
    account_id = _with_password()
    assert _by_password(PASSWORD, "+6281234567890").account_id == account_id


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every password that is hashed while the test runs."""
    seen: list[str] = []
    slow: Callable[..., str] = ScryptPasswordHasher.encode

    def counted(self: Any, password: str, *args: Any, **kwargs: Any) -> str:
        seen.append(password)
        return slow(self, password, *args, **kwargs)

    monkeypatch.setattr(ScryptPasswordHasher, "encode", counted)
    return seen


@pytest.mark.django_db
def test_wrong_password_unknown_phone_and_no_password_answer_and_cost_the_same(hashes: list[str]) -> None:
    _with_password()
    _enter(_code("0812 7777 7777"), "0812 7777 7777")
    answers = set()
    for phone in (PHONE, "0812 8888 8888", "0812 7777 7777"):
        hashes.clear()
        with pytest.raises(rules.SignInWrong) as refused:
            _by_password("bukan kata sandinya", phone)
        answers.add((refused.value.code, refused.value.status, str(refused.value), len(hashes)))
    assert len(answers) == 1
    assert answers.pop()[3] == 1


@pytest.mark.django_db
def test_the_eleventh_wrong_password_is_not_even_looked_at(hashes: list[str]) -> None:
    for _ in range(rules.PASSWORDS_A_LOGIN.tries):
        with pytest.raises(rules.SignInWrong):
            _by_password("salah salah salah")
    hashes.clear()
    with pytest.raises(rules.TooManyTries):
        _by_password("salah salah salah")
    assert hashes == []


@pytest.mark.django_db
def test_a_right_password_empties_the_count_of_wrong_ones() -> None:
    _with_password()
    for _ in range(2):
        with pytest.raises(rules.SignInWrong):
            _by_password("salah salah salah")
    _by_password(PASSWORD)
    # What is left is the count of the asker's address.
    assert Attempt.objects.filter(count__gt=1).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("password", ["", "pendek", "password123", "1234567890", "a" * 129])
def test_refuses_a_weak_password(password: str) -> None:
    account_id = _enter(_code()).account_id
    with pytest.raises(rules.PasswordWeak):
        actions.set_password(account_id=account_id, password=password, by=ANYBODY, now=MORNING)
    assert not Account.objects.get().has_usable_password()


@pytest.mark.django_db
def test_spent_codes_are_forgotten_a_day_later() -> None:
    _enter(_code())
    actions.forget_expired(by=ANYBODY, now=MORNING + timedelta(hours=25))
    assert not OneTimeCode.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_one_code_entered_on_ten_connections_at_once_opens_once() -> None:
    code, together = _code(), Barrier(10)

    def enter(_number: int) -> bool:
        try:
            together.wait()
            return bool(_enter(code))
        except rules.CodeWrong:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        assert list(pool.map(enter, range(10))).count(True) == 1
    assert Account.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_fifty_guesses_on_ten_connections_get_five_looks_at_the_code(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[bool] = []
    monkeypatch.setattr("hmac.compare_digest", lambda kept, typed: looks.append(kept == typed) or kept == typed)
    code, together = _code(), Barrier(10)
    wrong = _other(code)

    def guess(_number: int) -> None:
        try:
            together.wait()
            for _ in range(5):
                with pytest.raises(rules.CodeWrong):
                    _enter(wrong)
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(guess, range(10)))
    assert looks == [False] * rules.CODE_TRIES
