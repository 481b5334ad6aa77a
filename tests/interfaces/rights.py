"""Who may open which address: the roles that try, the objects that stand in addresses, what counts as let in."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from tests.factories.booking import a_booked_party, a_member, an_open_slot
from tests.factories.cases import a_ready_case
from tests.factories.integrations import a_token, bearing
from tests.factories.offices import Furnished, closed_day, furnished_office
from tests.factories.people import a_citizen_account, a_nik, a_regional_officer, an_officer, as_actor
from tests.factories.visits import an_arrived_party, an_open_counter
from tools.audiences import Address

from loket.foundation.integrations.rules import Scope
from loket.foundation.notify.models import Message
from loket.foundation.offices.models import HoursPeriod, Office, Region
from loket.foundation.people.actions import Relative, keep_kin
from loket.foundation.people.models import Account, Deputy, StaffMove
from loket.foundation.people.persons import DocumentKind, Relation
from loket.foundation.people.rules import Role
from loket.foundation.people.rules_staff import Purpose
from loket.foundation.policy.models import Enactment, Number, StaffCap
from loket.foundation.policy.rules import NumberName, Sector
from loket.kit import clock
from loket.kit.actor import SYSTEM
from loket.kit.clock import office_day
from loket.kit.crypto import keyring
from loket.kit.ids import new_id
from loket.planning.booking.models import Booking, ContestedSeat, Relief
from loket.planning.booking.moves import ReliefReason
from loket.planning.daylists.actions import read_day_list
from loket.planning.daylists.rules import Source
from loket.visits.admission.models import GateRefusal

HERE, THERE = "Jakarta Selatan", "Surabaya"
SIGN_INS = ("/masuk/", "/petugas/masuk/", "/tiket/")
A_WEEK = timedelta(days=7)
SOMEBODY = {"nationality": "wni", "nik": "9901014101990001", "name": "Budi", "born": "1990-05-17"}
NAMES = ("Wening Kusumaningtyas", "Bagaskara Hadiningrat")


@dataclass
class Situation:
    """Two offices of two regions, and everything at the first that an address may name."""

    here: Furnished
    there: Furnished
    owner: Account
    booked: Booking
    arrived: Booking
    objects: dict[str, object] = field(default_factory=dict)
    #: What a form or document must hold to come as far as the rights, by route.
    bodies: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def secrets(self) -> list[str]:
        """What nobody of the other office may read on any page."""
        return ["Officer Here", self.booked.code, self.arrived.code, str(self.booked.pk), str(self.arrived.pk), *NAMES]


def a_situation() -> Situation:
    """Jakarta Selatan with bookings, an arrival, a refusal, a file, a skipped number; Surabaya in another region."""
    now = clock.now()
    here, there = furnished_office(name=HERE), furnished_office("SBY", name=THERE, at=(-7.2575, 112.7521))
    Office.objects.filter(pk=there.office.pk).update(region=Region.objects.create(name="Jawa Timur"))
    there.office.refresh_from_db()
    owner = a_citizen_account(now=now)
    soon = an_open_slot(here.point, here.passport, starts_at=now + timedelta(minutes=10), now=now)
    later = an_open_slot(here.point, here.passport, now=now)
    an_open_slot(there.point, there.passport, now=now)
    arrived, booked = (
        a_booked_party(slot, members=[a_member(name=name, now=now)], account=owner, now=now)
        for slot, name in zip((soon, later), NAMES, strict=True)
    )
    (number,) = an_arrived_party(arrived, now=now)
    number.state = "skipped"
    number.save()
    case = a_ready_case(arrived, now=now - timedelta(days=20))
    refusal = GateRefusal.objects.create(point=here.point, booking=booked, reason="too_early", at=now, officer_id=1)
    today = office_day(now, here.office.timezone)
    day = today + timedelta(days=30)
    closed_day(day, office=here.office, name="Pemeliharaan sistem")
    return Situation(
        here, there, owner, booked, arrived,
        objects={
            "slug:slug": here.office.slug,
            "uuid:booking_id": booked.pk,
            "uuid:case_id": case.pk,
            "int:refusal_id": refusal.pk,
            "int:number_id": number.pk,
            "int:zone_id": next(iter(here.zones.values())).pk,
            "int:place": 1,
            "slug:screen": "booking",
            "str:day": day,
            **_rules_of(here.office, now),
            **_of_families(owner, booked, now),
            "int:token_id": a_token(here.office, now=now).id,
            "int:period_id": _a_period(here, today).pk,
            "date:day": later.day,
            "uuid:list_id": _a_day_list(here, now),
            **_objects_of_people(here.office, there.office, owner),
            # one route needs another object than its converter says
            "gerbang/masuk/<uuid:booking_id>/": arrived.pk,
            "gerbang/masuk/<uuid:booking_id>/cetak/": arrived.pk,
        },
        bodies={
            "gerbang/titik/": {"titik": here.point.pk},
            "kantor-saya/bantuan/<uuid:booking_id>/dokumen/<int:place>/": {"dokumen": next(iter(DocumentKind)).value},
            "loket/buka/": {"loket": here.counters[1].pk},
            "api/v1/offices/<slug:slug>/bookings": {"slot": later.pk, "people": [SOMEBODY]},
        },
    )  # fmt: skip


def _objects_of_people(here: Office, there: Office, owner: Account) -> dict[str, object]:
    """An officer, a deputy's term and planned moves of Jakarta Selatan, and a passkey of the owner."""
    now = clock.now()
    third = Office.objects.get(pk=there.pk)
    third.pk, third.code, third.slug, third.name = None, "MLG", "malang", "Malang"
    third.save()
    officer, comes, goes = (
        an_officer(Role.GATE, place, name=name, now=now)
        for place, name in ((here, "Sri"), (third, "Tono"), (here, "Umar"))
    )
    term = Deputy.objects.create(
        staff=officer, office=here, starts_at=now + timedelta(days=1), ends_at=now + timedelta(days=2), named_by=1
    )
    towards, away = (
        StaffMove.objects.create(
            staff=who, from_office=start, to_office=end, moves_on=now.date(), asked_by=1, asked_at=now
        )
        for who, start, end in ((comes, third, here), (goes, here, third))
    )
    data = {"name": "HP", "purpose": Purpose.SIGN_IN, "credential": {}}
    passkey = Authenticator.objects.create(user=owner, type=Authenticator.Type.WEBAUTHN, data=data)
    return {
        "int:staff_id": officer.pk,
        "int:term_id": term.pk,
        "int:move_id": away.pk,
        "int:passkey_id": passkey.pk,
        "kantor-saya/petugas/pindah/<int:move_id>/setuju/": towards.pk,
    }


