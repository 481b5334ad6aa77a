"""allauth's adapter: what an authenticator keeps is sealed, and people are named without personal data."""

from __future__ import annotations

from allauth.mfa.adapter import DefaultMFAAdapter

from loket.foundation.people.models import Account
from loket.kit.crypto import keyring

_CELL = {"table": "mfa_authenticator", "column": "data", "row": "secret"}


class SealedAuthenticators(DefaultMFAAdapter):  # type: ignore[misc]
    """settings.MFA_ADAPTER: secrets of TOTP and seeds of recovery codes are unreadable in the database."""

    def get_totp_label(self, user: Account) -> str:
        """What the app shows beside the issuer: the officer's sign-in name."""
        return user.login

    def encrypt(self, text: str) -> str:
        """Seals a secret; hexadecimal, for a JSON column."""
        return keyring().seal(text, **_CELL).hex()

    def decrypt(self, encrypted_text: str) -> str:
        """Opens what `encrypt` made. Raises SealBroken."""
        return keyring().unseal(bytes.fromhex(encrypted_text), **_CELL)
