"""Officers of the demo, with passwords and PINs that everybody may know, and one citizen's phone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random

from django.contrib.auth.hashers import ScryptPasswordHasher, make_password

from loket.foundation.audit.actions import record
from loket.foundation.offices.models import Office, Region
from loket.foundation.people.models import Account, Deputy, Staff
from loket.foundation.people.queries import login_of_phone, peppered_pin
from loket.foundation.people.rules import Role, phone_of
from loket.kit.actor import SYSTEM
from loket.kit.clock import at_office, office_day
from loket.kit.crypto import keyring
from loket.seed import names
from loket.seed.layout import OFFICES, layout_of

PASSWORD = "loket-demo-2022"  # noqa: S105 (known on purpose; serve refuses demo accounts outside the demo)
PIN = "204022"
REGION = "DKI Jakarta"
#: The demo citizen's telephone: nothing is ever sent out by the demo.
PHONE = "0812-0000-0001"


@dataclass(frozen=True, slots=True)
class Post:
    """An officer's place: how to sign in, what for, where."""

    login: str
    role: Role
    in_words: str
    office_code: str = ""
    region: str = ""


def posts() -> Iterator[Post]:
    """Every post of the demo: at each bookable office help desk, gate, its counters and the head; and the region."""
    for code in OFFICES:
        at = code.lower()
        yield Post(f"{at}.bantuan", Role.HELP_DESK, "Help desk", code)
        yield Post(f"{at}.gerbang", Role.GATE, "Gate", code)
        for number in layout_of(code).counters:
            yield Post(f"{at}.loket{number}", Role.COUNTER, f"Counter {number}", code)
        yield Post(f"{at}.kepala", Role.HEAD, "Head", code)
    yield Post("kanwil.dki", Role.REGION, "Regional head", region=REGION)


def seed_staff(*, now: datetime) -> None:
    """Hires for every post that nobody has. One password hash for all and cheap ones of PINs: they are no secrets."""
    standing = set(Account.objects.filter(is_demo=True).values_list("login", flat=True))
    missing = [post for post in posts() if post.login not in standing]
    password = make_password(PASSWORD)
    offices = {office.code: office for office in Office.objects.filter(code__in=OFFICES)}
    region = Region.objects.get(name=REGION)
    accounts = Account.objects.bulk_create(
        Account(login=post.login, password=password, is_demo=True, created_at=now) for post in missing
    )
    called = _names(len(missing))
    officers = Staff.objects.bulk_create(
        Staff(
            account=account,
            name=name,
            role=post.role,
            office=offices.get(post.office_code),
            region=region if post.region else None,
            pin_hash=_cheap_hash(peppered_pin(account.pk, PIN)),
        )
        for account, post, name in zip(accounts, missing, called, strict=True)
    )
    for officer in officers:
        detail = {"role": str(officer.role)}
        record(
            "people.staff_hired", subject=("staff", officer.pk), detail=detail, office_id=officer.office_id,
            by=SYSTEM, now=now,
        )  # fmt: skip


def seed_deputies(*, now: datetime) -> None:
    """Two deputies (Plh): North Jakarta's counter 1 today and on Monday, South Jakarta's counter 12 next week."""
    for login, first, days in (("jku.loket1", 0, 4), ("jks.loket12", 3, 2)):
        officer = Staff.objects.select_related("office").filter(account__login=login).first()
        if officer is None or officer.office is None or officer.terms.exists():
            continue
        begins = at_office(office_day(now, officer.office.timezone), time(0), officer.office.timezone)
        starts_at = begins + timedelta(days=first)
        head = Staff.objects.get(office=officer.office, role=Role.HEAD)
        term = Deputy.objects.create(
            staff=officer,
            office=officer.office,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(days=days),
            named_by=head.account_id,
        )
        detail, office_id = {"staff": officer.pk, "days": days}, officer.office.pk
        record("people.deputy_named", subject=("term", term.pk), detail=detail, office_id=office_id, by=SYSTEM, now=now)


def seed_citizen(*, now: datetime) -> int:
    """The citizen's account that opens with PHONE; returns its id. The code comes by message, shown in the demo."""
    number = phone_of(PHONE)
    account, is_new = Account.objects.get_or_create(
        login=login_of_phone(number), defaults={"password": make_password(None), "is_demo": True, "created_at": now}
    )
    if is_new:
        account.phone_sealed = keyring().seal(number, table="account", column="phone", row=account.pk)
        account.save(update_fields=["phone_sealed"])
        record("people.account_opened", subject=("account", account.pk), by=SYSTEM, now=now)
    return account.pk


def _cheap_hash(secret: str) -> str:
    hasher = ScryptPasswordHasher()
    return hasher.encode(secret, hasher.salt(), n=16, r=8, p=1)


def _names(count: int) -> list[str]:
    random = Random(207)  # noqa: S311 (the same officers everywhere)
    found: dict[str, None] = {}
    while len(found) < count:
        name = names.citizen_name(random, woman=random.random() < 0.5)
        if " " in name:
            found[name] = None
    return list(found)