def _rules_of(office: Office, now: datetime) -> dict[str, object]:
    """A rule of the office and one of its region, a staff cap, a level of restriction, a message that failed."""
    today = office_day(now, office.timezone)
    basis = {"starts_on": today + timedelta(days=3), "citation": "Surat edaran"}
    number, of_region = (
        Number.objects.create(name=NumberName.LARGEST_PARTY, value=3, **basis, **where)
        for where in ({"office": office}, {"region": office.region})
    )
    cap = StaffCap.objects.create(sector=Sector.NON_ESSENTIAL, percent=50, level=1, office=office, **basis)
    level = Enactment.objects.create(
        region=office.region, level=1, starts_on=today + timedelta(days=3), ends_on=today + timedelta(days=9),
        decree="Keputusan",
    )  # fmt: skip
    failed = Message.objects.create(
        id=new_id(), template="code", language="id", office=office, state="failed", created_at=now, text_sealed=b"-"
    )
    return {
        "kantor-saya/aturan/<int:number_id>/akhiri/": number.pk,
        "kantor-saya/tingkat/atur/<int:number_id>/akhiri/": of_region.pk,
        "int:cap_id": cap.pk,
        "int:enactment_id": level.pk,
        "uuid:message_id": failed.pk,
    }


def _a_day_list(place: Furnished, now: datetime) -> UUID:
    sheet = "Kode,Nama,NIK,Tanggal,Jam\nA1001,Budi,3174054101900003,2022-02-07,09.00\n"
    return read_day_list(
        point_id=place.point.pk, source=Source.APAPO, usual_service=place.passport.code, content=sheet.encode(),
        by=SYSTEM, now=now,
    )  # fmt: skip


def _of_families(owner: Account, booked: Booking, now: datetime) -> dict[str, object]:
    """Somebody of the owner's household, and a seat that another account contests."""
    relative = Relative(a_nik(), "Sari Kecil", date(2015, 5, 1), next(iter(Relation)))
    kin = keep_kin(account_id=owner.pk, relative=relative, by=as_actor(owner), now=now)
    contest = ContestedSeat.objects.create(
        seat=booked.seats.get(),
        state="frozen",
        lower="typed",
        higher="document_seen",
        frozen_at=now,
        decide_by=now + A_WEEK,
    )
    relief_id = new_id()
    evidence = keyring().seal("Surat dokter", table="relief", column="evidence", row=relief_id)
    relief = Relief.objects.create(
        id=relief_id, booking=booked, slot=booked.slot, reason=next(iter(ReliefReason)), evidence_sealed=evidence,
        asked_by=1, asked_at=now,
    )  # fmt: skip
    return {"uuid:kin_id": kin, "uuid:seat_id": contest.seat_id, "uuid:relief_id": relief.pk}


def _a_period(place: Furnished, today: date) -> HoursPeriod:
    return HoursPeriod.objects.create(
        office=place.office, starts_on=today + timedelta(days=40), ends_on=today + timedelta(days=60), name="Ramadan"
    )


class NoObject(LookupError):
    """A route holds a variable part for which the situation has nothing."""


