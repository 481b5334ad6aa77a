"""Passkeys: added by their owner, named, removed; they sign citizens in, and only what was made for it does."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.authenticator import Authenticator
from tests.factories import people
from tests.factories.offices import MORNING, furnished_office

from loket.foundation.audit.models import LedgerLine
from loket.foundation.people import actions, queries_passkeys, rules_staff
from loket.foundation.people.models import Account
from loket.foundation.people.queries_staff import passkeys_of
from loket.foundation.people.rules import Role
from loket.foundation.people.rules_staff import Purpose
from loket.kit.actor import Actor, ActorKind

pytestmark = pytest.mark.django_db
HOST = "localhost"
ANYBODY = Actor(ActorKind.CITIZEN)


@pytest.fixture
def account() -> Account:
    return people.a_citizen_account(now=MORNING)


def add(account: Account, device: Authenticator, purpose: Purpose = Purpose.SIGN_IN, name: str = "HP Siti") -> int:
    asked = queries_passkeys.begin_adding(account_id=account.pk, shown_as="0812", purpose=purpose, host=HOST)
    return actions.add_passkey(
        account_id=account.pk, purpose=purpose, name=name, answer=device.create(asked.options), state=asked.state,
        host=HOST, by=people.as_actor(account), now=MORNING,
    )  # fmt: skip


def sign_in(device: Authenticator, host: str = HOST, **changed: Any) -> actions.SignedIn:
    asked = queries_passkeys.begin_signing_in(host=host)
    return use(device.get(asked.options, **changed), asked.state, host)


def use(answer: str, state: dict[str, Any], host: str = HOST) -> actions.SignedIn:
    return actions.sign_in_with_passkey(
        answer=answer, state=state, host=host, client="10.0.0.1", by=ANYBODY, now=MORNING
    )


def test_a_passkey_signs_its_owner_in(account: Account) -> None:
    device = Authenticator()
    add(account, device)
    assert sign_in(device).account_id == account.pk
    line = LedgerLine.objects.get(fact="people.signed_in")
    assert (line.actor_id, line.detail) == (account.pk, {"by": "passkey"})
    assert passkeys_of(account.pk)[0].last_used_at == MORNING


def test_a_second_factor_never_signs_in_without_the_password(account: Account) -> None:
    """django-allauth issue 4224: the device says that it is discoverable and verifies, and still it may not."""
    device = Authenticator()
    add(account, device, Purpose.SECOND_FACTOR)
    with pytest.raises(rules_staff.KeyRefused):
        sign_in(device)
    assert not LedgerLine.objects.filter(fact="people.signed_in").exists()


def test_an_officer_never_signs_in_by_a_passkey_alone() -> None:
    officer = people.an_officer(Role.COUNTER, furnished_office().office, now=MORNING)
    device = Authenticator()
    add(officer.account, device, Purpose.SIGN_IN)
    with pytest.raises(rules_staff.KeyRefused):
        sign_in(device)


def test_the_state_of_a_second_factor_does_not_open_the_other_door(account: Account) -> None:
    device = Authenticator()
    add(account, device)
    asked = queries_passkeys.begin_second_factor(account_id=account.pk, host=HOST)
    with pytest.raises(rules_staff.KeyRefused):
        use(device.get(asked.options), asked.state)


def test_a_person_who_is_not_verified_does_not_sign_in(account: Account) -> None:
    device = Authenticator()
    add(account, device)
    device.verifies = False
    with pytest.raises(rules_staff.KeyRefused):
        sign_in(device)


def test_an_answer_counts_for_its_own_challenge_and_host_only(account: Account) -> None:
    device = Authenticator()
    add(account, device)
    asked, later = (queries_passkeys.begin_signing_in(host=HOST) for _ in range(2))
    answer = device.get(asked.options)
    with pytest.raises(rules_staff.KeyRefused):
        use(answer, later.state)
    with pytest.raises(rules_staff.KeyRefused):
        use(answer, asked.state, "example.org")
    device.origin = "https://localhost.example"
    with pytest.raises(rules_staff.KeyRefused):
        sign_in(device)


def test_nobody_signs_in_as_somebody_else(account: Account) -> None:
    other, device = people.a_citizen_account(now=MORNING), Authenticator()
    add(account, device)
    handle = Authenticator()
    add(other, handle)
    device.handle = handle.handle
    with pytest.raises(rules_staff.KeyRefused):
        sign_in(device)


def test_a_suspended_account_s_passkey_is_refused(account: Account) -> None:
    device = Authenticator()
    add(account, device)
    Account.objects.update(is_active=False)
    with pytest.raises(rules_staff.KeyRefused):
        sign_in(device)


def test_whatever_is_sent_is_refused_and_no_fault(account: Account) -> None:
    asked = queries_passkeys.begin_signing_in(host=HOST)
    begun = queries_passkeys.begin_adding(account_id=account.pk, shown_as="x", purpose=Purpose.SIGN_IN, host=HOST)
    for answer in (
        "", "{", "[]", "null", "{}", '{"response": []}', '{"id": 1, "response": {"userHandle": "aaaa"}}', "[" * 9000,
        json.dumps({"response": {"userHandle": "\u0000"}}), "x" * 20_000,
    ):  # fmt: skip
        with pytest.raises(rules_staff.KeyRefused):
            use(answer, asked.state)
        with pytest.raises(rules_staff.KeyRefused):
            actions.add_passkey(
                account_id=account.pk, purpose=Purpose.SIGN_IN, name="HP", answer=answer, state=begun.state, host=HOST,
                by=ANYBODY, now=MORNING,
            )  # fmt: skip


def test_a_removed_passkey_is_out_and_sessions_end(account: Account) -> None:
    device = Authenticator()
    key = add(account, device)
    before = account.get_session_auth_hash()
    actions.remove_passkey(account_id=account.pk, passkey_id=key, by=people.as_actor(account), now=MORNING)
    account.refresh_from_db()
    assert account.get_session_auth_hash() != before
    with pytest.raises(rules_staff.KeyRefused):
        sign_in(device)


def test_only_the_owner_names_and_removes(account: Account) -> None:
    key = add(account, Authenticator())
    other = people.a_citizen_account(now=MORNING)
    with pytest.raises(rules_staff.KeyRefused):
        actions.name_passkey(account_id=other.pk, passkey_id=key, name="x", by=ANYBODY, now=MORNING)
    with pytest.raises(rules_staff.KeyRefused):
        actions.remove_passkey(account_id=other.pk, passkey_id=key, by=ANYBODY, now=MORNING)
    actions.name_passkey(account_id=account.pk, passkey_id=key, name="  Laptop ", by=ANYBODY, now=MORNING)
    assert [k.name for k in passkeys_of(account.pk)] == ["Laptop"]


def test_a_passkey_s_name_is_short_and_readable(account: Account) -> None:
    for name in ("", " \u202e ", "x" * 41, "x" * 10_000):
        with pytest.raises(rules_staff.NotAKeyName):
            add(account, Authenticator(), name=name)


def test_an_account_keeps_ten_passkeys(account: Account) -> None:
    for _ in range(rules_staff.MOST_KEYS):
        add(account, Authenticator())
    with pytest.raises(rules_staff.TooManyKeys):
        add(account, Authenticator())
