"""Situations of people: citizens with an account, officers by role, persons who are served."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from uuid import UUID

from loket.foundation.offices.models import Office, Region
from loket.foundation.people.actions import note_person
from loket.foundation.people.models import Account, Staff
from loket.foundation.people.rules import Identity, Role, identity_of_citizen, identity_of_foreigner
from loket.kit.actor import Actor, ActorKind
from loket.kit.crypto import keyring

#: Numbers of invented people. No region of Indonesia has code 99, so that no NIK of a real person is ever met.
_SERIAL = count(1)
PIN = "482913"


def a_citizen_account(*, phone: str | None = None, language: str = "id", now: datetime) -> Account:
    """A signed-up citizen with a phone number."""
    phone = phone or f"+62812{next(_SERIAL):08d}"
    index = keyring().blind_index("phone", phone)
    account = Account(login=f"p:{index.hex()}", language=language, created_at=now)
    account.set_unusable_password()
    account.save()
    account.phone_sealed = keyring().seal(phone, table="account", column="phone", row=account.pk)
    account.save(update_fields=["phone_sealed"])
    return account


def an_officer(role: Role, office: Office, *, name: str = "Rina Petugas", now: datetime) -> Staff:
    """A staff member with this role at this office. The PIN hash is left empty."""
    account = Account(login=f"{role}-{office.code.lower()}-{next(_SERIAL)}", created_at=now)
    account.set_unusable_password()
    account.save()
    return Staff.objects.create(account=account, name=name, role=role, office=office)


def a_regional_officer(region: Region, *, now: datetime) -> Staff:
    """A staff member who looks over all offices of a region."""
    account = Account(login=f"region-{next(_SERIAL)}", created_at=now)
    account.set_unusable_password()
    account.save()
    return Staff.objects.create(account=account, name="Wira Wilayah", role=Role.REGION, region=region)


def as_actor(who: Account | Staff) -> Actor:
    """The actor that pages pass as `by` for this account or officer."""
    if isinstance(who, Staff):
        return Actor(ActorKind.STAFF, who.account_id, who.office_id)
    return Actor(ActorKind.CITIZEN, who.pk)


def a_nik() -> Identity:
    """The identity of a citizen nobody else is."""
    return identity_of_citizen(f"9901014101{next(_SERIAL):06d}")


def a_passport() -> Identity:
    """The identity of a foreigner nobody else is."""
    return identity_of_foreigner("AUS", f"N{next(_SERIAL):07d}")


def a_person(identity: Identity | None = None, *, now: datetime) -> UUID:
    """A person whom the installation knows."""
    return note_person(identity or a_nik(), now=now)
