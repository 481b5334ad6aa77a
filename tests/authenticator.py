"""A software authenticator: answers WebAuthn ceremonies as a browser with a phone would (W3C, Level 2)."""

from __future__ import annotations

import hashlib
import json
import os
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

FLAG = AuthenticatorData.FLAG


class Authenticator:
    """One device with one credential. `verifies`: the person is verified (fingerprint, PIN)."""

    def __init__(self, origin: str = "http://localhost", *, verifies: bool = True) -> None:
        self.origin, self.verifies = origin, verifies
        self._key = ec.generate_private_key(ec.SECP256R1())
        self.credential_id = os.urandom(32)
        self.handle = b""
        self.count = 0

    def create(self, options: str) -> str:
        """Answers navigator.credentials.create."""
        asked = json.loads(options)["publicKey"]
        self.handle = websafe_decode(asked["user"]["id"])
        cose = ES256.from_cryptography_key(self._key.public_key())
        kept = AttestedCredentialData.create(b"\0" * 16, self.credential_id, cose)
        data = AuthenticatorData.create(
            hashlib.sha256(asked["rp"]["id"].encode()).digest(), self._flags() | FLAG.AT, 0, bytes(kept)
        )
        client = self._client("webauthn.create", asked["challenge"])
        response = {
            "clientDataJSON": websafe_encode(client),
            "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
        }
        return self._answer(response, {"credProps": {"rk": True}})

    def get(self, options: str, **changed: Any) -> str:
        """Answers navigator.credentials.get; `changed` parts of the response are put in afterwards."""
        asked = json.loads(options)["publicKey"]
        self.count += 1
        rp_hash = hashlib.sha256(asked["rpId"].encode()).digest()
        data = AuthenticatorData.create(rp_hash, self._flags(), self.count)
        client = self._client("webauthn.get", asked["challenge"])
        signature = self._key.sign(bytes(data) + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": websafe_encode(client),
            "authenticatorData": websafe_encode(bytes(data)),
            "signature": websafe_encode(signature),
            "userHandle": websafe_encode(self.handle),
        }
        return self._answer({**response, **changed}, {})

    def _flags(self) -> int:
        return FLAG.UP | (FLAG.UV if self.verifies else 0)

    def _client(self, kind: str, challenge: str) -> bytes:
        return bytes(CollectedClientData.create(kind, challenge, self.origin))

    def _answer(self, response: dict[str, Any], extensions: dict[str, Any]) -> str:
        own = websafe_encode(self.credential_id)
        return json.dumps(
            {
                "id": own,
                "rawId": own,
                "type": "public-key",
                "response": response,
                "clientExtensionResults": extensions,
                "authenticatorAttachment": "platform",
            }
        )
