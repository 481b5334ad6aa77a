"""Sessions, sealed: what is kept of a visitor (drafts with names and birth dates) is unreadable in the database.

Django's table of sessions, but the data are sealed for the session's own key (kit.crypto, AES-256-GCM): a row
copied to another session does not open.
"""

from __future__ import annotations

import base64
import json
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions

from loket.kit.crypto import SealBroken, keyring


class SessionStore(DatabaseSessions):
    """What settings.SESSION_ENGINE looks for."""

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Sealed JSON in base64."""
        sealed = keyring().seal(json.dumps(session_dict), table="session", column="data", row=self.session_key)
        return base64.b64encode(sealed).decode()

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """Opens what `encode` made for this key; anything else is an empty session."""
        try:
            sealed = base64.b64decode(session_data, validate=True)
            opened = keyring().unseal(sealed, table="session", column="data", row=self.session_key)
        except (SealBroken, ValueError, IndexError):
            return {}
        kept: dict[str, Any] = json.loads(opened)
        return kept
