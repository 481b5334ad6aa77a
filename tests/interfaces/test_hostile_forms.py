"""Every form that a visitor or officer can reach, filled with what nobody should send: a sentence, never 5xx."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from tests.factories.booking import a_booked_party, an_open_slot
from tests.factories.offices import Furnished, furnished_office
from tests.factories.people import a_citizen_account, a_regional_officer, an_officer
from tests.factories.visits import an_arrived_party, an_open_counter
from tests.interfaces.forms_walker import Form, walk
from tools.audiences import addresses

from loket.foundation.people.rules import Role
from loket.kit import clock

pytestmark = pytest.mark.django_db

PLAGUES = {
    "ten kilobytes": "a" * 10_000,
    "emoji": "👩‍👩‍👧‍👦🇮🇩",
    "right to left": "\u202eisatneuQ\u202c",
    "quotes": "'\"`;</textarea><script>alert(1)</script>{{ 7*7 }}{% now %}%s%(x)s",
    "NUL": "a\x00b",
    "negative": "-1",
    "huge": "9" * 40,
    "not ascii digits": "١٢٣٤",
    "an impossible date": "2022-02-30",
    "nothing": "",
}
#: What a page accepts, by the names of its fields, so that the walk gets through forms of several pages.
SENSIBLE = {
    "nik": "9901014101990001",
    "nama": "Budi Santoso",
    "lahir_tanggal": "17",
    "lahir_bulan": "5",
    "lahir_tahun": "1990",
    "telepon": "0812 3456 7890",
}
_LEAVES = ("keluar", "/ganti/")


def _audiences() -> list[str]:
    roles = {role for address in addresses() for role in address.roles}
    return ["anybody", "citizen", *sorted(roles)]


def _starts(who: str) -> list[str]:
    """The addresses without ids that state this audience."""
    mine = {"anybody": {"everyone"}, "citizen": {"citizen", "everyone"}}.get(who, set())
    return [
        "/" + address.route
        for address in addresses()
        if (address.audience in mine or who in address.roles)
        and not address.parameters
        and "GET" in address.methods
        and not any(word in address.route for word in _LEAVES)
    ]


@pytest.fixture
def office(db: None) -> Furnished:
    """An office on a working day: one party arrived, one expected, seats free."""
    now = clock.now()
    office = furnished_office()
    soon = an_open_slot(office.point, office.passport, starts_at=now + timedelta(minutes=10), now=now)
    an_open_slot(office.point, office.passport, now=now)
    an_arrived_party(a_booked_party(soon, size=2, now=now), now=now)
    a_booked_party(soon, now=now)
    return office


def _sign_in(client: Client, who: str, office: Furnished) -> None:
    now = clock.now()
    if who == "citizen":
        account = a_citizen_account(now=now)
        client.force_login(account)
        later = an_open_slot(office.point, office.passport, starts_at=now + timedelta(days=2), now=now)
        a_booked_party(later, account=account, now=now)
    elif who != "anybody":
        of_region = who == Role.REGION
        officer = (
            a_regional_officer(office.office.region, now=now)
            if of_region
            else an_officer(Role(who), office.office, now=now)
        )
        client.force_login(officer.account)
        if who == "counter":
            an_open_counter(office.counters[2], officer_id=officer.account_id, now=now)


class _Words(HTMLParser):
    """Whether a page says something to its reader."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.said.append(data.strip())


def _says_something(text: str) -> bool:
    words = _Words()
    words.feed(text)
    return any(" " in said and said[-1] in ".?!" for said in words.said)


def _send(client: Client, form: Form, filled: dict[str, str]) -> None:
    path = urlsplit(form.action).path
    ask: Callable[..., object] = client.post if form.method == "post" else client.get
    response = ask(path, filled)
    assert response.status_code < 500, f"{form.method} {path} {sorted(filled)}"  # type: ignore[attr-defined]
    if response.status_code >= 400 and "html" in response["Content-Type"]:  # type: ignore[attr-defined,index]
        assert _says_something(response.content.decode()), f"{path} says nothing"  # type: ignore[attr-defined]
    if response.status_code == 200 and "html" in response["Content-Type"]:  # type: ignore[attr-defined,index]
        assert "<script>alert(1)" not in response.content.decode()  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")  # the transaction still lives: no error was swallowed


def _send_plagues(client: Client, form: Form, plagues: dict[str, str]) -> None:
    for plague in PLAGUES.values():
        _send(client, form, {name: form.fields[name] if name in form.hidden else plague for name in form.fields})
    for plague in plagues.values():
        for name in form.fields:
            _send(client, form, form.fields | {name: plague})
        for button, _ in form.buttons:
            _send(client, form, form.fields | {button: plague})


def _walk_and_send(client: Client, who: str, plagues: dict[str, str]) -> tuple[int, int]:
    """Pages and forms met. After the plagues each form is sent sensibly, so that the next pages open."""
    met: set[object] = set()
    pages = 0
    for _ in range(4):
        new: dict[object, Form] = {}
        for address, status, _, found in walk(client, _starts(who)):
            assert status < 500, address
            pages += status == 200
            new |= {f.key: f for f in found if f.key not in met and not any(word in f.action for word in _LEAVES)}
        for form in new.values():
            met.add(form.key)
            _send_plagues(client, form, plagues)
            _send(client, form, {name: SENSIBLE.get(name) or value for name, value in form.fields.items()})
        if not new:
            break
    return pages, len(met)


@pytest.mark.parametrize("who", _audiences())
def test_forms_survive_plagues(client: Client, office: Furnished, who: str) -> None:
    client.raise_request_exception = False
    _sign_in(client, who, office)
    some = {name: PLAGUES[name] for name in ("NUL", "huge")}
    pages, forms = _walk_and_send(client, who, some)
    assert pages >= 1
    assert forms >= 1


@pytest.mark.slow
@pytest.mark.parametrize("who", _audiences())
def test_forms_survive_every_plague_in_every_field(client: Client, office: Furnished, who: str) -> None:
    client.raise_request_exception = False
    _sign_in(client, who, office)
    pages, forms = _walk_and_send(client, who, PLAGUES)
    assert pages >= 1
    assert forms >= 1
