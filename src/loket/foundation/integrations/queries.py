"""What is asked of integrations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from loket.foundation.integrations.models import ApiToken
from loket.foundation.integrations.rules import Grant
from loket.foundation.offices.models import Office, Region
from loket.kit.crypto import keyring

#: Lists of tokens have a bound; the oldest that ended long ago fall out first.
MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class TokenCard:
    """A token in a list, without anything that would let anybody in. `place`: its office or region, by name."""

    id: int
    name: str
    prefix: str
    scopes: tuple[str, ...]
    place: str
    made_at: datetime
    expires_at: datetime
    last_used_on: date | None
    revoked_at: datetime | None

    def in_force(self, now: datetime) -> bool:
        """Whether it lets its bearer in at `now`."""
        return self.revoked_at is None and now < self.expires_at


def index_of_token(text: str) -> bytes:
    """What of a token is kept: a keyed hash of 32 bytes."""
    return keyring().blind_index("api-token", text)


def reaches(grant: Grant, office_id: int) -> bool:
    """Whether a token holds at an office: its own, or one of its region."""
    if grant.office_id is not None:
        return grant.office_id == office_id
    return Office.objects.filter(pk=office_id, region_id=grant.region_id or 0).exists()


def region_named(name: str) -> int | None:
    """The region of this name, None without one."""
    return Region.objects.filter(name=name).values_list("id", flat=True).first()


def tokens_in_force(*, office_id: int | None = None, region_id: int | None = None, now: datetime) -> int:
    """How many tokens of an office, or of a region, let somebody in at `now`."""
    where = {"office_id": office_id} if office_id is not None else {"region_id": region_id or 0}
    return ApiToken.objects.filter(**where, revoked_at=None, expires_at__gt=now).count()


def tokens_of(office_id: int) -> Sequence[TokenCard]:
    """The tokens of an office, the newest first."""
    return _cards(office_id=office_id)


def all_tokens() -> Sequence[TokenCard]:
    """The newest tokens of the installation: for its operator."""
    return _cards()


def _cards(**where: int) -> list[TokenCard]:
    rows = ApiToken.objects.filter(**where).select_related("office", "region").order_by("-made_at", "-id")
    return [_card(row) for row in rows[:MOST_SHOWN]]


def _card(row: ApiToken) -> TokenCard:
    place = row.office or row.region
    return TokenCard(
        id=row.pk,
        name=row.name,
        prefix=row.prefix,
        scopes=tuple(row.scopes),
        place=place.name if place else "",
        made_at=row.made_at,
        expires_at=row.expires_at,
        last_used_on=row.last_used_on,
        revoked_at=row.revoked_at,
    )
