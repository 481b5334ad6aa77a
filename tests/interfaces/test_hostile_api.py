"""The API against its own contract, with everything a stranger may send: never 5xx, always as documented."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.factories.booking import an_open_slot
from tests.factories.offices import furnished_office
from tests.factories.people import a_citizen_account

from loket.kit import clock
from loket.planning.booking.models import Booking

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::DeprecationWarning:schemathesis")]
CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)
CONTRACT = Path(__file__).resolve().parents[2] / "docs/openapi.json"
schema = schemathesis.openapi.from_dict(json.loads(CONTRACT.read_text()))
schema.app = get_wsgi_application()

PLAGUES = {
    "ten kilobytes": "a" * 10_000,
    "emoji": "👩‍👩‍👧‍👦" * 10,
    "right to left": "\u202eibuB\u202c",
    "quotes": "'\"`; DROP TABLE loket_seat; --",
    "NUL": "Budi\x00Santoso",
    "lone surrogate": "\ud800",
    "markup": "<script>alert(1)</script>",
    "negative": -1,
    "huge": 10**40,
    "not a number": float("nan"),
    "nothing": None,
    "a list": [[]],
    "an impossible date": "2022-02-30",
}


@pytest.fixture
def one_connection(db: None) -> Iterator[None]:
    """The real WSGI application closes its connection after a request; here it is the test's, in its transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def signed_in(one_connection: None) -> str:
    """A session cookie of a citizen, and an office with an open slot."""
    office = furnished_office()
    an_open_slot(office.point, office.passport, now=clock.now())
    client = Client()
    client.force_login(a_citizen_account(now=clock.now()))
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@schema.parametrize()
@hypothesis_settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_keeps_its_contract(case: Any, signed_in: str) -> None:
    token = "a" * 32
    cookies = {settings.SESSION_COOKIE_NAME: signed_in, settings.CSRF_COOKIE_NAME: token}
    response = case.call(cookies=cookies, headers={"X-CSRFToken": token})
    case.validate_response(response, checks=list(CHECKS))
    assert response.status_code < 500


@pytest.mark.parametrize("plague", PLAGUES.values(), ids=PLAGUES.keys())
@pytest.mark.parametrize("field", ["slot", "nationality", "nik", "name", "born", "declared", "key"])
def test_answers_a_plague_with_a_sentence(client: Client, field: str, plague: Any) -> None:
    office = furnished_office()
    slot = an_open_slot(office.point, office.passport, now=clock.now())
    client.force_login(a_citizen_account(now=clock.now()))
    person = {"nationality": "wni", "nik": "9901014101990001", "name": "Budi", "born": "1990-05-17", "declared": None}
    body: dict[str, Any] = {"slot": slot.pk, "people": [person]}
    key = "a-key-of-mine"
    if field == "slot":
        body["slot"] = plague
    elif field == "key":
        key = str(plague).encode("ascii", "ignore").decode().replace("\n", "") or "-"
    else:
        person[field] = plague
    response = client.post("/api/v1/bookings", json.dumps(body), "application/json", headers={"Idempotency-Key": key})
    if response.status_code in (200, 201):
        assert field in ("name", "declared", "key"), "only these may hold it"
    else:
        assert 400 <= response.status_code < 500
        assert response.json()["detail"].endswith(".")
        assert not Booking.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"text"', b"\xff\xfe", b"[" * 5000])
def test_answers_a_broken_body_with_a_sentence(client: Client, body: bytes) -> None:
    client.force_login(a_citizen_account(now=clock.now()))
    headers = {"Idempotency-Key": "a-key-of-mine"}
    response = client.post("/api/v1/bookings", body, "application/json", headers=headers)
    assert 400 <= response.status_code < 500
    assert response.json()["detail"].endswith(".")


@pytest.mark.parametrize(
    "query",
    [
        "q=" + "a" * 1500,
        "q=%00",
        "q=%ff",
        "latitude=1e400&longitude=0",
        "latitude=nan&longitude=nan",
        "limit=-1",
        "limit=99999999999999999999",
        "q[]=1&q=2",
    ],
)
def test_answers_a_strange_query(client: Client, query: str) -> None:
    response = client.get("/api/v1/offices?" + query)
    assert response.status_code < 500
    if response.status_code >= 400:
        assert response.json()["detail"].endswith(".")
