"""What integrations does: makes tokens, revokes them, lets their bearers in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from loket.foundation.audit.actions import record
from loket.foundation.integrations import rules
from loket.foundation.integrations.models import ApiToken
from loket.foundation.integrations.queries import index_of_token, tokens_in_force
from loket.foundation.people.actions import note_attempt
from loket.kit.actor import Actor
from loket.kit.clock import office_day
from loket.kit.transaction import in_transaction

#: Days of use are counted in one zone: a token may serve a region with several.
ZONE = "Asia/Jakarta"


@dataclass(frozen=True, slots=True)
class MadeToken:
    """A new token; `text` is shown once and kept nowhere."""

    id: int
    text: str


def make_token(
    *,
    name: str,
    scopes: Iterable[str],
    days: int,
    office_id: int | None = None,
    region_id: int | None = None,
    by: Actor,
    now: datetime,
) -> MadeToken:
    """Makes a token for one office or one region, good for `days` days.

    Raises NotATokenName, NoScopes, NotALifetime, TooManyTokens.
    """
    name, wanted, ends = rules.name_of_token(name), rules.scopes_of(scopes), rules.end_of_life(days, now)
    text = rules.new_token()
    with in_transaction():
        if tokens_in_force(office_id=office_id, region_id=region_id, now=now) >= rules.MOST_IN_FORCE:
            raise rules.TooManyTokens(most=rules.MOST_IN_FORCE)
        token = ApiToken.objects.create(
            name=name, prefix=rules.prefix_of(text), secret_index=index_of_token(text), scopes=wanted,
            office_id=office_id, region_id=region_id, made_at=now, expires_at=ends,
        )  # fmt: skip
        detail = {"scopes": " ".join(wanted), "days": days}
        record(
            "integrations.token_made", subject=("token", token.pk), detail=detail, office_id=office_id, by=by, now=now
        )
    return MadeToken(token.pk, text)


def revoke_token(*, token_id: int, office_id: int | None = None, by: Actor, now: datetime) -> None:
    """Ends a token at once; twice is once. With `office_id` only that office's own. Raises TokenUnknown."""
    own = {"office_id": office_id} if office_id is not None else {}
    with in_transaction():
        token = ApiToken.objects.select_for_update().filter(pk=token_id, **own).first()
        if token is None:
            raise rules.TokenUnknown
        if token.revoked_at is None:
            token.revoked_at = now
            token.save(update_fields=["revoked_at"])
            record("integrations.token_revoked", subject=("token", token.pk), office_id=token.office_id, by=by, now=now)


def use_token(*, text: str, needed: rules.Scope, now: datetime) -> rules.Grant:
    """Lets the bearer of a token in, and notes the day of its last use.

    Counts the call. Raises TokenUnknown, TooManyTries (600 calls in a minute), ScopeMissing.
    """
    token = ApiToken.objects.filter(secret_index=index_of_token(text)).first() if rules.looks_like_token(text) else None
    if token is None or token.revoked_at is not None or token.expires_at <= now:
        raise rules.TokenUnknown
    note_attempt(bucket_parts=("api-token", token.pk), limit=rules.CALLS, window=rules.WITHIN, now=now)
    scopes = frozenset(rules.Scope(scope) for scope in token.scopes)
    rules.check_scope(scopes, needed)
    today = office_day(now, ZONE)
    if token.last_used_on != today:
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=today)
    return rules.Grant(token.pk, token.office_id, token.region_id, scopes)
