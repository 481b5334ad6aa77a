"""Which page of a list was asked for."""

from __future__ import annotations

from django.http import HttpRequest

#: No list is leafed through further than this.
LAST_PAGE = 40


def page_asked(request: HttpRequest) -> int:
    """The number in `?hal=`, from 1 to LAST_PAGE; 1 for what is none."""
    typed = request.GET.get("hal", "1")
    return min(max(int(typed), 1), LAST_PAGE) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1
