"""What every request passes through: safe headers, the reader's language, bounds, the time, refusals.

Order: headers, (static files), language, bounds, (sessions, common, csrf, sign-in), clock, refusals.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.utils import translation

from loket.interfaces.web import failures
from loket.kit import clock as time_source
from loket.kit.errors import Refusal

log = logging.getLogger("loket.web")
Handler = Callable[[HttpRequest], HttpResponseBase]

CONTENT_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self' blob:;"
    " worker-src 'self' blob:; font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none';"
    " form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=(self), payment=(), usb=(), midi=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
QUERY_BYTES = 2048
#: They say whether the process lives and can serve: they must not wait for the database, not even for the demo's clock.
PROBES = ("/healthz", "/readyz", "/metrics")
#: Forms with files may be larger: photos of documents from a telephone.
FILES_BYTES = 12 * 1024 * 1024
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_CONTROL = frozenset([*map(chr, range(32)), *map(chr, range(127, 160))])
_BROKEN_UTF8 = re.compile("%[89A-F][0-9A-F]")
_TEXT_CONTROL = _CONTROL - {"\t", "\n", "\r"}


def headers(get_response: Handler) -> Handler:
    """Sets the headers that keep pages safe; pages of a session are never stored on the way."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        session = settings.SESSION_COOKIE_NAME
        personal = session in request.COOKIES or session in response.cookies
        if personal and not request.path.startswith(settings.STATIC_URL):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def language(get_response: Handler) -> Handler:
    """Indonesian, or what the reader chose by the switch (a cookie); the browser's own wish is not asked."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        code = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(code):
            request.LANGUAGE_CODE = code
            response = get_response(request)
        response.headers.setdefault("Content-Language", code)
        return response

    return middleware


def bounds(get_response: Handler) -> Handler:
    """Turns away what no page could mean: control characters, broken UTF-8, too much of anything."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        problem = _out_of_bounds(request)
        return failures.respond(request, problem) if problem else get_response(request)

    return middleware


def clock(get_response: Handler) -> Handler:
    """One time for the whole request: `request.now`."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.path_info in PROBES:
            return get_response(request)
        request.now = time_source.now()  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def refusals(get_response: Handler) -> Handler:
    """Turns what views raise into answers: a rule's no, a database out of reach, unreadable input, a lost form."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if response.status_code != failures.ONLY_SENT.status or getattr(response, "content", True):
            return response
        told = failures.respond(request, failures.ONLY_SENT)  # Django's own answer is an empty page
        told["Allow"] = response.headers.get("Allow", "")
        return told

    # Django looks for this attribute on every middleware when a view has raised.
    setattr(middleware, "process_exception", _answer_to)  # noqa: B010 (a function's type has no such attribute)
    return middleware


def _answer_to(request: HttpRequest, error: Exception) -> HttpResponse | None:
    if isinstance(error, Refusal):
        return failures.refused(request, error)
    problem = failures.problem_of(error)
    if problem is None and failures.unreadable_by_database(error):
        problem = failures.UNREADABLE
    if problem is not None:
        log.warning("%s answered %s", type(error).__name__, problem.status)
        return failures.respond(request, problem)
    return None


def _out_of_bounds(request: HttpRequest) -> failures.Problem | None:
    query = request.META.get("QUERY_STRING", "")
    if len(query) > QUERY_BYTES or len(request.META.get("PATH_INFO", "")) > QUERY_BYTES:
        return failures.TOO_LONG
    if not _path_is_clean(request) or not _query_is_clean(query):
        return failures.UNREADABLE
    if _length(request) > _most(request):
        return failures.TOO_LARGE
    try:
        return None if _fields_are_clean(request) else failures.UNREADABLE
    except (SuspiciousOperation, BadRequest, MultiPartParserError, UnicodeError) as error:
        return failures.problem_of(error) or failures.UNREADABLE


def _path_is_clean(request: HttpRequest) -> bool:
    """Django has decoded the path as UTF-8 and left what was none as %XX; that and controls are not ours."""
    text = request.path_info
    return _CONTROL.isdisjoint(text) and "\ufffd" not in text and not _BROKEN_UTF8.search(text)


def _query_is_clean(query: str) -> bool:
    try:
        return _CONTROL.isdisjoint(unquote_to_bytes(query.replace("+", " ")).decode())
    except UnicodeError:
        return False


def _length(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isascii() and length.isdigit() else 0


def _most(request: HttpRequest) -> int:
    if request.content_type == "multipart/form-data":
        return FILES_BYTES
    return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE or FILES_BYTES)


def _fields_are_clean(request: HttpRequest) -> bool:
    """Reads the fields of query and form now, so that what is wrong with them is known before any view."""
    _ = request.GET
    if request.content_type == "application/json":
        # Escaped NULs pass every JSON parser and no text column.
        return b"\\u0000" not in request.body and b"\x00" not in request.body
    if request.content_type not in _FORMS:
        return True
    if request.content_type == _FORMS[0]:
        unquote_to_bytes(request.body).decode()
    return _clean(text for name, values in request.POST.lists() for text in (name, *values))


def _clean(texts: Iterable[object]) -> bool:
    return all(_TEXT_CONTROL.isdisjoint(str(text)) for text in texts)
