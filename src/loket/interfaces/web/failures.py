"""Answers to what is refused, missing or broken: a page, a fragment for htmx, or a problem document."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DataError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loket.interfaces.web.paths import came_from
from loket.interfaces.web.words import said
from loket.kit.errors import Refusal

log = logging.getLogger("loket.web")

#: When even the page of a failure fails. Both languages, no template, no style.
_LAST_RESORT = (
    '<!doctype html><html lang="id"><meta charset="utf-8"><title>Loket</title>'
    "<h1>Layanan sedang terganggu</h1><p>Muat ulang halaman ini sebentar lagi.</p>"
    '<p lang="en">The service is disturbed. Reload this page in a moment.</p></html>'
)
RETRY_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong in words. `bare`: the page asks nothing that could fail once more."""

    status: int
    code: str
    title: str | Promise
    sentence: str | Promise
    bare: bool = False


_TRY_AGAIN = gettext_lazy("Kembali dan coba sekali lagi. Kalau tetap gagal, tanyakan kepada petugas.")
UNREADABLE = Problem(
    400,
    "bad_request",
    gettext_lazy("Permintaan tidak terbaca"),
    gettext_lazy("Ada tanda yang tidak dapat kami baca. Ketik ulang tanpa tanda khusus, lalu kirim lagi."),
    bare=True,
)
TOO_LARGE = Problem(
    413,
    "too_large",
    gettext_lazy("Kiriman terlalu besar"),
    gettext_lazy("Kiriman ini melebihi batas. Perkecil berkas atau ringkas isinya, lalu kirim lagi."),
    bare=True,
)
TOO_LONG = Problem(
    414,
    "uri_too_long",
    gettext_lazy("Alamat terlalu panjang"),
    gettext_lazy("Alamat halaman ini terlalu panjang. Mulai lagi dari halaman depan."),
    bare=True,
)
NOT_FOUND = Problem(
    404,
    "not_found",
    gettext_lazy("Halaman tidak ditemukan"),
    gettext_lazy("Periksa kembali alamatnya, atau mulai dari halaman depan."),
)
ONLY_SENT = Problem(
    405,
    "method_not_allowed",
    gettext_lazy("Halaman ini dibuka lewat tombolnya"),
    gettext_lazy("Tidak ada yang berubah. Kembali ke halaman sebelumnya, lalu tekan tombolnya sekali lagi."),
)
FORBIDDEN = Problem(
    403,
    "forbidden",
    gettext_lazy("Halaman ini bukan untuk akun ini"),
    gettext_lazy("Masuk dengan akun yang berhak, atau mulai dari halaman depan."),
)
STALE_FORM = Problem(
    403,
    "stale_form",
    gettext_lazy("Formulir ini sudah terlalu lama terbuka"),
    gettext_lazy("Kembali ke halaman tadi, muat ulang, lalu kirim sekali lagi."),
)
BROKEN = Problem(500, "broken", gettext_lazy("Ada yang tidak beres di pihak kami"), _TRY_AGAIN, bare=True)
UNAVAILABLE = Problem(
    503,
    "unavailable",
    gettext_lazy("Layanan sedang terputus"),
    gettext_lazy("Tidak ada yang hilang: yang sudah tersimpan tetap tersimpan. Coba lagi sebentar lagi."),
    bare=True,
)

BUSY = Problem(
    503,
    "busy",
    gettext_lazy("Sedang sangat ramai"),
    gettext_lazy("Permintaan ini menunggu terlalu lama dan kami hentikan. Tidak ada yang berubah: coba lagi sebentar."),
    bare=True,
)
#: PostgreSQL: query_canceled (statement_timeout), lock_not_available (lock_timeout).
_TIMED_OUT = ("57014", "55P03")


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose protecting token is missing or old (CSRF_FAILURE_VIEW)."""
    return respond(request, STALE_FORM)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400: what Django refused to read."""
    return respond(request, problem_of(exception) or UNREADABLE)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler403."""
    return respond(request, FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler404."""
    return respond(request, NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500: a database out of reach is 503, everything else a fault of ours."""
    return respond(request, problem_of(sys.exc_info()[1]) or BROKEN)


def problem_of(error: BaseException | None) -> Problem | None:
    """The problem that an exception stands for, or None when it is a fault of ours."""
    if isinstance(error, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return TOO_LARGE
    if isinstance(error, OperationalError | InterfaceError):
        return BUSY if getattr(error.__cause__, "sqlstate", None) in _TIMED_OUT else UNAVAILABLE
    return None


def unreadable_by_database(error: BaseException) -> bool:
    """True for input that no column can hold: a number out of range, a NUL, a lone surrogate."""
    return isinstance(error, UnicodeError | DataError)


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The answer to a rule that said no. A refusal may carry `title` and `way_on` (path and words)."""
    title = getattr(refusal, "title", None) or _("Belum dapat dipenuhi")
    problem = Problem(refusal.status, refusal.code, title, said(refusal))
    return respond(request, problem, template="errors/refusal.html", way_on=getattr(refusal, "way_on", None))


def respond(
    request: HttpRequest,
    problem: Problem,
    *,
    template: str = "errors/page.html",
    way_on: tuple[str, str | Promise] | None = None,
) -> HttpResponse:
    """The problem in the form that the asker reads. Never raises."""
    if problem.bare:
        request.bare = True  # type: ignore[attr-defined]
    if request.path.startswith("/api/"):
        response: HttpResponse = _document(problem)
    else:
        context = {"problem": problem, "way_on": way_on or _way_back(request)}
        response = _safely(lambda: _page(request, template, context), problem.status)
    response["Cache-Control"] = "no-store"
    if problem.status == UNAVAILABLE.status:
        response["Retry-After"] = str(RETRY_SECONDS)
    return response


def _document(problem: Problem) -> JsonResponse:
    body: dict[str, Any] = {
        "status": problem.status,
        "code": problem.code,
        "title": str(problem.title),
        "detail": str(problem.sentence),
    }
    return JsonResponse(body, status=problem.status, content_type="application/problem+json")


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    problem: Problem = context["problem"]
    if request.headers.get("HX-Request") == "true":
        response = HttpResponse(render_to_string("errors/fragment.html", context, request), status=problem.status)
        # The part that was asked for stays as it is; the sentence goes to the line for news.
        response["HX-Retarget"] = "#kabar"
        response["HX-Reswap"] = "innerHTML"
        return response
    return HttpResponse(render_to_string(template, context, request), status=problem.status)


def _safely(draw: Callable[[], HttpResponse], status: int) -> HttpResponse:
    try:
        return draw()
    except Exception:  # a failing failure page would hide the first failure
        log.exception("the page of a failure failed")
        return HttpResponse(_LAST_RESORT, status=status)


def _way_back(request: HttpRequest) -> tuple[str, str]:
    """The page that the reader came from, when it is ours; else the front page."""
    before = came_from(request)
    if before and before.partition("?")[0] != request.path:
        return before, _("Kembali ke halaman tadi")
    return "/", _("Ke halaman depan")