def path_of(address: Address, situation: Situation) -> str:
    """The address with objects of Jakarta Selatan in it. Raises NoObject in words."""
    path = "/" + address.route
    for parameter in address.parameters:
        found = situation.objects.get(address.route) or situation.objects.get(parameter)
        if found is None:
            raise NoObject(
                f"/{address.route} names <{parameter}>, and tests/interfaces/rights.py knows no such thing: make one at"
                f" {HERE} in a_situation and add it to `objects` as {parameter!r}, so that every role can try it."
            )
        path = path.replace(f"<{parameter}>", str(found))
    return path


@dataclass
class Visitor:
    """Someone who tries an address: as whom, from where."""

    name: str
    kind: str  # anonymous, citizen, staff, program
    client: Client
    role: str = ""
    at: str = ""
    scopes: tuple[Scope, ...] = ()
    is_owner: bool = False
    headers: dict[str, str] = field(default_factory=dict)
    _cookies: str = ""

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> HttpResponse:
        """Tries an address, and takes back whatever that changed."""
        kept = SimpleCookie(self.client.cookies.output(header="", sep=";"))
        with transaction.atomic():
            headers = self.headers | {"Idempotency-Key": "a-key-of-mine"}
            send: Callable[..., HttpResponse] = getattr(self.client, method.lower())
            answer = send(path + _query(path), headers=headers, **_sent(method, path, body or {}))
            transaction.set_rollback(True)
        self.client.cookies = kept
        return answer


def _sent(method: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
    if method != "POST":
        return {}
    return (
        {"content_type": "application/json", "data": json.dumps(body)} if path.startswith("/api/") else {"data": body}
    )


def _query(path: str) -> str:
    """What the API asks for in its query, so that it gets as far as the rights."""
    asked = {
        "/availability": "?service=paspor&month=2022-02",
        "/calendar": "?month=2022-02",
        "/bookings": "?day=2022-02-04",
    }
    found = [query for end, query in asked.items() if path.startswith("/api/") and path.endswith(end)]
    return "?service=paspor" if "/availability/" in path else found[0] if found else ""


def visitors(situation: Situation) -> list[Visitor]:
    """Everybody who may come: each role at each office, owner and stranger, programs with and without rights."""
    now = clock.now()
    here, there = situation.here, situation.there
    people = [
        Visitor("anonymous", "anonymous", Client(raise_request_exception=False)),
        Visitor("owner", "citizen", _signed_in(situation.owner), is_owner=True),
        Visitor("another citizen", "citizen", _signed_in(a_citizen_account(now=now))),
    ]
    for place in (here, there):
        at = HERE if place is here else THERE
        for role in Role:
            if role is Role.REGION:
                officer = a_regional_officer(place.office.region, now=now)
            else:
                officer = an_officer(role, place.office, now=now)
            if role is Role.COUNTER:
                an_open_counter(place.counters[2], officer_id=officer.account_id, now=now)
            people.append(Visitor(f"{role} of {at}", "staff", _signed_in(officer.account), role=role, at=at))
        people.append(_program(f"program of {at}", place.office, tuple(Scope), at))
    people.append(_program("program of the region", here.office.region, tuple(Scope), HERE))
    people += [
        _program(f"program with all but {scope}", here.office, tuple(s for s in Scope if s is not scope), HERE)
        for scope in Scope
    ]
    return people


def _signed_in(account: Account) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(account)
    return client


def _program(name: str, place: Office | Region, scopes: tuple[Scope, ...], at: str) -> Visitor:
    headers = bearing(a_token(place, scopes=scopes, now=clock.now()))
    return Visitor(name, "program", Client(raise_request_exception=False), at=at, scopes=scopes, headers=headers)


def may(visitor: Visitor, address: Address, *, names_object: bool = False) -> bool:
    """Whether this visitor is let in at this address, whose objects are Jakarta Selatan's; so is what a form names."""
    kind, _, what = address.audience.partition(":")
    match kind:
        case "everyone" | "citizen" | "session":
            if address.is_own:
                return visitor.is_owner
            return kind == "everyone" or visitor.kind == "citizen"
        case "staff":
            roles = ["head"] if {"int:staff_id", "int:move_id"}.intersection(address.parameters) else address.roles
            is_role = visitor.kind == "staff" and visitor.role in roles  # officers below the head are not the region's
            return is_role and (visitor.at == HERE or not (address.parameters or names_object))
        case "token":
            return visitor.kind == "program" and what in visitor.scopes and visitor.at == HERE
        case "loopback":
            return False  # they ask at a public name; tests/interfaces/test_metrics.py asks from this machine
    raise LookupError(f"/{address.route} is for {address.audience!r}: say in tests/interfaces/rights.py who that is")


def was_let_in(answer: HttpResponse) -> bool:
    """Whether an answer is not a refusal by rights: not 401, 403, 404, and not the way to a sign-in."""
    if answer.status_code in (301, 302, 303):
        return urlsplit(answer["Location"]).path not in SIGN_INS
    return answer.status_code not in (401, 403, 404)
