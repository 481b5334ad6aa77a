"""Officers of the demo, with passwords and PINs that everybody may know, and one citizen's phone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from random import Random

from django.contrib.auth.hashers import make_password

from loket.foundation.offices.models import Office, Region
from loket.foundation.people.models import Account, Staff
from loket.foundation.people.rules import Role
from loket.seed import names
from loket.seed.layout import OFFICES, layout_of

PASSWORD = "loket-demo-2022"  # noqa: S105 (known on purpose; serve refuses demo accounts outside the demo)
PIN = "204022"
REGION = "DKI Jakarta"


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
    """Hires for every post that nobody has. One hash for all: the password is no secret and hashing is slow."""
    standing = set(Account.objects.filter(is_demo=True).values_list("login", flat=True))
    missing = [post for post in posts() if post.login not in standing]
    password, pin = make_password(PASSWORD), make_password(PIN)
    offices = {office.code: office for office in Office.objects.filter(code__in=OFFICES)}
    region = Region.objects.get(name=REGION)
    accounts = Account.objects.bulk_create(
        Account(login=post.login, password=password, is_demo=True, created_at=now) for post in missing
    )
    called = _names(len(missing))
    Staff.objects.bulk_create(
        Staff(
            account=account,
            name=name,
            role=post.role,
            office=offices.get(post.office_code),
            region=region if post.region else None,
            pin_hash=pin,
        )
        for account, post, name in zip(accounts, missing, called, strict=True)
    )


def _names(count: int) -> list[str]:
    random = Random(207)  # noqa: S311 (the same officers everywhere)
    found: dict[str, None] = {}
    while len(found) < count:
        name = names.citizen_name(random, woman=random.random() < 0.5)
        if " " in name:
            found[name] = None
    return list(found)
