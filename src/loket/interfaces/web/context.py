"""What every page's frame needs: language, time, who works, where they may go. Asks the database nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import get_language

from loket.foundation.people.models import Staff
from loket.interfaces.web.account.nav import OfficerShown, nav_for, shown
from loket.kit import clock


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of a navigation."""

    path: str
    label: str | Promise
    current: bool = False


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame of a page. `staff`: name, role, office and zone of the officer who works there."""

    language: str
    languages: tuple[tuple[str, str], ...]
    demo: bool
    now: datetime
    path: str
    zone: str
    staff: OfficerShown | None = None
    nav: tuple[Link, ...] = ()


def shell(request: HttpRequest) -> dict[str, Shell]:
    """Context processor `shell`. After a failure (`request.bare`) it touches nothing that could fail."""
    bare = getattr(request, "bare", False)
    officer = None if bare else getattr(request, "staff", None)
    staff = shown(officer) if officer else None
    return {
        "shell": Shell(
            language=get_language() or settings.LANGUAGE_CODE,
            languages=tuple(settings.LANGUAGES),
            demo=bool(getattr(getattr(settings, "LOKET", None), "demo", False)),
            now=getattr(request, "now", None) or (clock.real_now() if bare else clock.now()),
            path=request.get_full_path() if request.method == "GET" else request.path,
            zone=staff.timezone if staff else getattr(request, "zone", None) or settings.TIME_ZONE,
            staff=staff,
            nav=() if bare else _nav(request, officer),
        )
    }


def _nav(request: HttpRequest, officer: Staff | None) -> tuple[Link, ...]:
    """The links of the request (`request.nav`: pairs of path and label), else those of the officer's role."""
    given = getattr(request, "nav", None)
    if given is None:
        given = nav_for(officer) if officer else []
    here = max((path for path, _label in given if request.path.startswith(path)), key=len, default=None)
    return tuple(Link(path, label, path == here) for path, label in given)
