"""What is asked of officers: who works here, who may manage whom, deputies, moves, second factors."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.db.models import Exists, OuterRef, Q, QuerySet

from loket.foundation.people.authenticators import SealedAuthenticators
from loket.foundation.people.models import Account, Deputy, Staff, StaffMove
from loket.foundation.people.rules import Role
from loket.foundation.people.rules_staff import Purpose, StaffState, Standing, may_manage, state_of

#: More officers than this are no office's; the list has a bound.
MOST_OFFICERS = 300


@dataclass(frozen=True, slots=True)
class OfficerRow:
    """An officer in the list of those who manage them. `deputy_until`: acts as Plh now."""

    staff_id: int
    name: str
    login: str
    role: Role
    office_id: int | None
    office: str
    state: StaffState
    has_factor: bool
    has_pin: bool
    deputy_until: datetime | None


@dataclass(frozen=True, slots=True)
class MoveRow:
    """A move that is not done: who, from where, where to, from which day, agreed or not."""

    move_id: int
    staff_id: int
    name: str
    from_office: str
    to_office: str
    to_office_id: int
    moves_on: date
    agreed: bool


@dataclass(frozen=True, slots=True)
class TermRow:
    """A deputy's term that is not over: half-open, in UTC."""

    term_id: int
    staff_id: int
    name: str
    office_id: int
    office: str
    starts_at: datetime
    ends_at: datetime
    is_now: bool


@dataclass(frozen=True, slots=True)
class Credential:
    """A passkey or security key of an account."""

    id: int
    name: str
    purpose: Purpose
    created_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Factors:
    """The second factors of an account."""

    has_app: bool
    keys: tuple[Credential, ...]
    codes_left: int

    @property
    def any(self) -> bool:
        """Whether the account can pass a second factor; recovery codes alone are none."""
        return self.has_app or bool(self.keys)


def officer_of(account_id: int, *, now: datetime) -> Staff | None:
    """The officer of an account, with office and region; `acts_as_head` says whether a deputy's term runs now."""
    return _with_terms(now).filter(account_id=account_id).first()


def acts_as_head(officer: Staff) -> bool:
    """Whether an officer from `officer_of` is deputy of the head of the own office at that moment."""
    return bool(getattr(officer, "acting", False))


def heads_office(officer: Staff) -> bool:
    """Whether an officer is head of the own office, or its deputy now."""
    return officer.role == Role.HEAD or acts_as_head(officer)


def standing_of(officer: Staff) -> Standing:
    """An officer from `officer_of` as the rules see them."""
    region_id = officer.office.region_id if officer.office else officer.region_id
    acting = acts_as_head(officer)
    return Standing(
        officer.pk, Role(officer.role), officer.office_id, region_id, heads=heads_office(officer), acting=acting
    )


def managed_by(manager: Staff, *, now: datetime) -> Sequence[OfficerRow]:
    """The officers that `manager` (from `officer_of`) answers for, by office, role and name; not the own row."""
    found = _with_terms(now).exclude(pk=manager.pk).select_related("account")
    if manager.role == Role.REGION:
        found = found.filter(role=Role.HEAD, office__region_id=manager.region_id or 0)
    elif heads_office(manager):
        found = found.filter(office_id=manager.office_id or 0).exclude(role__in=(Role.HEAD, Role.REGION))
    else:
        return []
    rows = list(found.order_by("office__name", "name", "id")[:MOST_OFFICERS])
    return _rows(rows, now)


def officer_managed(manager: Staff, staff_id: int, *, now: datetime) -> OfficerRow | None:
    """One officer of `managed_by`, or None: not there, or another's."""
    target = _with_terms(now).select_related("account").filter(pk=staff_id).first()
    if target is None or not may_manage(standing_of(manager), standing_of(target)):
        return None
    return _rows([target], now)[0]


def moves_of(manager: Staff) -> Sequence[MoveRow]:
    """Moves that are not done, away from or towards what `manager` answers for; the nearest day first."""
    open_moves = StaffMove.objects.filter(done_at=None, dropped_at=None)
    if manager.role == Role.REGION:
        region = manager.region_id or 0
        open_moves = open_moves.filter(Q(from_office__region_id=region) | Q(to_office__region_id=region))
        open_moves = open_moves.filter(staff__role=Role.HEAD)
    else:
        office = manager.office_id or 0
        open_moves = open_moves.filter(Q(from_office_id=office) | Q(to_office_id=office)).exclude(staff__role=Role.HEAD)
    found = open_moves.select_related("staff", "from_office", "to_office").order_by("moves_on", "id")[:MOST_OFFICERS]
    return [
        MoveRow(
            m.pk, m.staff_id, m.staff.name, m.from_office.name, m.to_office.name, m.to_office_id, m.moves_on,
            m.agreed_at is not None,
        )
        for m in found
    ]  # fmt: skip


