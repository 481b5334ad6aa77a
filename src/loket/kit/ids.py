"""Identifiers that people and programs carry."""

from __future__ import annotations

import hashlib
import secrets
import uuid

#: No 0 O 1 I L U: a code that is read aloud and typed stays what it was (Crockford's idea).
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 8


def new_id() -> uuid.UUID:
    """A random id, 122 bits."""
    return uuid.uuid4()


def new_code() -> str:
    """A ticket code of 8 characters, about 39 bits; unique by the database, guarded by the attempt limit."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def clean_code(typed: str) -> str:
    """What a person meant by a typed code: case, spaces and hyphens do not count; O I L read as 0 1 1 are dropped."""
    return "".join(c for c in typed.upper() if c in ALPHABET)[: CODE_LENGTH + 1]


def bound_key(principal: str, key: str) -> uuid.UUID:
    """An idempotency key bound to who sent it: two people with one key never meet."""
    digest = hashlib.sha256(f"{principal}\n{key}".encode()).digest()
    return uuid.UUID(bytes=digest[:16])


def as_uuid(text: str) -> uuid.UUID:
    """A UUID from its text. Raises ValueError."""
    return uuid.UUID(text)
