"""Notes a person who is served."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection

from loket.foundation.people.rules import Identity
from loket.kit import ids
from loket.kit.crypto import keyring

IDENTITY = "identity"


def note_person(identity: Identity, *, now: datetime) -> UUID:
    """The id of the person with this identity; noted (sealed, indexed) when not known yet. Safe under races.

    Whether the person was known is not told: a page must never reveal that a NIK stands elsewhere.
    """
    ring = keyring()
    person_id = ids.new_id()
    index = ring.blind_index(IDENTITY, identity.key)
    sealed = ring.seal(identity.key, table="person", column=IDENTITY, row=person_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO loket_person (id, nationality, identity_index, identity_sealed, created_at)"
            " VALUES (%s, %s, %s, %s, %s) ON CONFLICT (identity_index) DO NOTHING",
            [person_id, identity.nationality, index, sealed, now],
        )
        cursor.execute("SELECT id FROM loket_person WHERE identity_index = %s", [index])
        found: UUID = cursor.fetchone()[0]
    return found
