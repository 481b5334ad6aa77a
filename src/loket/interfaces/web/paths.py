"""Where a page leads next: only inside this site."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

LONGEST_PATH = 500
#: Pages that would lead in a circle, or do something, are never "where you were".
_NEVER = ("/masuk/", "/keluar/", "/bahasa/", "/petugas/", "/static/", "/api/")


class SeeOther(HttpResponseRedirect):
    """303: the form was taken, go and look there (RFC 9110, 15.4.4)."""

    status_code = 303


def inner_path(typed: str | None, default: str) -> str:
    """`typed` when it is a path of this site to come back to, else `default`. Never another host (open redirect)."""
    if not typed or len(typed) > LONGEST_PATH or not typed.startswith("/") or typed.startswith(_NEVER):
        return default
    return typed if url_has_allowed_host_and_scheme(typed, allowed_hosts=None) else default


def came_from(request: HttpRequest) -> str:
    """Path and query of the page with the link or form that led here, when it is ours; else empty."""
    try:
        referer = urlsplit(request.META.get("HTTP_REFERER", ""))
    except ValueError:  # `http://[`: whoever sent it typed it
        return ""
    path = referer.path + (f"?{referer.query}" if referer.query else "")
    ours = referer.netloc and referer.netloc == request.META.get("HTTP_HOST")
    return path if ours and path.startswith("/") and not path.startswith("//") else ""


def wanted_path(request: HttpRequest, default: str = "") -> str:
    """Where the visitor wanted to go (`lanjut`), from the form or the address."""
    return inner_path(request.POST.get("lanjut") or request.GET.get("lanjut"), default)
