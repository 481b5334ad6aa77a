"""One origin: event streams natively, everything else through Django in a few threads.

Three things the bridge (a2wsgi) leaves to us. A body is read here, whole and bounded, before a thread is
taken: a slow or vanished sender holds no thread, and a cut-off form never reaches a view. A failing `send`
would leave the thread waiting for ever (a2wsgi issues 48 and 49): after the first failure the rest is
dropped.
Headers with an underscore are dropped: in WSGI they would pass for the ones with a hyphen. A form in another
charset than UTF-8 is turned away: Django would read even the address in whatever the sender names, be it `zip`.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from a2wsgi import WSGIMiddleware
from django.utils.http import parse_header_parameters

from loket.config.wsgi import application as pages

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]

STREAMS = "/aliran/"
THREADS = 8
BODY_LIMIT = 1024 * 1024
BODY_SECONDS = 20.0
#: 8 KiB pieces: a file of half a megabyte leaves the thread even when the reader is slow.
PIECES = 64
CHARSETS = ("", "utf-8", "utf8", "us-ascii")

#: Drawing PDF files takes a second of imports: taken after the first pages are served, before a ticket is printed.
WARM_AFTER = 5.0

_bridge: Any = WSGIMiddleware  # its types know no `Any`, Django's and ours do
_django: Application = _bridge(pages, workers=THREADS, send_queue_size=PIECES)


class _Gone(Exception):
    """The sender left before its request was whole."""


async def application(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
    """The ASGI application of an installation."""
    if scope["type"] == "lifespan":
        _warm_up()
    if scope["type"] == "lifespan" or scope["path"].startswith(STREAMS):
        await _streams()(scope, receive, send)
    elif scope["type"] == "http":
        await _page(scope, receive, send)


def _warm_up() -> None:
    warming = threading.Timer(WARM_AFTER, import_module, ["fpdf"])
    warming.daemon = True
    warming.start()


def _streams() -> Application:
    # Late: it needs Django, which loket.config.wsgi has set up by then.
    if find_spec("loket.interfaces.events.app") is None:
        return _no_streams
    streams: Application = import_module("loket.interfaces.events.app").application
    return streams


async def _no_streams(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
    """An installation without event streams: boards reload their page instead."""
    if scope["type"] == "http":
        await _refuse(send, 404, "Tidak ada di sini. / Not here.")
        return
    for step in ("startup", "shutdown"):
        await receive()
        await send({"type": f"lifespan.{step}.complete"})


async def _page(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
    headers = [(name, value) for name, value in scope["headers"] if b"_" not in name]
    if not _is_readable(headers):
        await _refuse(send, 415, "Kirim sebagai UTF-8. / Send it as UTF-8.")
        return
    try:
        body = await asyncio.wait_for(_whole_body(headers, receive), BODY_SECONDS)
    except _Gone:
        return
    except TimeoutError:
        await _refuse(
            send,
            408,
            "Kiriman terlalu lama sampai. Coba lagi. / The request took too long to arrive. Try again.",
        )
        return
    if body is None:
        await _refuse(send, 413, "Kiriman terlalu besar. / The request is too large.")
        return
    await _django({**scope, "headers": headers}, _told(body), _patient(send))


def _is_readable(headers: list[tuple[bytes, bytes]]) -> bool:
    """Whether every Content-Type is one that Django can take in the one charset that we speak."""
    sorts = (value.decode("latin-1") for name, value in headers if name.lower() == b"content-type")
    try:
        return all(parse_header_parameters(sort)[1].get("charset", "").lower() in CHARSETS for sort in sorts)
    except ValueError:  # longer than Django reads
        return False


async def _whole_body(headers: list[tuple[bytes, bytes]], receive: Receive) -> bytes | None:
    """The request's body, None past BODY_LIMIT. Raises _Gone."""
    said = dict(headers).get(b"content-length", b"")
    if said.isdigit() and int(said) > BODY_LIMIT:
        return None
    body = bytearray()
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise _Gone
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > BODY_LIMIT:
            return None
    return bytes(body)


def _told(body: bytes) -> Receive:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


def _patient(send: Send) -> Send:
    """`send` that never fails: the one who asked may have left."""
    left = False

    async def send_while_there(message: Message) -> None:
        nonlocal left
        if left:
            return
        try:
            await send(message)
        except Exception:  # noqa: BLE001 (servers name a lost client in their own ways)
            left = True

    return send_while_there


async def _refuse(send: Send, status: int, sentence: str) -> None:
    text = sentence.encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(text)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text})
