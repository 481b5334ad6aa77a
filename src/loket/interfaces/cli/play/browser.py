"""A browser without a screen: cookies, forms, redirects. Standard library only."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from typing import Any
from urllib.parse import urlencode, urlsplit

TIMEOUT = 30.0
Fields = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said: status, path after redirects, text."""

    status: int
    path: str
    text: str


class Browser:
    """One person's browser at one installation. Not for two threads at once."""

    def __init__(self, address: str) -> None:
        self._address = address.rstrip("/")
        self._jar = CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._jar))

    def get(self, path: str) -> Answer:
        """Opens a page. Raises OSError when nobody answers."""
        return self._ask(urllib.request.Request(self._address + path))  # noqa: S310 (the operator's own address)

    def post(self, path: str, fields: Fields, *, part: bool = False) -> Answer:
        """Sends a form with the CSRF token that the pages gave; `part` as a scripted page does."""
        headers = {"X-CSRFToken": self._cookie("csrftoken"), "Referer": self._address + path}
        if part:
            headers["HX-Request"] = "true"
        body = urlencode(dict(fields), doseq=True).encode()
        return self._ask(urllib.request.Request(self._address + path, body, headers))  # noqa: S310

    def _cookie(self, name: str) -> str:
        return next((cookie.value or "" for cookie in self._jar if cookie.name == name), "")

    def _ask(self, request: urllib.request.Request) -> Answer:
        try:
            with self._opener.open(request, timeout=TIMEOUT) as answer:
                return _read(answer.status, answer)
        except urllib.error.HTTPError as error:
            with error:
                return _read(error.code, error)


def _read(status: int, answer: Any) -> Answer:
    return Answer(status, urlsplit(answer.geturl()).path, answer.read().decode("utf-8", "replace"))


def filled_form(page: str, action: str) -> dict[str, list[str]]:
    """The fields of the form with this action as they stand: what is ticked, chosen or typed in already."""
    reader = _FormReader(action)
    reader.feed(page)
    return reader.fields


class _FormReader(HTMLParser):
    def __init__(self, action: str) -> None:
        super().__init__()
        self._action, self._inside = action, False
        self.fields: dict[str, list[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = dict(attrs)
        if tag == "form":
            self._inside = has.get("action") == self._action
        name, kind = has.get("name"), has.get("type", "text")
        if not self._inside or tag != "input" or not name or kind == "submit":
            return
        if kind in ("checkbox", "radio") and "checked" not in has:
            return
        self.fields.setdefault(name, []).append(has.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
