"""The style page, in the demo only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render

from loket.interfaces.web.audiences import Visit, everyone
from loket.interfaces.web.gaya import samples

_SCREENS: dict[str, Callable[[], dict[str, Any]]] = {
    "booking": lambda: {"days": samples.days(), "slots": samples.slots()},
    "ticket": lambda: {"ticket": samples.ticket()},
    "admit": lambda: {"verdict": samples.verdict(admitted=True)},
    "refuse": lambda: {"verdict": samples.verdict(admitted=False)},
    "board": samples.board,
    "day": samples.everything,
    "print": lambda: {"ticket": samples.ticket(number="A-017")},
}


def _demo_only() -> None:
    if not settings.LOKET.demo:
        raise Http404


@everyone
def index(request: Visit) -> HttpResponse:
    """Every part in every state."""
    _demo_only()
    return render(request, "gaya/index.html", samples.everything())


@everyone
def screen(request: Visit, screen: str) -> HttpResponse:
    """One whole screen made of the parts."""
    _demo_only()
    if screen not in _SCREENS:
        raise Http404
    if screen == "day":
        request.staff = samples.staff()
    return render(request, f"gaya/{screen}.html", _SCREENS[screen]())
