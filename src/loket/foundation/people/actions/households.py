"""Households (keluarga): the people an account books for, so that nobody types them again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from loket.foundation.audit.actions import record
from loket.foundation.people.actions.persons import note_person
from loket.foundation.people.models import Account, Kin
from loket.foundation.people.persons import (
    MOST_KIN,
    HouseholdFull,
    KinTwice,
    NotOfThisHousehold,
    Relation,
    is_minor,
)
from loket.foundation.people.rules import Identity
from loket.kit import ids
from loket.kit.actor import Actor
from loket.kit.clock import office_day
from loket.kit.crypto import keyring
from loket.kit.transaction import in_transaction

#: Households know no office: their people's age is counted on this clock (WIB, the earliest of the three).
ZONE = "Asia/Jakarta"


@dataclass(frozen=True, slots=True)
class Relative:
    """One person as their account's owner wrote them; `guardian` is the id of another one who is an adult."""

    who: Identity
    name: str
    born: date
    relation: Relation
    guardian: UUID | None = None


def keep_kin(*, account_id: int, relative: Relative, by: Actor, now: datetime) -> UUID:
    """Keeps one more person; returns the id. Raises HouseholdFull, KinTwice, NotOfThisHousehold (the guardian)."""
    kin_id = ids.new_id()
    with in_transaction():
        standing = _held_household(account_id)
        person_id = note_person(relative.who, now=now)
        if any(kin.person_id == person_id for kin in standing):
            raise KinTwice
        places = {kin.place for kin in standing}
        free = next((place for place in range(1, MOST_KIN + 1) if place not in places), None)
        if free is None:
            raise HouseholdFull
        Kin.objects.create(
            id=kin_id, account_id=account_id, place=free, person_id=person_id, created_at=now,
            **_written(kin_id, relative, standing, now),
        )  # fmt: skip
        record("people.kin_kept", subject=("account", account_id), detail={"place": free}, by=by, now=now)
    return kin_id


def change_kin(*, account_id: int, kin_id: UUID, relative: Relative, by: Actor, now: datetime) -> None:
    """Changes what is kept of a person. Raises NotOfThisHousehold, KinTwice. Bookings that stand are left alone."""
    with in_transaction():
        standing = _held_household(account_id)
        kin = _one_of(standing, kin_id)
        person_id = note_person(relative.who, now=now)
        if any(other.person_id == person_id and other.pk != kin_id for other in standing):
            raise KinTwice
        others = [other for other in standing if other.pk != kin_id]
        written = _written(kin_id, relative, others, now)
        Kin.objects.filter(pk=kin_id).update(person_id=person_id, **written)
        record("people.kin_changed", subject=("account", account_id), detail={"place": kin.place}, by=by, now=now)


def forget_kin(*, account_id: int, kin_id: UUID, by: Actor, now: datetime) -> None:
    """Takes a person from the list; whom they were guardian of has none any more. Raises NotOfThisHousehold."""
    with in_transaction():
        kin = _one_of(_held_household(account_id), kin_id)
        Kin.objects.filter(pk=kin.pk).delete()
        record("people.kin_forgotten", subject=("account", account_id), detail={"place": kin.place}, by=by, now=now)


def _held_household(account_id: int) -> list[Kin]:
    """The people of an account; its row is locked, so that two changes take turns."""
    Account.objects.select_for_update(no_key=True).only("pk").get(pk=account_id)
    return list(Kin.objects.filter(account_id=account_id).order_by("place"))


def _one_of(standing: list[Kin], kin_id: UUID) -> Kin:
    found = next((kin for kin in standing if kin.pk == kin_id), None)
    if found is None:
        raise NotOfThisHousehold
    return found


def _written(kin_id: UUID, relative: Relative, others: list[Kin], now: datetime) -> dict[str, object]:
    """The columns that are the owner's words. A guardian is kept for minors only, and is of the same household."""
    ring = keyring()
    minor = is_minor(relative.born, office_day(now, ZONE))
    guardian = _one_of(others, relative.guardian).pk if minor and relative.guardian else None
    return {
        "relation": relative.relation.value,
        "guardian_id": guardian,
        "name_sealed": ring.seal(relative.name, table="kin", column="name", row=kin_id),
        "born_sealed": ring.seal(relative.born.isoformat(), table="kin", column="born", row=kin_id),
    }
