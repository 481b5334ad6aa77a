"""An officer at the gate's pages: time, sign-in, scans; for the tests beside this file."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from tests.factories import admission as gates
from tests.factories.admission import NINE, AtTheGate

from loket.foundation.people.models import Staff
from loket.kit import clock
from loket.planning.booking.models import Booking


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`time(moment)` sets what the pages take for now; at first Friday 09.00 WIB."""

    def set_to(moment: datetime) -> None:
        monkeypatch.setattr(clock, "_source", lambda: moment)

    set_to(NINE)
    return set_to


@pytest.fixture
def gate(time: Any) -> AtTheGate:
    return gates.a_gate()


@pytest.fixture
def client(gate: AtTheGate) -> Client:
    return signed_in(gate.officer)


def signed_in(officer: Staff) -> Client:
    client = Client()
    client.force_login(officer.account)
    return client


def scan(client: Client, booking: Booking) -> Any:
    return client.post("/gerbang/periksa/", {"kode": gates.ticket_text(booking)})


def seats(booking: Booking) -> list[str]:
    return [str(pk) for pk in booking.seats.order_by("position").values_list("pk", flat=True)]


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())
