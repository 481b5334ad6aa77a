"""Drafts: what someone typed into a form that is not finished, kept in the (sealed) session.

Nothing typed is lost when a page is left, a session signs in, or Back is pressed. 16 kB in all, 24 hours; the
oldest drafts make room. Times are `request.now`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.backends.base import SessionBase

from loket.kit.errors import Refusal

KEY = "drafts"
KEPT_FOR = timedelta(hours=24)
MOST_BYTES = 16 * 1024

Draft = Mapping[str, Any]


class DraftTooLong(Refusal):
    """One form holds more text than a draft may."""

    code, status = "draft_too_long", 413
    sentence = "Isian ini terlalu panjang untuk disimpan. Ringkas isinya, lalu kirim lagi."


def put(session: SessionBase, name: str, values: Draft, *, now: datetime) -> None:
    """Keeps `values` (texts, numbers, lists of them) under `name`. Raises DraftTooLong past 16 kB."""
    kept = _alive(session, now)
    kept.pop(name, None)
    kept[name] = [now.timestamp(), dict(values)]
    if _size({name: kept[name]}) > MOST_BYTES:
        raise DraftTooLong
    while _size(kept) > MOST_BYTES:
        kept.pop(next(iter(kept)))
    session[KEY] = kept
    session.set_expiry(int(KEPT_FOR.total_seconds()))


def get(session: SessionBase, name: str, *, now: datetime) -> dict[str, Any]:
    """What is kept under `name`, empty when there is nothing or it is older than 24 hours."""
    entry = _alive(session, now).get(name)
    return dict(entry[1]) if entry else {}


def drop(session: SessionBase, name: str) -> None:
    """Forgets a draft: its form was sent."""
    kept = session.get(KEY, {})
    if kept.pop(name, None) is not None:
        session[KEY] = kept


def _alive(session: SessionBase, now: datetime) -> dict[str, Any]:
    """Oldest first. A draft of the future was typed before the demo's clock was turned back: it is kept."""
    oldest = (now - KEPT_FOR).timestamp()
    return {name: entry for name, entry in session.get(KEY, {}).items() if entry[0] > oldest}


def _size(kept: Draft) -> int:
    return len(json.dumps(kept, default=str))
