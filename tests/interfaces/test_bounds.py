"""What the doors turn away, without any page behind them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from django.db import DataError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from loket.config.databases import PAGES, POOL, bound_pages
from loket.interfaces.web import failures, middleware
from loket.kit.errors import Refusal

FORM = "application/x-www-form-urlencoded"
make = RequestFactory()


def answer(request: HttpRequest) -> int:
    door = middleware.bounds(lambda _: HttpResponse("in"))
    return middleware.language(door)(request).status_code


def test_lets_an_ordinary_form_in() -> None:
    assert answer(make.post("/x/", {"nama": "Siti\nRahmā"})) == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/x/%00", 400),
        ("/x/%ff%fe", 400),
        ("/x/?a=%00", 400),
        ("/x/?a=%ff", 400),
        ("/x/?a=" + "b" * 3000, 414),
        ("/x/?" + "a=&" * 300, 413),
        ("/kota/m%C3%A9dan/", 200),
    ],
)
def test_judges_the_address(path: str, status: int) -> None:
    assert answer(make.get(path)) == status


@pytest.mark.parametrize(
    ("body", "sort", "status"),
    [
        ("a=%00", FORM, 400),
        ("a=%ff", FORM, 400),
        ("a=" + "b" * 300_000, FORM, 413),
        ("&".join(f"a{i}=1" for i in range(300)), FORM, 413),
        ('{"a": "\\u0000"}', "application/json", 400),
        ("x" * 300_000, "application/json", 413),
        ("x", "multipart/form-data", 400),
    ],
)
def test_judges_the_body(body: str, sort: str, status: int) -> None:
    assert answer(make.post("/x/", body, content_type=sort)) == status


def test_a_referer_that_is_no_address_changes_nothing() -> None:
    assert raised(Refusal(), Referer="http://[").status_code == 409


def raised(error: Exception, path: str = "/x/", **headers: str) -> HttpResponse:
    request = make.get(path, headers=headers)
    request.now = datetime(2022, 2, 4, 1, tzinfo=UTC)  # type: ignore[attr-defined]
    response = middleware._answer_to(request, error)
    assert response is not None
    return response


def test_a_refusal_under_api_is_a_document() -> None:
    response = raised(Refusal(), "/api/v1/x/")
    assert response.status_code == 409
    assert json.loads(response.content)["code"] == "refused"


def test_a_refusal_to_htmx_goes_to_the_line_for_news() -> None:
    response = raised(Refusal(), **{"HX-Request": "true"})
    assert response["HX-Retarget"] == "#kabar"
    assert b"<html" not in response.content


def test_a_database_out_of_reach_says_when_to_come_back() -> None:
    response = raised(OperationalError())
    assert (response.status_code, response["Retry-After"]) == (503, "5")


def test_the_database_is_tried_anew_within_what_retry_after_promises() -> None:
    assert max(POOL["timeout"], POOL["reconnect_timeout"]) < failures.RETRY_SECONDS


@pytest.mark.django_db
def test_a_statement_of_a_page_that_takes_too_long_says_that_it_is_busy() -> None:
    place: dict[str, Any] = {"OPTIONS": {}}
    bound_pages(place)
    parameters = connection.get_connection_params() | place["OPTIONS"]
    parameters.pop("cursor_factory", None)
    with psycopg.connect(**parameters, cursor_factory=psycopg.Cursor) as session:
        shown = {name: session.execute(f"SHOW {name}").fetchone() for name in PAGES}
        assert shown == {name: (limit,) for name, limit in PAGES.items()}
        session.execute("SET statement_timeout = '1ms'")
        with pytest.raises(psycopg.errors.QueryCanceled) as late:
            session.execute("SELECT pg_sleep(60)")
    error = OperationalError()
    error.__cause__ = late.value
    response = raised(error, "/api/v1/x/")
    assert (response.status_code, json.loads(response.content)["code"]) == (503, "busy")


def test_input_that_no_column_holds_is_the_senders() -> None:
    assert raised(DataError()).status_code == 400


def test_our_own_faults_stay_faults() -> None:
    assert middleware._answer_to(make.get("/x/"), ZeroDivisionError()) is None


def test_every_answer_carries_the_policy() -> None:
    response = middleware.headers(lambda _: HttpResponse())(make.get("/x/"))
    assert "unsafe" not in response["Content-Security-Policy"]
    request = make.get("/x/")
    request.COOKIES["sesi"] = "1"
    assert middleware.headers(lambda _: HttpResponse())(request)["Cache-Control"] == "no-store"
