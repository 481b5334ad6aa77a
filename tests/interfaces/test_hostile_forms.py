"""Every form that a visitor or officer can reach, filled with what nobody should send: a sentence, never 5xx."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from tests.interfaces.forms_walker import Form, walk
from tests.interfaces.rights import HERE, Situation, Visitor, a_situation, may, path_of, visitors
from tools.audiences import addresses

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
    "nik": "3174096802909001",
    "nama": "Budi Santoso",
    "lahir_tanggal": "17",
    "lahir_bulan": "5",
    "lahir_tahun": "1990",
    "telepon": "0812 3456 7890",
}
_LEAVES = ("keluar", "/ganti/")
#: Answered to programs, without a page.
NO_FORMS = ("api/", "aliran/", "healthz", "readyz", "metrics")
#: In the fast proof each form is sent as one role: public ones by somebody who is not signed in, a gate's by the gate.
OF_ALL = ("/ambil-nomor/", "/kantor/", "/masuk/", "/papan/", "/petugas/masuk/", "/bantuan/", "/privasi/", "/demo/")
OF_OTHERS = {"anonymous": (), "citizen": OF_ALL[1:], "head": (*OF_ALL, "/gerbang/", "/loket/", "/kantor-saya/bantuan/")}
#: Pages that open behind a form that was sent sensibly are met in the next round.
ROUNDS = 4


def _audiences() -> list[str]:
    roles = {role for address in addresses() for role in address.roles}
    return ["anonymous", "owner", *(f"{role} of {HERE}" for role in sorted(roles))]


def _starts(visitor: Visitor, situation: Situation) -> list[str]:
    """Every address that this visitor may open, with real objects in it: new pages are found by their routes."""
    return [
        path_of(address, situation)
        for address in addresses()
        if may(visitor, address)
        and (address.audience != "everyone" or address.is_own or visitor.kind == "anonymous")
        and "GET" in address.methods
        and not address.route.startswith(NO_FORMS)
        and not any(word in address.route for word in _LEAVES)
    ]


@pytest.fixture
def situation(db: None) -> Situation:
    """Two offices on a working day, with everything that an address may name."""
    return a_situation()


def _visitor(who: str, situation: Situation) -> Visitor:
    return next(visitor for visitor in visitors(situation) if visitor.name == who)


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


def _walk_and_send(visitor: Visitor, situation: Situation, plagues: dict[str, str], skip: tuple[str, ...]) -> list[str]:
    """The forms met. After the plagues each form is sent sensibly, so that the next pages open."""
    met: dict[object, str] = {}
    client = visitor.client
    for _ in range(ROUNDS):
        new: dict[object, Form] = {}
        for address, status, _, found in walk(client, _starts(visitor, situation), skip=skip):
            assert status < 500, address
            new |= {f.key: f for f in found if f.key not in met and not any(word in f.action for word in _LEAVES)}
        for key, form in new.items():
            met[key] = form.action
            _send_plagues(client, form, plagues)
            _send(client, form, {name: SENSIBLE.get(name) or value for name, value in form.fields.items()})
        if not new:
            break
    return [*met.values()]


@pytest.mark.parametrize("who", _audiences())
def test_forms_survive_plagues(situation: Situation, who: str) -> None:
    """Two plagues in each field; the style page's forms lead to itself and wait for the slow proof."""
    some = {name: PLAGUES[name] for name in ("NUL", "huge")}
    visitor = _visitor(who, situation)
    assert _walk_and_send(
        visitor, situation, some, skip=("/gaya/", *OF_OTHERS.get(visitor.role or visitor.kind, OF_ALL))
    )


@pytest.mark.slow
@pytest.mark.parametrize("who", _audiences())
def test_forms_survive_every_plague_in_every_field(situation: Situation, who: str) -> None:
    assert _walk_and_send(_visitor(who, situation), situation, PLAGUES, skip=())
