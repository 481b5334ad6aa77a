"""`loket gateway-simulator`: a stand-in for a provider of WhatsApp or SMS. Speaks the same JSON, sends nothing.

It can take, fail, refuse, or keep its caller waiting, and shows what it got at /simulator/. For the demo and for
tests; an installation that serves people refuses to send here (config.channels, jobs.channels.gateway).
"""

from __future__ import annotations

import argparse
import html
import json
import sys
import threading
from dataclasses import dataclass, field
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from loket.kit.environment import SIMULATOR_HEADER, SIMULATOR_PATH, Environment

PORT = 8418
#: The newest are shown; a simulator keeps nothing for long.
_KEPT, _BODY_LIMIT = 200, 64 * 1024
_DELAY = 30.0


class Mood(StrEnum):
    """How the simulator answers."""

    TAKE = "take"  # 200 and a receipt
    FAIL = "fail"  # 503: tried again
    REFUSE = "refuse"  # 422: failed for good
    DELAY = "delay"  # no answer until it is told to go on, or half a minute is over
    BREAK = "break"  # takes the message, then drops the line before it answers


_STATUS = {Mood.TAKE: 200, Mood.DELAY: 200, Mood.FAIL: 503, Mood.REFUSE: 422}


@dataclass
class Provider:
    """What a simulated provider got. `taken`: by idempotency key, so that a repeated one is delivered once."""

    mood: Mood = Mood.TAKE
    taken: dict[str, dict[str, Any]] = field(default_factory=dict)
    asked: int = 0
    #: A delayed answer leaves when this is set; `heard` is set when a request has come in.
    go_on: threading.Event = field(default_factory=threading.Event)
    heard: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, key: str, said: dict[str, Any]) -> tuple[int, dict[str, str]]:
        """Status and JSON for a message; the same key gets the same receipt and is kept once."""
        with self._lock:
            self.asked += 1
            self.heard.set()
            if self.mood in (Mood.FAIL, Mood.REFUSE):
                return _STATUS[self.mood], {"error": self.mood.value}
            known = key in self.taken
            self.taken.setdefault(key, said)
            while len(self.taken) > _KEPT:
                del self.taken[next(iter(self.taken))]
        if self.mood is Mood.DELAY:
            self.go_on.wait(_DELAY)
        return 200, {"id": f"simulated-{key}", "repeated": str(known).lower()}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `loket gateway-simulator`."""
    parser.add_argument("--port", type=int, default=PORT, help=f"port on 127.0.0.1 (default: {PORT})")
    parser.add_argument("--mood", choices=[m.value for m in Mood], default=Mood.TAKE.value, help="how it answers")
    parser.epilog = f"Point LOKET_WHATSAPP_URL or LOKET_SMS_URL at http://127.0.0.1:{PORT}{SIMULATOR_PATH}messages"


def run(args: argparse.Namespace, environment: Environment) -> int:
    """Simulates until Ctrl-C; 1 and a sentence on stderr outside the demo."""
    if not environment.demo:
        print("loket: The simulator of a gateway is for the demo: set LOKET_DEMO=1.", file=sys.stderr)
        return 1
    provider = Provider(Mood(args.mood))
    server = server_of(provider, args.port)
    print(f"Simulating a gateway at http://127.0.0.1:{args.port}{SIMULATOR_PATH} (mood: {provider.mood}).", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print("\nThe simulator is stopped.")
    finally:
        server.server_close()
    return 0


def server_of(provider: Provider, port: int) -> ThreadingHTTPServer:
    """An HTTP server for a provider on loopback; port 0 takes a free one."""
    handler = type("Handler", (_Handler,), {"provider": provider})
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    server.daemon_threads = True
    return server


class _Handler(BaseHTTPRequestHandler):
    provider: Provider
    server_version, sys_version = "Loket-Simulator", ""

    def do_POST(self) -> None:
        """Takes one message below /simulator/."""
        length = self.headers.get("Content-Length", "")
        if not self.path.startswith(SIMULATOR_PATH) or not length.isdigit() or int(length) > _BODY_LIMIT:
            self._send(404, b"{}", "application/json")
            return
        try:
            said = json.loads(self.rfile.read(int(length)))
        except ValueError:
            self._send(400, b"{}", "application/json")
            return
        status, answer = self.provider.answer(self.headers.get("Idempotency-Key", ""), said)
        if self.provider.mood is Mood.BREAK:
            self.close_connection = True
            return
        self._send(status, json.dumps(answer).encode(), "application/json")

    def do_GET(self) -> None:
        """Shows what was taken, the newest first."""
        items = "".join(
            f"<li><pre>{html.escape(json.dumps(said, ensure_ascii=False, indent=1))}</pre></li>"
            for said in reversed(self.provider.taken.values())
        )
        page = f"<!doctype html><meta charset=utf-8><title>Simulator</title><h1>Simulator: {self.provider.mood}</h1>"
        page += f"<p>Nothing here was sent to anybody. Taken: {len(self.provider.taken)}.</p><ol>{items}</ol>"
        self._send(200, page.encode(), "text/html; charset=utf-8")

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the name of the base class)
        """Nothing: a log would hold phone numbers."""

    def _send(self, status: int, body: bytes, sort: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", sort)
        self.send_header("Content-Length", str(len(body)))
        self.send_header(SIMULATOR_HEADER, "1")
        self.end_headers()
        self.wfile.write(body)
