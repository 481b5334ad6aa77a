"""Walks pages as a browser without scripts would: follows links, finds forms, fills and sends them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.test import Client


@dataclass
class Form:
    """A form of a page: where it goes and its fields with the values they hold."""

    page: str
    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, str, tuple[str, ...]]:
        """What makes two forms the same for a test: digits and ids do not count."""
        return self.method, _shape(self.action), tuple(sorted(self.fields))


class _Reader(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.links, self.forms = page, [], []
        self._form: Form | None = None
        self._select = self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in has:
            self.links.append(urljoin(self.page, has["href"]))
        elif tag == "form":
            action = urljoin(self.page, has.get("action") or self.page)
            self._form = Form(self.page, action, has.get("method", "get").lower())
            self.forms.append(self._form)
        elif self._form is not None:
            self._field(tag, has)

    def _field(self, tag: str, has: dict[str, str]) -> None:
        assert self._form is not None
        name, fields = has.get("name", ""), self._form.fields
        if tag == "option":
            self._option(has, fields)
        elif tag == "select":
            self._select = name
        elif tag == "button" and name:
            self._form.buttons.append((name, has.get("value", "")))
        elif tag == "textarea" and name:
            fields.setdefault(name, "")
        elif tag == "input" and name:
            self._input(name, has.get("type", "text"), has)

    def _option(self, has: dict[str, str], fields: dict[str, str]) -> None:
        if self._select and ("selected" in has or self._select not in fields):
            fields[self._select] = has.get("value", "")

    def _input(self, name: str, kind: str, has: dict[str, str]) -> None:
        assert self._form is not None
        if kind in ("radio", "checkbox"):
            if "checked" in has or name not in self._form.fields:
                self._form.fields[name] = has.get("value", "on")
        elif kind not in ("submit", "file"):
            self._form.fields[name] = has.get("value", "")
        if kind == "hidden":
            self._form.hidden.add(name)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""


def _shape(address: str) -> str:
    """An address without its ids, so that a list's hundred equal pages are one."""
    pieces = urlsplit(address).path.split("/")
    return "/".join("*" if any(c.isdigit() for c in piece) else piece for piece in pieces)


def walk(
    client: Client, starts: list[str], *, most: int = 200, skip: tuple[str, ...] = ()
) -> Iterator[tuple[str, int, str, list[Form]]]:
    """Every page that links reach from `starts`: address, status, text, forms; one page a shape of address."""
    waiting, seen = list(starts), set()
    while waiting and len(seen) < most:
        address = waiting.pop(0)
        parts = urlsplit(address)
        shape = (_shape(address), bool(parts.query))
        if shape in seen or parts.netloc or not parts.path.startswith("/") or "/static/" in parts.path:
            continue
        if parts.path.startswith(skip):
            continue
        seen.add(shape)
        response = client.get(parts.path + (f"?{parts.query}" if parts.query else ""))
        if response.status_code in (301, 302, 303):
            waiting.append(response["Location"])
        if response.status_code != 200 or "html" not in response.get("Content-Type", ""):
            yield address, response.status_code, "", []
            continue
        text = response.content.decode()
        reader = _Reader(parts.path)
        reader.feed(text)
        waiting += [urljoin(parts.path, link) for link in reader.links if "keluar" not in link]
        yield address, response.status_code, text, reader.forms
