"""/healthz and /readyz, as a balancer asks them."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from django.test import Client

from loket.interfaces.api import health


def test_healthz_answers_without_a_database(client: Client) -> None:
    response = client.get("/healthz")  # no django_db mark: any query would fail the test
    assert (response.status_code, response.json()) == (200, {"status": "alive"})


@pytest.mark.django_db
def test_readyz_tells_that_pages_can_be_served(client: Client) -> None:
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {"status": "ready", "database": "ok", "migrations": "applied", "worker": "missing"}


@pytest.mark.django_db
def test_readyz_tells_that_a_migration_is_missing(
    client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    newest = tmp_path / "max_migration.txt"
    newest.write_text("9999_later\n")
    monkeypatch.setattr(health, "_NEWEST", newest)
    response = client.get("/readyz")
    assert (response.status_code, response.json()["migrations"]) == (503, "missing")


@pytest.mark.django_db
def test_readyz_tells_that_the_database_is_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(**_: Any) -> None:
        raise psycopg.OperationalError("gone")

    monkeypatch.setattr(psycopg, "connect", away)
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (503, {"status": "not ready", "database": "no answer"})
