"""Every address as every role, also across offices: those for whom it is are let in, nobody else is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpResponse
from tests.interfaces.rights import (
    HERE,
    THERE,
    NoObject,
    Situation,
    Visitor,
    a_situation,
    may,
    path_of,
    visitors,
    was_let_in,
)
from tools.audiences import Address, addresses

from loket.foundation.integrations.rules import Scope

pytestmark = pytest.mark.django_db
#: Streams are answered beside Django, and ask nobody who they are (tests/interfaces/test_event_streams.py).
TRIED = [address for address in addresses() if not address.route.startswith("aliran/")]
#: Addresses that turn their own audience away too, each with its reason.
ASKS_MORE = {
    "keluar/": "leads to the sign-in",
    "masuk/": "leads on to the next step of the sign-in",
    "petugas/masuk/": "leads on to the next step of the sign-in",
    "petugas/langkah-kedua/": "leads to the sign-in, or on from there",
    "petugas/kata-sandi-baru/": "leads to the sign-in, or on from there",
    "kantor-saya/tingkat/": "levels are the region's: the head of one office is refused there",
    "loket/cocok/": "an empty form names no kind of document",
    "tiket/<uuid:booking_id>/surat/": "a letter is written only for a seat before a permit ends",
    "akun/kata-sandi/": "a new password asks for a code given in this session",
    "akun/kunci/tambah/": "a new passkey asks for a code given in this session",
}
#: Pages of invented samples name Jakarta Selatan to everybody.
SAMPLES = ("kantor-saya/pemberitahuan/teks/",)
#: What answers another office's object as one that has ended, with a refusal (409) instead of 404.
AS_IF_ENDED = ("kantor-saya/aturan/", "kantor-saya/tingkat/", "kantor-saya/pemberitahuan/ulang/")


@dataclass(frozen=True)
class Try:
    """One visitor at one address."""

    visitor: Visitor
    address: Address
    method: str
    path: str
    body: dict[str, Any]

    @property
    def may(self) -> bool:
        """Whether this visitor is let in here."""
        return may(self.visitor, self.address, names_object=self.method == "POST" and bool(self.body))

    def ask(self) -> HttpResponse:
        """The answer; whatever it changed is taken back."""
        return self.visitor.ask(self.method, self.path, self.body)

    def goes_wrong(self) -> str:
        """What is wrong about the answer; empty when it is right."""
        answer = self.ask()
        is_right = was_let_in(answer) == self.may or (self.may and self.address.route.startswith(tuple(ASKS_MORE)))
        if not self.may and self.address.route.startswith(AS_IF_ENDED):
            is_right = is_right or answer.status_code == 409
        # 405: nothing is behind this method, for anybody
        if answer.status_code < 500 and (is_right or answer.status_code == 405):
            return ""
        said = f"{answer.status_code} {answer.get('Location', '')}"
        return f"{self.method} {self.path}: {self.visitor.name} was answered {said}"


@pytest.fixture
def situation(db: None) -> Situation:
    return a_situation()


def _tries(situation: Situation) -> list[Try]:
    everybody = visitors(situation)
    return [
        Try(visitor, address, method, path_of(address, situation), situation.bodies.get(address.route, {}))
        for address in TRIED
        for method in address.methods
        for visitor in everybody
        if _is_worth_it(visitor, address)
    ]


def _is_worth_it(visitor: Visitor, address: Address) -> bool:
    """To a page all programs are nobody: one of them stands for all. Where a scope is asked, one lacks just that."""
    if visitor.kind != "program" or visitor.scopes == tuple(Scope):
        return visitor.kind != "program" or visitor.at == HERE or address.route.startswith("api/")
    lacks = next(scope for scope in Scope if scope not in visitor.scopes)
    return address.audience == f"token:{lacks}" or (lacks is Scope.ARRIVALS_IMPORT and address.route.startswith("api/"))


def _wrong(tries: Iterable[Try]) -> str:
    return "\n".join(filter(None, (each.goes_wrong() for each in tries)))


def test_nobody_else_is_let_in(situation: Situation) -> None:
    tried = [each for each in _tries(situation) if not each.may]
    assert len(tried) > 500
    assert _wrong(tried) == ""


def test_those_for_whom_it_is_are_let_in(situation: Situation) -> None:
    """One of them at each address; all of them in the slow proof."""
    chosen: dict[str, str] = {}
    tries = [each for each in _tries(situation) if each.may and each.visitor.at != THERE]
    first = [t for t in tries if chosen.setdefault(t.address.route, t.visitor.name) == t.visitor.name]
    assert {address.route for address in TRIED if address.audience != "loopback"} <= chosen.keys()
    assert _wrong(first) == ""


@pytest.mark.slow
def test_all_for_whom_it_is_are_let_in(situation: Situation) -> None:
    assert _wrong(each for each in _tries(situation) if each.may) == ""


def test_an_officer_of_surabaya_reads_nothing_of_jakarta_selatan(situation: Situation) -> None:
    told = []
    for each in _tries(situation):
        if each.visitor.at == THERE and each.may and each.address.roles:
            text = each.ask().content.decode(errors="replace")
            place = () if each.address.route in SAMPLES else (HERE,)
            told += [f"{each.path} tells {each.visitor.name} {w}" for w in (*situation.secrets, *place) if w in text]
    assert told == []


def test_a_route_with_an_unknown_part_says_what_to_add(situation: Situation) -> None:
    with pytest.raises(NoObject, match=r"<uuid:parcel_id>.*a_situation.*'uuid:parcel_id'"):
        path_of(Address("paket/<uuid:parcel_id>/", ("GET",), "citizen"), situation)


def test_the_proof_sees_a_door_left_open(situation: Situation) -> None:
    """A gate's page said to be for counters only: the gate's officer is let in, and that is noticed."""
    (gate,) = (visitor for visitor in visitors(situation) if visitor.name == f"gate of {HERE}")
    said = Address("gerbang/", ("GET",), "staff:counter")
    assert "was answered 200" in Try(gate, said, "GET", "/gerbang/", {}).goes_wrong()
