"""What every page's frame needs: language, time, who works, where they may go. Asks the database nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy

from loket.kit import clock


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of a navigation."""

    path: str
    label: str | Promise
    current: bool = False


#: Where the roles go. A member of staff sees the entries of each role that they hold, in this order.
STAFF_NAV: tuple[tuple[str, str, str | Promise], ...] = (
    ("gate", "/gerbang/", gettext_lazy("Gerbang")),
    ("counter", "/loket/", gettext_lazy("Loket")),
    ("field", "/lapangan/", gettext_lazy("Kunjungan rumah")),
    ("office", "/kantor/", gettext_lazy("Kantor hari ini")),
    ("region", "/wilayah/", gettext_lazy("Wilayah")),
)


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame of a page. `staff` is what the sign-in left there: name, role_label, office, roles."""

    language: str
    languages: tuple[tuple[str, str], ...]
    demo: bool
    now: datetime
    path: str
    zone: str
    staff: Any = None
    nav: tuple[Link, ...] = ()


def shell(request: HttpRequest) -> dict[str, Shell]:
    """Context processor `shell`. After a failure (`request.bare`) it touches nothing that could fail."""
    bare = getattr(request, "bare", False)
    staff = None if bare else getattr(request, "staff", None)
    return {
        "shell": Shell(
            language=get_language() or settings.LANGUAGE_CODE,
            languages=tuple(settings.LANGUAGES),
            demo=bool(getattr(getattr(settings, "LOKET", None), "demo", False)),
            now=getattr(request, "now", None) or (clock.real_now() if bare else clock.now()),
            path=request.get_full_path() if request.method == "GET" else request.path,
            zone=getattr(staff, "timezone", None) or getattr(request, "zone", None) or settings.TIME_ZONE,
            staff=staff,
            nav=() if bare else _nav(request, staff),
        )
    }


def _nav(request: HttpRequest, staff: Any) -> tuple[Link, ...]:
    """The links of the request (`request.nav`: pairs of path and label), else those of the staff's roles."""
    given = getattr(request, "nav", None)
    if given is None:
        roles = {str(role) for role in getattr(staff, "roles", ())}
        given = [(path, label) for role, path, label in STAFF_NAV if role in roles]
    return tuple(Link(path, label, request.path.startswith(path)) for path, label in given)
