"""WhatsApp and SMS: one JSON request over HTTP, as the provider wants it (docs/operations.md, Messages).

Standard library only: no redirect is followed and no proxy asked, so the token goes to the named server alone.
"""

from __future__ import annotations

import http.client
import json
import re
from typing import Any
from urllib.parse import urlsplit

from loket.foundation.notify.actions import NotDelivered, Parcel
from loket.foundation.notify.rules import DeliveryError
from loket.kit.environment import SIMULATOR_HEADER, Gateway

#: An answer is read so far and no further.
_ANSWER_LIMIT = 64 * 1024
#: 4xx that say "not now" instead of "never" (RFC 9110, RFC 6585).
_LATER = (408, 425, 429)


def hand_to_gateway(gateway: Gateway, parcel: Parcel, *, refuse_simulator: bool = False) -> str:
    """Hands a message to a gateway; returns the id it gave. Raises NotDelivered.

    2xx: taken. 4xx: refused for good, but 408, 425 and 429 are tried again, as is everything else. The same message
    always carries the same `Idempotency-Key`: a gateway that honours it delivers once, however often it is asked.
    """
    try:
        status, headers, answer = _post(gateway, parcel)
    except TimeoutError as error:
        raise NotDelivered(DeliveryError.TIMEOUT) from error
    except (OSError, http.client.HTTPException) as error:
        raise NotDelivered(DeliveryError.UNREACHABLE) from error
    if refuse_simulator and SIMULATOR_HEADER in headers:
        raise NotDelivered(DeliveryError.REFUSED)
    if 200 <= status < 300:
        return _receipt(answer, gateway.receipt)
    if 400 <= status < 500 and status not in _LATER:
        raise NotDelivered(DeliveryError.REFUSED, for_good=True)
    raise NotDelivered(DeliveryError.BUSY if status >= 400 else DeliveryError.UNREADABLE)


def filled(body: str, parcel: Parcel) -> bytes:
    """The request's JSON: the configured shape with this message in its places; nothing in a text is a place."""
    places = {
        "to": parcel.to,
        "digits": parcel.to.lstrip("+"),
        "text": parcel.text,
        "id": parcel.key,
        "template": parcel.template,
        "language": parcel.language,
    }

    def fill(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: fill(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [fill(inner) for inner in value]
        return re.sub(r"\{(\w+)\}", lambda at: places[at[1]], value) if isinstance(value, str) else value

    return json.dumps(fill(json.loads(body)), ensure_ascii=False).encode()


def _post(gateway: Gateway, parcel: Parcel) -> tuple[int, http.client.HTTPMessage, bytes]:
    parts = urlsplit(gateway.url)
    maker = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = maker(parts.hostname or "", parts.port, timeout=gateway.timeout)
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Accept": "application/json",
        "Idempotency-Key": parcel.key,
        "User-Agent": "Loket",
    }
    if gateway.token:
        headers["Authorization"] = f"Bearer {gateway.token}"
    try:
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path or "/", filled(gateway.body, parcel), headers)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read(_ANSWER_LIMIT)
    finally:
        connection.close()


def _receipt(answer: bytes, path: str) -> str:
    """The id that the gateway gave, empty when its answer holds none: it took the message all the same."""
    try:
        found: Any = json.loads(answer)
        for step in path.split("."):
            found = found[int(step)] if isinstance(found, list) else found[step]
    except (ValueError, KeyError, IndexError, TypeError):
        return ""
    return str(found)[:100] if isinstance(found, str | int) else ""
