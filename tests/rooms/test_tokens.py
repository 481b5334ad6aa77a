"""Tokens of programs: shown once, kept as a hash, ended at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError
from tests.factories.integrations import a_token
from tests.factories.offices import MORNING, bare_office
from tests.factories.people import a_regional_officer, an_officer, as_actor

from loket.foundation.audit.models import LedgerLine
from loket.foundation.integrations import rules
from loket.foundation.integrations.actions import make_token, revoke_token, use_token
from loket.foundation.integrations.models import ApiToken
from loket.foundation.integrations.queries import all_tokens, tokens_of
from loket.foundation.integrations.rules import Scope
from loket.foundation.people.rules import Role, TooManyTries
from loket.kit.actor import SYSTEM

pytestmark = pytest.mark.django_db


def test_lets_its_bearer_in_and_notes_the_day() -> None:
    office = bare_office()
    token = a_token(office, scopes=[Scope.BOOKINGS_READ], now=MORNING)
    grant = use_token(text=token.text, needed=Scope.BOOKINGS_READ, now=MORNING)
    assert (grant.token_id, grant.office_id, grant.region_id) == (token.id, office.pk, None)
    (card,) = tokens_of(office.pk)
    assert card.last_used_on == MORNING.date()
    assert card.in_force(MORNING)


def test_keeps_neither_the_token_nor_enough_to_guess_it() -> None:
    token = a_token(bare_office(), now=MORNING)
    row = ApiToken.objects.values_list().get()
    assert token.text not in str(row)
    assert token.text[len(rules.prefix_of(token.text)) + 1 :] not in str(row)
    assert str(LedgerLine.objects.values_list("detail").get()).count("loket_") == 0


def test_may_do_only_what_it_was_made_for() -> None:
    token = a_token(bare_office(), scopes=[Scope.STATISTICS_READ], now=MORNING)
    with pytest.raises(rules.ScopeMissing):
        use_token(text=token.text, needed=Scope.BOOKINGS_WRITE, now=MORNING)


def test_ends_on_its_day_to_the_second() -> None:
    token = a_token(bare_office(), days=1, now=MORNING)
    end = MORNING + timedelta(days=1)
    use_token(text=token.text, needed=Scope.BOOKINGS_READ, now=end - timedelta(seconds=1))
    with pytest.raises(rules.TokenUnknown):
        use_token(text=token.text, needed=Scope.BOOKINGS_READ, now=end)


def test_ends_at_once_when_it_is_revoked_and_once_in_the_ledger() -> None:
    office = bare_office()
    token = a_token(office, now=MORNING)
    head = as_actor(an_officer(Role.HEAD, office, now=MORNING))
    for _ in range(2):
        revoke_token(token_id=token.id, office_id=office.pk, by=head, now=MORNING)
    with pytest.raises(rules.TokenUnknown):
        use_token(text=token.text, needed=Scope.BOOKINGS_READ, now=MORNING)
    facts = [line.fact for line in LedgerLine.objects.order_by("id")]
    assert facts == ["integrations.token_made", "integrations.token_revoked"]
    assert LedgerLine.objects.last().actor_id == head.id  # type: ignore[union-attr]


def test_a_head_revokes_only_the_own_office_s() -> None:
    token = a_token(bare_office(), now=MORNING)
    other = bare_office("SBY", name="Surabaya")
    with pytest.raises(rules.TokenUnknown):
        revoke_token(token_id=token.id, office_id=other.pk, by=SYSTEM, now=MORNING)
    assert not tokens_of(other.pk)
    assert all_tokens()[0].revoked_at is None


@pytest.mark.parametrize("text", ["", "loket_", "x" * 10_000, "loket_00000000_" + "a" * 43, "\x00", "loket_é"])
def test_an_unknown_text_is_refused(text: str) -> None:
    with pytest.raises(rules.TokenUnknown):
        use_token(text=text, needed=Scope.BOOKINGS_READ, now=MORNING)


def test_a_program_in_a_circle_is_stopped_and_may_go_on_a_minute_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "CALLS", 3)
    office = bare_office()
    token, other = a_token(office, now=MORNING), a_token(office, now=MORNING)
    for _ in range(3):
        use_token(text=token.text, needed=Scope.BOOKINGS_READ, now=MORNING)
    with pytest.raises(TooManyTries):
        use_token(text=token.text, needed=Scope.BOOKINGS_READ, now=MORNING)
    use_token(text=other.text, needed=Scope.BOOKINGS_READ, now=MORNING)
    use_token(text=token.text, needed=Scope.BOOKINGS_READ, now=MORNING + rules.WITHIN)


def test_an_office_has_at_most_twenty_in_force(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST_IN_FORCE", 2)
    office = bare_office()
    first = a_token(office, now=MORNING)
    a_token(office, now=MORNING)
    with pytest.raises(rules.TooManyTokens, match="2"):
        a_token(office, now=MORNING)
    revoke_token(token_id=first.id, by=SYSTEM, now=MORNING)
    a_token(office, now=MORNING)


def test_belongs_to_one_office_or_one_region() -> None:
    office = bare_office()
    region = a_regional_officer(office.region, now=MORNING).region
    assert region
    grant = use_token(text=a_token(region, now=MORNING).text, needed=Scope.STATISTICS_READ, now=MORNING)
    assert (grant.office_id, grant.region_id) == (None, region.pk)
    with pytest.raises(IntegrityError, match="apitoken_one_place"):
        make_token(name="Papan", scopes=[*Scope], days=1, by=SYSTEM, now=MORNING)
