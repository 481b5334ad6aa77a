"""What was read of a file, sealed until it is brought in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, time
from uuid import UUID

from loket.foundation.offices.rules import Nationality
from loket.foundation.people.rules import Identity
from loket.kit.crypto import keyring
from loket.planning.daylists.rules import Listed, Source


def seal_rows(rows: Sequence[Listed], *, list_id: UUID) -> bytes:
    """The rows as one sealed value of their list."""
    plain = [
        [r.line, r.reference, r.name, r.identity.nationality, r.identity.key, r.born.isoformat(), r.day.isoformat(),
         r.hour.isoformat(), r.service]
        for r in rows
    ]  # fmt: skip
    return keyring().seal(json.dumps(plain), table="daylist", column="rows", row=list_id)


def open_rows(sealed: bytes, *, list_id: UUID) -> list[Listed]:
    """What `seal_rows` sealed. Raises SealBroken."""
    plain = json.loads(keyring().unseal(sealed, table="daylist", column="rows", row=list_id))
    return [
        Listed(
            line, reference, name, Identity(Nationality(nationality), key), date.fromisoformat(born),
            date.fromisoformat(day), time.fromisoformat(hour), service,
        )
        for line, reference, name, nationality, key, born, day, hour, service in plain
    ]  # fmt: skip


def index_of_reference(source: Source | str, reference: str) -> bytes:
    """By which an application's number is found without standing in the database."""
    return keyring().blind_index("application", f"{source}:{reference}")
