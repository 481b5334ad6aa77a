"""Drives the pages for the row `pages`, in a process of its own: `python -m ... driver ROUNDS EACH` prints JSON."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from time import perf_counter
from typing import Any

import django

#: What stands in an address, on the seed: the demo's citizen and South Jakarta.
_MINE = """
    SELECT b.id FROM loket_booking b JOIN loket_slot s ON s.id = b.slot_id
      JOIN loket_servicepoint p ON p.id = s.point_id JOIN loket_office o ON o.id = p.office_id
     WHERE b.account_id = %(citizen)s AND o.code = 'JKS' AND b.state = 'booked' ORDER BY s.starts_at, b.id LIMIT 1
"""
OBJECTS = {
    "slug": "SELECT 'jakarta-selatan'",
    "booking_id": _MINE,
    "zone_id": "SELECT min(z.id) FROM loket_zone z",
    "place": "SELECT 1",
    "staff_id": "SELECT s.id FROM loket_staff s JOIN loket_account a ON a.id = account_id WHERE login = 'jks.loket1'",
}
FREE_HOUR = """
    SELECT s.id FROM loket_slot s JOIN loket_service v ON v.id = s.service_id
      JOIN loket_servicepoint p ON p.id = s.point_id JOIN loket_office o ON o.id = p.office_id
     WHERE o.code = 'JKS' AND v.code = 'paspor-baru' AND s.channel = 'online' AND NOT s.is_suspended
       AND s.quota > s.taken + s.returned AND s.opens_at <= (SELECT max(claimed.created_at) FROM loket_booking claimed)
     ORDER BY s.starts_at DESC, s.id LIMIT 1
"""
STAFF = {"gate": "jks.gerbang", "counter": "jks.loket1", "help_desk": "jks.bantuan", "head": "jks.kepala",
         "region": "kanwil.dki"}  # fmt: skip
#: No pages of the product: the style page, the demo's screen, and what answers machines.
LEFT_OUT = ("gaya/", "demo/", "healthz", "readyz", "metrics", "api/")
WARM_UP = 5


@dataclass
class Page:
    """A page that somebody opens, and what was measured."""

    route: str
    path: str
    kind: str
    who: str
    cookies: str
    queries: int = 0
    p95: list[float] = field(default_factory=list)


def main() -> int:
    """Measures, and prints one line of JSON."""
    rounds, each = int(sys.argv[1]), int(sys.argv[2])
    django.setup()
    from django.core.wsgi import get_wsgi_application

    app = get_wsgi_application()
    cookies = _sign_everybody_in()
    pages: list[Page] = []
    left_out: list[str] = []
    for page in _pages(cookies, left_out):
        status, _ = _ask(app, page)
        if status == 200:
            pages.append(page)
        elif status != 405:
            left_out.append(f"{page.route} answered {status}")
    for page in pages:
        page.queries = _count_queries(app, page)
        for _ in range(WARM_UP):
            _ask(app, page)
    for _ in range(rounds):
        for page in pages:
            times = sorted(_ask(app, page)[1] for _ in range(each))
            page.p95.append(round(times[int(0.95 * len(times))] * 1000, 3))
    told = [{n: getattr(p, n) for n in ("route", "kind", "who", "queries", "p95")} for p in pages]
    print(json.dumps({"pages": told, "left_out": sorted(set(left_out))}))
    sys.stdout.flush()
    os._exit(0)  # the pool's threads need not be waited for


def _sign_everybody_in() -> dict[str, str]:
    """Cookies of a visitor, of the demo's citizen in the middle of a booking, and of an officer of each role."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    from loket.foundation.people.queries import login_of_phone
    from loket.foundation.people.rules import phone_of
    from loket.seed.staff import PHONE

    accounts = get_user_model().objects
    found = {"public": _cookies(_halfway(Client()))}
    client = _halfway(Client())
    client.force_login(accounts.get(login=login_of_phone(phone_of(PHONE))))
    found["citizen"] = _cookies(client)
    for role, login in STAFF.items():
        client = Client()
        client.force_login(accounts.get(login=login))
        found[role] = _cookies(client)
    return found


