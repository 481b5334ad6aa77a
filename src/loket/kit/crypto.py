"""Secrets at rest and signed tickets. One library: `cryptography`.

Sealing: AES-256-GCM, a random 96-bit nonce, the table, column and row id as associated data, so that a
sealed value copied to another row or column does not open (NIST SP 800-38D). The key id stands in front:
keys can be turned without re-sealing at once. Blind index: HMAC-SHA256 with a key of its own.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_VERSION = b"\x01"
_NONCE = 12


class SealBroken(Exception):
    """A sealed value does not open: another row's, another column's, changed, or its key is gone."""


@dataclass(frozen=True, slots=True)
class Keyring:
    """All keys of an installation: the first of `seal` seals, all of them open; the same for `ticket`."""

    seal_keys: dict[int, bytes]
    index_key: bytes
    ticket_keys: dict[int, bytes]
    django_secret: str

    def seal(self, plain: str, *, table: str, column: str, row: object) -> bytes:
        """Seals `plain` for one cell: version, key id, nonce, ciphertext."""
        key_id = max(self.seal_keys)
        nonce = os.urandom(_NONCE)
        bound = f"{table}\n{column}\n{row}".encode()
        sealed = AESGCM(self.seal_keys[key_id]).encrypt(nonce, plain.encode(), bound)
        return _VERSION + bytes([key_id]) + nonce + sealed

    def unseal(self, sealed: bytes | memoryview, *, table: str, column: str, row: object) -> str:
        """Opens what `seal` made for the same cell. Raises SealBroken."""
        sealed = bytes(sealed)
        key = self.seal_keys.get(sealed[1]) if sealed[:1] == _VERSION and len(sealed) > _NONCE + 2 else None
        if key is None:
            raise SealBroken("no key of this installation opens it")
        bound = f"{table}\n{column}\n{row}".encode()
        try:
            return AESGCM(key).decrypt(sealed[2 : 2 + _NONCE], sealed[2 + _NONCE :], bound).decode()
        except InvalidTag as error:
            raise SealBroken("it was sealed for another cell, or changed") from error

    def blind_index(self, purpose: str, value: str) -> bytes:
        """32 bytes by which `value` is found without standing in the database."""
        return hmac.new(self.index_key, f"{purpose}\n{value}".encode(), hashlib.sha256).digest()

    def sign(self, message: bytes) -> bytes:
        """Key id (1 byte) and Ed25519 signature (64 bytes, RFC 8032) over `message`."""
        key_id = max(self.ticket_keys)
        return bytes([key_id]) + self._private(key_id).sign(message)

    def verifies(self, message: bytes, signature: bytes) -> bool:
        """Whether `signature` (as `sign` makes it) is this installation's over `message`."""
        if len(signature) != 65 or signature[0] not in self.ticket_keys:
            return False
        try:
            self._private(signature[0]).public_key().verify(signature[1:], message)
        except InvalidSignature:
            return False
        return True

    def _private(self, key_id: int) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.ticket_keys[key_id])


def make_keys() -> dict[str, Any]:
    """Fresh random keys in the shape of the keys file."""
    return {
        "seal": {"1": os.urandom(32).hex()},
        "index": os.urandom(32).hex(),
        "ticket": {"1": os.urandom(32).hex()},
        "django": os.urandom(32).hex(),
    }


def write_keys(path: Path) -> None:
    """Writes fresh keys, mode 0600. Raises FileExistsError: keys are never overwritten."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump(make_keys(), file, indent=1)


def read_keys(path: Path) -> Keyring:
    """The keyring of a keys file. Raises OSError, or ValueError in words when the file is not one."""
    try:
        raw = json.loads(path.read_text())
        return Keyring(
            seal_keys={int(k): bytes.fromhex(v) for k, v in raw["seal"].items()},
            index_key=bytes.fromhex(raw["index"]),
            ticket_keys={int(k): bytes.fromhex(v) for k, v in raw["ticket"].items()},
            django_secret=raw["django"],
        )
    except (KeyError, TypeError, AttributeError, json.JSONDecodeError) as error:
        raise ValueError(f"{path} is not a keys file; make one with `loket keys make`") from error


def keyring() -> Keyring:
    """The keyring of this process (settings.LOKET_KEYRING)."""
    from django.conf import settings  # noqa: PLC0415 (the fast lane uses Keyring without Django)

    ring: Keyring = settings.LOKET_KEYRING
    return ring
