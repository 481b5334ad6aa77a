"""The ledger: append-only for everyone, and nothing personal in it."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection
from tests.factories.offices import MORNING

from loket.foundation.audit.actions import record
from loket.foundation.audit.models import LedgerLine
from loket.foundation.audit.queries import lines_by_id
from loket.foundation.audit.rules import DetailWrong
from loket.kit.actor import SYSTEM, Actor, ActorKind
from loket.kit.transaction import in_transaction

CHANGES = (
    "UPDATE loket_ledgerline SET fact = 'other.fact'",
    "DELETE FROM loket_ledgerline",
    "TRUNCATE loket_ledgerline",
)


def _a_line() -> int:
    officer = Actor(ActorKind.STAFF, 7, office_id=3)
    return record("booking.cancelled", subject=("booking", 1), detail={"seats": 2}, by=officer, now=MORNING)


@pytest.mark.django_db
def test_a_line_says_who_what_when_and_where() -> None:
    line = LedgerLine.objects.get(pk=_a_line())
    assert (line.at, line.fact, line.actor_kind, line.actor_id, line.office_id) == (
        MORNING, "booking.cancelled", "staff", 7, 3,
    )  # fmt: skip
    assert (line.subject_kind, line.subject_id, line.detail) == ("booking", "1", {"seats": 2})


@pytest.mark.django_db
def test_lines_come_in_the_order_of_writing() -> None:
    first, second = _a_line(), _a_line()
    assert [line.pk for line in lines_by_id([second, first])] == [first, second]


@pytest.mark.django_db
@pytest.mark.parametrize("change", CHANGES)
def test_the_running_product_cannot_change_a_line(change: str) -> None:
    _a_line()
    with pytest.raises(DatabaseError, match="permission denied"), in_transaction(), connection.cursor() as cursor:
        cursor.execute(change)
    assert LedgerLine.objects.get().fact == "booking.cancelled"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("change", CHANGES)
def test_even_the_owner_cannot_change_a_line(change: str, owner_connection: psycopg.Connection[Any]) -> None:
    _a_line()
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"):
        owner_connection.execute(change)
    assert LedgerLine.objects.get().fact == "booking.cancelled"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (id int)",
        "ALTER TABLE loket_slot DROP CONSTRAINT slot_within_quota",
        "DROP TRIGGER ledger_append_only ON loket_ledgerline",
        "UPDATE loket_numberevent SET at = now()",
        "DELETE FROM django_migrations",
        "SET session_replication_role = replica",
    ],
)
def test_the_running_product_cannot_change_the_rules(statement: str) -> None:
    refused = "permission denied|must be owner"
    with pytest.raises(DatabaseError, match=refused), in_transaction(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert LedgerLine.objects.count() == 0


@pytest.mark.django_db
def test_refuses_a_nik_in_a_line() -> None:
    with pytest.raises(DetailWrong):
        record("booking.cancelled", subject=("b", 1), detail={"who": "9901014101000001"}, by=SYSTEM, now=MORNING)
    assert not LedgerLine.objects.exists()


@pytest.mark.django_db
def test_refuses_a_fact_without_its_room() -> None:
    with pytest.raises(ValueError, match="cancelled"):
        record("cancelled", subject=("booking", 1), by=SYSTEM, now=MORNING)
    assert not LedgerLine.objects.exists()
