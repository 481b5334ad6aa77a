"""/metrics tells whoever watches from this machine how the process does, and nobody else anything."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client, RequestFactory
from tests.factories.booking import an_open_slot
from tests.factories.offices import furnished_office
from tests.factories.people import a_citizen_account

from loket.interfaces.metrics import figures
from loket.interfaces.metrics.measuring import route_of
from loket.kit import clock, tally
from loket.kit.errors import Refusal
from loket.kit.ids import new_id

pytestmark = pytest.mark.django_db
REALLY_COUNT = figures._count_tables
PROXIES = ("X-Forwarded-For", "Forwarded", "Via", "X-Real-IP", "X-Forwarded-Host", "X-Forwarded-Proto")


@pytest.fixture(autouse=True)
def counted_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test's tables are seen by its own connection only; how they are counted is tried once, below."""
    monkeypatch.setattr(figures, "_count_tables", lambda: ({"queued": 2}, {"sent": 5}))


def told(client: Client, **more: Any) -> str:
    answer = client.get("/metrics", **{"HTTP_HOST": "localhost:8400", **more})
    assert answer.status_code == 200
    return answer.content.decode()


def number(text: str, series: str) -> float:
    found = re.search(rf"^{re.escape(series)} (\S+)$", text, re.MULTILINE)
    return float(found[1]) if found else 0.0


def test_counts_requests_by_route_and_class_of_status(client: Client) -> None:
    before = told(client)
    client.get("/privasi/")
    client.get("/tidak/ada/3201010101010001/")
    after = told(client)
    for series in (
        'loket_requests_total{route="privasi/",status="2xx"}',
        'loket_requests_total{route="none",status="4xx"}',
    ):
        assert number(after, series) == number(before, series) + 1, series
    seconds = 'loket_request_seconds_count{route="privasi/"}'
    assert number(after, seconds) == number(before, seconds) + 1
    assert "3201010101010001" not in after


def test_counts_claims_by_outcome() -> None:
    @tally.outcomes("a-test")
    def act(error: Exception | None) -> None:
        if error:
            raise error

    act(None)
    with pytest.raises(Refusal):
        act(Refusal())
    with pytest.raises(ZeroDivisionError):
        act(ZeroDivisionError())
    assert tally.counted("a-test") == {"broken": 1, "done": 1, "refused": 1}


def test_a_booked_number_is_a_claim_that_was_done(client: Client) -> None:
    office, now = furnished_office(), clock.now()
    slot = an_open_slot(office.point, office.passport, now=now)
    client.force_login(a_citizen_account(now=now))
    series = 'loket_claims_total{outcome="done"}'
    before = number(told(client), series)
    person = {"nationality": "wni", "nik": "9901014101990001", "name": "Wening Kusuma", "born": "1990-05-17"}
    headers = {"Idempotency-Key": "a-key-of-mine"}
    booked = client.post("/api/v1/bookings", {"slot": slot.pk, "people": [person]}, "application/json", headers=headers)
    text = told(client)
    assert number(text, series) == before + 1
    assert not [word for word in ("Wening", person["nik"], booked.json()["code"], booked.json()["id"]) if word in text]


def test_shows_jobs_messages_streams_and_the_version(client: Client) -> None:
    text = told(client)
    assert (number(text, 'loket_jobs{state="queued"}'), number(text, 'loket_jobs{state="failed"}')) == (2, 0)
    assert number(text, 'loket_messages{state="sent"}') == 5
    assert number(text, "loket_database_up") == 1
    assert "loket_event_readers 0.0" in text
    assert 'loket_build_info{version="' in text


def test_says_when_the_database_is_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "_count_tables", lambda: None)
    monkeypatch.setattr(figures, "AT_MOST_EVERY", 0.0)
    assert number(told(client), "loket_database_up") == 0


@pytest.mark.parametrize("header", PROXIES)
def test_tells_nothing_through_a_proxy(client: Client, header: str) -> None:
    assert client.get("/metrics", HTTP_HOST="localhost", headers={header: "203.0.113.7"}).status_code == 404


@pytest.mark.parametrize(
    ("address", "host"),
    [("203.0.113.7", "localhost"), ("", "localhost"), ("10.0.0.1", "127.0.0.1"), ("127.0.0.1", "loket.example")],
)
def test_tells_nothing_to_another_machine(client: Client, settings: Any, address: str, host: str) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    assert client.get("/metrics", REMOTE_ADDR=address, HTTP_HOST=host).status_code == 404


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8400", "[::1]:8400"])
def test_answers_this_machine_by_each_of_its_names(client: Client, settings: Any, host: str) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    assert "loket_requests" in told(client, HTTP_HOST=host)


def test_a_route_is_named_whatever_is_asked(client: Client) -> None:
    request = RequestFactory().get("/kantor/%00/")
    request.resolver_match = None
    assert route_of(request) == "none"
    series = 'loket_requests_total{route="tiket/<uuid:booking_id>/",status="4xx"}'
    before, asked = number(told(client), series), [new_id(), new_id()]
    statuses = {client.get(f"/tiket/{booking}/").status_code for booking in asked}
    after = told(client)
    assert number(after, series.replace("4xx", f"{statuses.pop() // 100}xx")) >= before + 2
    assert not [booking for booking in asked if str(booking) in after]


def test_counts_the_tables_on_a_connection_of_its_own() -> None:
    jobs, messages = REALLY_COUNT()  # type: ignore[misc]
    assert set(jobs) <= {"queued", "doing", "failed"}
    assert set(messages) <= {"queued", "sent", "failed"}
