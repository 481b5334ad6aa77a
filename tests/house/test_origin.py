"""The one origin in front of Django: bounded bodies, patient senders, no forged headers."""

from __future__ import annotations

import asyncio
from collections.abc import MutableMapping
from typing import Any

import pytest
from tests.loops import run_apart

from loket.config import asgi

Message = MutableMapping[str, Any]


def _ask(monkeypatch: pytest.MonkeyPatch, incoming: list[Message], headers: list[tuple[bytes, bytes]]) -> Any:
    """What was sent to the client, and the scope and body that Django got (None: it was not asked)."""
    sent: list[Message] = []
    got: list[tuple[Any, bytes]] = []

    async def django(scope: Any, receive: Any, send: Any) -> None:
        got.append((scope, (await receive())["body"]))

    async def receive() -> Message:
        if not incoming:
            await asyncio.Event().wait()
        return incoming.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    monkeypatch.setattr(asgi, "_django", django)
    scope = {"type": "http", "path": "/x", "headers": headers}
    run_apart(asgi.application(scope, receive, send))
    return sent, got[0] if got else None


def _part(body: bytes, *, more: bool = False) -> Message:
    return {"type": "http.request", "body": body, "more_body": more}


def test_hands_a_whole_body_on_and_drops_forged_headers(monkeypatch: pytest.MonkeyPatch) -> None:
    headers = [(b"x_forwarded_for", b"1.2.3.4"), (b"accept", b"*/*")]
    sent, got = _ask(monkeypatch, [_part(b"ab", more=True), _part(b"c")], headers)
    assert sent == []
    assert got[0]["headers"] == [(b"accept", b"*/*")]
    assert got[1] == b"abc"


def test_forgets_a_sender_who_left_halfway(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _ask(monkeypatch, [_part(b"ab", more=True), {"type": "http.disconnect"}], []) == ([], None)


@pytest.mark.parametrize("length", [b"", b"9999999", b"none"])
def test_refuses_a_body_past_the_limit(monkeypatch: pytest.MonkeyPatch, length: bytes) -> None:
    monkeypatch.setattr(asgi, "BODY_LIMIT", 10)
    sent, got = _ask(monkeypatch, [_part(b"x" * 11)], [(b"content-length", length)])
    assert sent[0]["status"] == 413
    assert got is None


@pytest.mark.parametrize(
    "sort",
    [
        b"text/plain; charset=zip",
        b"multipart/form-data; boundary=x; Charset=idna",
        b"application/x-www-form-urlencoded; charset*=utf-8''unicode_escape",
        b"application/json; charset=utf-16",
    ],
)
def test_reads_nothing_in_a_charset_of_the_senders(monkeypatch: pytest.MonkeyPatch, sort: bytes) -> None:
    sent, got = _ask(monkeypatch, [_part(b"a=1")], [(b"content-type", sort)])
    assert sent[0]["status"] == 415
    assert got is None


@pytest.mark.parametrize("sort", [b"", b"text/html", b"application/json; charset=UTF-8", b'a/b; charset="utf-8"'])
def test_reads_utf_8_by_its_names(monkeypatch: pytest.MonkeyPatch, sort: bytes) -> None:
    sent, got = _ask(monkeypatch, [_part(b"a=1")], [(b"content-type", sort)])
    assert sent == []
    assert got[1] == b"a=1"


def test_refuses_a_body_that_never_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asgi, "BODY_SECONDS", 0.01)
    sent, got = _ask(monkeypatch, [_part(b"x", more=True)], [])
    assert sent[0]["status"] == 408
    assert got is None


def test_keeps_sending_quietly_to_someone_who_left() -> None:
    calls = []

    async def send(message: Message) -> None:
        calls.append(message)
        raise RuntimeError("gone")

    async def talk() -> None:
        patient = asgi._patient(send)
        await patient({"type": "http.response.start"})
        await patient({"type": "http.response.body"})

    run_apart(talk())
    assert len(calls) == 1
