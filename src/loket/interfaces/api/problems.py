"""Failures of the API as problem documents (RFC 9457), with a sentence in the reader's language."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import Field

from loket.foundation.integrations.rules import WITHIN, TokenUnknown
from loket.kit.errors import Refusal

CONTENT_TYPE = "application/problem+json"
#: How many wrong fields are named in one answer.
_MOST_FIELDS = 20


class WrongField(Schema):
    """One field that was not understood."""

    field: str
    rule: str


class Problem(Schema):
    """Why a request was not fulfilled. `code` is stable; `detail` is for people."""

    status: int
    code: str
    title: str
    detail: str
    fields: list[WrongField] = Field(default_factory=list)


_WORDS: dict[int, tuple[str, Promise]] = {
    400: ("bad_request", gettext_lazy("Permintaan ini tidak dapat dibaca. Periksa bentuk JSON yang dikirim.")),
    401: ("not_signed_in", gettext_lazy("Masuk lebih dulu dengan akun warga.")),
    403: ("forbidden", gettext_lazy("Kiriman ini ditolak: kuki CSRF dan tajuk X-CSRFToken harus sama.")),
    404: ("not_found", gettext_lazy("Yang diminta tidak ditemukan.")),
    422: ("invalid", gettext_lazy("Ada isian yang belum benar. Periksa isian yang disebut dalam `fields`.")),
}


def answer(request: HttpRequest, status: int, code: str, detail: str, fields: list[dict[str, str]]) -> HttpResponse:
    """One problem document; never stored on the way."""
    problem = {
        "status": status,
        "code": code,
        "title": HTTPStatus(status).phrase,
        "detail": detail,
        "fields": fields,
    }
    response = JsonResponse(problem, status=status, content_type=CONTENT_TYPE)
    response["Cache-Control"] = "no-store"
    if code == TokenUnknown.code:
        response["WWW-Authenticate"] = "Bearer"  # RFC 6750, 3
    if status == HTTPStatus.TOO_MANY_REQUESTS and "Authorization" in request.headers:
        response["Retry-After"] = str(int(WITHIN.total_seconds()))
    return response


def answer_failures(api: NinjaAPI) -> None:
    """Makes `api` answer each sort of failure with a problem document."""
    api.add_exception_handler(Refusal, _refused)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(AuthenticationError, lambda request, _: _plain(request, 401))
    api.add_exception_handler(Http404, lambda request, _: _plain(request, 404))
    api.add_exception_handler(HttpError, lambda request, error: _plain(request, getattr(error, "status_code", 400)))


def _refused(request: HttpRequest, refusal: Any) -> HttpResponse:
    with translation.override(_language(request)):
        sentence = gettext(str(refusal.sentence))
    detail = sentence % refusal.facts if refusal.facts else sentence
    return answer(request, refusal.status, refusal.code, detail, [])


def _invalid(request: HttpRequest, error: Any) -> HttpResponse:
    fields = [
        {"field": ".".join(str(part) for part in wrong["loc"])[:120], "rule": str(wrong["type"])}
        for wrong in error.errors[:_MOST_FIELDS]
    ]
    return _plain(request, 422, fields)


def _plain(request: HttpRequest, status: int, fields: list[dict[str, str]] | None = None) -> HttpResponse:
    code, sentence = _WORDS.get(status, _WORDS[400])
    with translation.override(_language(request)):
        return answer(request, status, code, str(sentence), fields or [])


def _language(request: HttpRequest) -> str:
    """The language switch of our pages, else what a program asks for by Accept-Language."""
    if "bahasa" in request.COOKIES:
        return translation.get_language() or "id"
    return translation.get_language_from_request(request) if "Accept-Language" in request.headers else "id"
