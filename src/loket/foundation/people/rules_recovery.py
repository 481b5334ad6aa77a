"""When an account may go to another phone number: which documents are seen, and what is refused."""

from __future__ import annotations

from enum import StrEnum

from loket.kit.errors import Refusal


class SeenDocument(StrEnum):
    """The document with a photograph that the help desk saw; its number is not kept."""

    KTP = "ktp"
    PASSPORT = "passport"
    DRIVING_LICENCE = "driving_licence"


class AccountNotProven(Refusal):
    """No account of this number, or none that booked for this person: which of these is not told."""

    code, status = "account_not_proven", 422
    sentence = (
        "Nomor lama dan identitas ini tidak cocok dengan satu akun. Tanpa pendaftaran atas nama ini, akun tidak dapat"
        " dipindahkan; masuk saja dengan nomor baru."
    )


class NumberInUse(Refusal):
    """The new number opens another account that has bookings."""

    code = "number_in_use"
    sentence = "Nomor baru ini sudah dipakai akun lain yang punya pendaftaran. Pakai nomor lain."
