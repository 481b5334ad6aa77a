"""One-time codes: made for a phone or an e-mail address, kept as a keyed hash, spent once."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime

from loket.foundation.people import rules
from loket.foundation.people.models import OneTimeCode
from loket.kit.crypto import keyring


def make_code(index: bytes, now: datetime) -> tuple[int, str]:
    """A new code for a blind index, and the id of its row. The newest code of an index counts."""
    code = f"{secrets.randbelow(10**rules.CODE_DIGITS):0{rules.CODE_DIGITS}d}"
    made = OneTimeCode.objects.create(
        phone_index=index, code_hash=_hash(index, code), expires_at=now + rules.CODE_LIVES
    )
    return made.pk, code


def spend_code(index: bytes, typed: str, now: datetime) -> bool:
    """Counts a try of the newest code of an index; True when it was right, and then it is used."""
    kept = OneTimeCode.objects.select_for_update().filter(phone_index=index).order_by("-id").first()
    if kept is None or not rules.code_opens(
        expires_at=kept.expires_at, tries=kept.tries, used=kept.used_at is not None, now=now
    ):
        return False
    kept.tries += 1
    is_right = hmac.compare_digest(bytes(kept.code_hash), _hash(index, typed))
    kept.used_at = now if is_right else None
    kept.save(update_fields=["tries", "used_at"])
    return is_right


def _hash(index: bytes, code: str) -> bytes:
    return keyring().blind_index("code", f"{index.hex()}\n{code}")