def _halfway(client: Any) -> Any:
    """A visitor who has chosen office, service, size and hour: the pages of a booking are open."""
    for path, fields in (
        ("layanan", {"kantor": "jakarta-selatan", "layanan": "paspor-baru"}),
        ("orang", {"orang": "1"}),
        ("hari", {"jam": _first("a free hour", FREE_HOUR)}),
    ):
        client.post(f"/ambil-nomor/{path}/", fields, HTTP_HOST="localhost")
    return client


def _first(what: str, question: str, values: dict[str, Any] | None = None) -> Any:
    """The first cell that the seed answers, None without one."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(question, values or {})
        row = cursor.fetchone()
    if row is None:
        print(f"the seed holds no {what}", file=sys.stderr)
    return row[0] if row else None


def _cookies(client: Any) -> str:
    return "; ".join(f"{name}={cookie.value}" for name, cookie in client.cookies.items())


def _pages(cookies: dict[str, str], left_out: list[str]) -> Iterator[Page]:
    """Every address that states an audience, with objects of the seed; what can't be filled in is told."""
    from django.urls import get_resolver

    objects = _objects()
    for route, view in _routes(get_resolver()):
        audience = getattr(view, "loket_audience", "")
        if route.startswith(LEFT_OUT) or not audience:
            continue
        path = "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda part: str(objects.get(part[1]) or part[0]), route)
        if "<" in path:
            left_out.append(f"{path} (not on the seed)")
            continue
        own = any(f"{name}>" in route for name in ("booking_id", "case_id"))
        kind, _, roles = audience.partition(":")
        who = {"everyone": "citizen" if own else "public", "citizen": "citizen"}.get(kind, roles.split(",")[0])
        yield Page("/" + route, path, "staff" if roles else who, who.replace("_", " "), cookies[who])


def _routes(resolver: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if hasattr(entry, "url_patterns"):
            yield from _routes(entry, route)
        else:
            yield route, entry.callback


def _objects() -> dict[str, object]:
    from loket.foundation.people.queries import login_of_phone
    from loket.foundation.people.rules import phone_of
    from loket.seed.staff import PHONE

    citizen = _first("citizen", "SELECT id FROM loket_account WHERE login = %(login)s",
                     {"login": login_of_phone(phone_of(PHONE))})  # fmt: skip
    return {name: _first(name, question, {"citizen": citizen}) for name, question in OBJECTS.items()}


def _ask(app: Any, page: Page) -> tuple[int, float]:
    """Status, and seconds until the last byte was made."""
    status: list[int] = []
    path, _, query = page.path.partition("?")
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "SERVER_NAME": "localhost",
        "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "localhost", "HTTP_COOKIE": page.cookies,
        "REMOTE_ADDR": "127.0.0.1", "wsgi.version": (1, 0), "wsgi.url_scheme": "http", "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr, "wsgi.multithread": True, "wsgi.multiprocess": False, "wsgi.run_once": False,
    }  # fmt: skip

    def start(line: str, _headers: list[tuple[str, str]], _error: object = None) -> None:
        status.append(int(line.split(maxsplit=1)[0]))

    began = perf_counter()
    answer = app(environ, start)
    for _ in answer:
        pass
    took = perf_counter() - began
    answer.close()
    return status[0], took


def _count_queries(app: Any, page: Page) -> int:
    """Statements that a page sends, those of the session and of the officer's row among them."""
    from django.db import connection

    sent = 0

    def count(execute: Any, *args: Any) -> Any:
        nonlocal sent
        sent += 1
        return execute(*args)

    with connection.execute_wrapper(count):
        _ask(app, page)
    return sent


if __name__ == "__main__":
    sys.exit(main())