def terms_of(manager: Staff, *, now: datetime) -> Sequence[TermRow]:
    """Deputies' terms that are not over at the manager's office or in his region, the earliest first."""
    terms = Deputy.objects.filter(revoked_at=None, ends_at__gt=now)
    if manager.role == Role.REGION:
        terms = terms.filter(office__region_id=manager.region_id or 0)
    else:
        terms = terms.filter(office_id=manager.office_id or 0)
    found = terms.select_related("staff", "office").order_by("starts_at", "id")[:MOST_OFFICERS]
    return [
        TermRow(
            t.pk, t.staff_id, t.staff.name, t.office_id, t.office.name, t.starts_at, t.ends_at, t.starts_at <= now
        )
        for t in found
    ]  # fmt: skip


def could_deputise(office_ids: Collection[int]) -> Sequence[tuple[int, str, str]]:
    """Officers of these offices who may be named Plh: at work, below the head; id, name and office."""
    rows = Staff.objects.filter(office_id__in=office_ids, account__is_active=True, first_password_until=None)
    rows = rows.exclude(role__in=(Role.HEAD, Role.REGION)).select_related("office")
    found = rows.order_by("office__name", "name", "id")[:MOST_OFFICERS]
    return [(row.pk, row.name, row.office.name if row.office else "") for row in found]


def factors_of(account_id: int) -> Factors:
    """The second factors of an officer's account."""
    kept = list(Authenticator.objects.filter(user_id=account_id).order_by("id"))
    kinds = {row.type: row for row in kept}
    codes = kinds.get(Authenticator.Type.RECOVERY_CODES)
    return Factors(
        has_app=Authenticator.Type.TOTP in kinds,
        keys=tuple(c for c in map(_credential, kept) if c and c.purpose is Purpose.SECOND_FACTOR),
        codes_left=len(RecoveryCodes(codes).get_unused_codes()) if codes else 0,
    )


def app_address(officer: Staff, secret: str) -> str:
    """The otpauth address that an officer's app reads as a QR code."""
    account = Account.objects.get(pk=officer.account_id)
    return str(SealedAuthenticators().build_totp_url(account, secret))


def new_app_secret() -> str:
    """160 random bits in base 32 (RFC 4226, 4)."""
    return str(generate_totp_secret())


def passkeys_of(account_id: int) -> Sequence[Credential]:
    """The passkeys by which a citizen signs in, in the order in which they were added."""
    rows = Authenticator.objects.filter(user_id=account_id, type=Authenticator.Type.WEBAUTHN).order_by("id")
    return [c for c in map(_credential, rows) if c and c.purpose is Purpose.SIGN_IN]


def _credential(row: Authenticator) -> Credential | None:
    if row.type != Authenticator.Type.WEBAUTHN:
        return None
    return Credential(
        row.pk, row.data["name"], Purpose(row.data["purpose"]), row.created_at, row.last_used_at
    )  # fmt: skip


def _with_terms(now: datetime) -> QuerySet[Staff]:
    running = Deputy.objects.filter(
        staff=OuterRef("pk"), office=OuterRef("office"), revoked_at=None, starts_at__lte=now, ends_at__gt=now
    )
    return Staff.objects.select_related("office", "region").annotate(acting=Exists(running))


def _rows(officers: list[Staff], now: datetime) -> list[OfficerRow]:
    """The rows with second factors and running terms: two more queries for the whole list."""
    accounts = {officer.account_id for officer in officers}
    strong = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    guarded = set(Authenticator.objects.filter(user_id__in=accounts, type__in=strong).values_list("user_id", flat=True))
    ends = dict(
        Deputy.objects.filter(
            staff__in=[o.pk for o in officers if acts_as_head(o)], revoked_at=None, starts_at__lte=now, ends_at__gt=now
        ).values_list("staff_id", "ends_at")
    )
    return [_row(officer, officer.account_id in guarded, ends.get(officer.pk)) for officer in officers]


def _row(officer: Staff, guarded: bool, until: datetime | None) -> OfficerRow:  # noqa: FBT001 (a row's column)
    account: Account = officer.account
    return OfficerRow(
        officer.pk,
        officer.name,
        account.login,
        Role(officer.role),
        officer.office_id,
        officer.office.name if officer.office else "",
        state_of(is_active=account.is_active, has_first_password=officer.first_password_until is not None),
        guarded,
        bool(officer.pin_hash),
        until,
    )
