"""What is asked of people."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from loket.foundation.people.models import Account, Kin, Notice, Person, Proof, Staff
from loket.foundation.people.persons import ProofLevel, Relation
from loket.kit.crypto import keyring

PHONE = "phone"
EMAIL = "email"
#: More officers than this don't share one office's machines; lists have a bound.
MOST_COLLEAGUES = 200


@dataclass(frozen=True, slots=True)
class Colleague:
    """An officer of an office who can take over a shared machine: has a PIN, may sign in."""

    staff_id: int
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Addressee:
    """Where an account's messages go: phone (E.164) and language; e-mail where one is confirmed, else empty."""

    phone: str
    language: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """The e-mail address that an account gave; messages go there only once it is confirmed."""

    address: str
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class KinCard:
    """Someone of a household as its owner wrote them. `key`: the identity in the clear, for the owner's own pages."""

    id: UUID
    person_id: UUID
    name: str
    born: date
    relation: Relation
    nationality: str
    key: str
    guardian: UUID | None


@dataclass(frozen=True, slots=True)
class NoticeText:
    """One version of what people are told about their data."""

    version: int
    valid_from: datetime
    text_id: str
    text_en: str


def index_of_phone(number: str) -> bytes:
    """The blind index of an E.164 number: 32 bytes."""
    return keyring().blind_index(PHONE, number)


def login_of_phone(number: str) -> str:
    """The `login` of the account that an E.164 number opens."""
    return f"p:{index_of_phone(number).hex()}"


def account_of_phone(number: str) -> int | None:
    """The id of the account that an E.164 number opens. For officers at the help desk; never told to the asker."""
    found = Account.objects.filter(login=login_of_phone(number), is_active=True)
    return found.values_list("pk", flat=True).first()


def peppered_pin(account_id: int, pin: str) -> str:
    """What of a PIN is hashed. A million PINs are few: without the installation's key a stolen table tells nothing."""
    return keyring().blind_index("pin", f"{account_id}\n{pin}").hex()


def addressee(account_id: int) -> Addressee | None:
    """Where an account's messages go, None for staff and for accounts that may not sign in any more."""
    return addressees([account_id]).get(account_id)


def addressees(account_ids: Collection[int]) -> dict[int, Addressee]:
    """`addressee` of many accounts; those that have none are left out. One query."""
    rows = Account.objects.filter(pk__in=set(account_ids), is_active=True, phone_sealed__isnull=False)
    return {row.pk: _addressee(row) for row in rows}


def _addressee(account: Account) -> Addressee:
    assert account.phone_sealed is not None
    phone = keyring().unseal(bytes(account.phone_sealed), table="account", column=PHONE, row=account.pk)
    mailbox = mailbox_of(account)
    return Addressee(phone, account.language, mailbox.address if mailbox and mailbox.is_confirmed else "")


def mailbox_of(account: Account) -> Mailbox | None:
    """The account's e-mail address, None when it gave none: nobody has to."""
    if account.email_sealed is None:
        return None
    address = keyring().unseal(bytes(account.email_sealed), table="account", column=EMAIL, row=account.pk)
    return Mailbox(address, account.email_confirmed_at is not None)


def colleagues(office_id: int | None) -> Sequence[Colleague]:
    """The officers of an office who have a PIN, by name."""
    if office_id is None:
        return []
    rows = Staff.objects.filter(office_id=office_id, account__is_active=True)
    rows = rows.exclude(pin_hash="").order_by("name", "id")[:MOST_COLLEAGUES]
    return [Colleague(row.pk, row.name, row.role) for row in rows]


def is_staff(account_id: int) -> bool:
    """Whether this account is a staff member's."""
    return Staff.objects.filter(account_id=account_id).exists()


def demo_accounts_exist() -> bool:
    """Whether accounts stand here whose passwords everybody knows; `loket serve` refuses them outside the demo."""
    return Account.objects.filter(is_demo=True, is_active=True).exists()


def household(account_id: int) -> list[KinCard]:
    """The people whom an account books for, in the order in which they were added; one query."""
    rows = Kin.objects.filter(account_id=account_id).select_related("person").order_by("place")
    return [_kin_card(kin) for kin in rows]


def kin_of(account_id: int, kin_id: UUID) -> KinCard | None:
    """One person of this account's household, None for another's."""
    kin = Kin.objects.filter(account_id=account_id, pk=kin_id).select_related("person").first()
    return _kin_card(kin) if kin else None


def proof_of(account_id: int, persons: Iterable[UUID]) -> dict[UUID, ProofLevel]:
    """What an account has proved of these persons; who is not named was typed only."""
    rows = Proof.objects.filter(account_id=account_id, person_id__in=list(persons))
    return {row.person_id: ProofLevel(row.level) for row in rows}


def identity_key_of(person_id: UUID) -> str:
    """The identity of a person in the clear, as people.rules.Identity.key. For comparisons inside actions only."""
    sealed = Person.objects.values_list("identity_sealed", flat=True).get(pk=person_id)
    return keyring().unseal(bytes(sealed), table="person", column="identity", row=person_id)


def notice_in_force(now: datetime) -> NoticeText:
    """The text that is told at `now`: the latest whose day has come. Raises Notice.DoesNotExist before the first."""
    row = Notice.objects.filter(valid_from__lte=now).order_by("-valid_from", "-version")[:1].get()
    return _notice(row)


def notices(*, limit: int = 50) -> list[NoticeText]:
    """All versions, the latest first."""
    return [_notice(row) for row in Notice.objects.order_by("-version")[:limit]]


def _notice(row: Notice) -> NoticeText:
    return NoticeText(row.version, row.valid_from, row.text_id, row.text_en)


def _kin_card(kin: Kin) -> KinCard:
    ring = keyring()
    born = ring.unseal(bytes(kin.born_sealed), table="kin", column="born", row=kin.pk)
    person = kin.person
    return KinCard(
        id=kin.pk,
        person_id=person.pk,
        name=ring.unseal(bytes(kin.name_sealed), table="kin", column="name", row=kin.pk),
        born=date.fromisoformat(born),
        relation=Relation(kin.relation),
        nationality=person.nationality,
        key=ring.unseal(bytes(person.identity_sealed), table="person", column="identity", row=person.pk),
        guardian=kin.guardian_id,
    )
