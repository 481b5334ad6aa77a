"""What messages say, in both languages, and how often one is tried. No names of people, no identity numbers (R40)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from loket.kit import formats

#: A message that could not be handed over is tried again; then it is failed and listed (R67).
MOST_TRIES = 6
#: One SMS page holds 160 signs; two are the bound for every template.
LONGEST = 320

Facts = Mapping[str, Any]


class Template(StrEnum):
    """The messages there are."""

    CODE = "code"
    BOOKING_MADE = "booking_made"
    BOOKING_CANCELLED = "booking_cancelled"
    BOOKING_EXPIRED = "booking_expired"
    NUMBER_NEAR = "number_near"
    DOCUMENT_READY = "document_ready"


class FactMissing(ValueError):
    """A template was asked for without a fact that it tells, or its text grew past 320 characters."""


def compose(template: Template, language: str, facts: Facts) -> str:
    """The text of a message; `language` other than English is Indonesian. Raises FactMissing."""
    try:
        pair = _TEXTS[template](facts)
    except KeyError as error:
        raise FactMissing(f"{template} needs {error}") from error
    text = pair[formats.table_language(language) == formats.ENGLISH]
    if len(text) > LONGEST:
        raise FactMissing(f"{template} is longer than {LONGEST} characters")
    return text


def _code(facts: Facts) -> tuple[str, str]:
    """code: 6 digits; minutes: how long it lives."""
    code, minutes = facts["code"], facts["minutes"]
    return (
        f"Kode masuk Loket Anda: {code}. Berlaku {minutes} menit. Jangan beri tahu siapa pun, petugas pun tidak.",
        f"Your Loket sign-in code: {code}. Valid for {minutes} minutes. Tell nobody, not even an officer.",
    )


def _booking_made(facts: Facts) -> tuple[str, str]:
    """office, day (date), hour (`09.00 WIB`), number (of the booking), people (how many)."""
    office, hour, number, people = facts["office"], facts["hour"], facts["number"], facts["people"]
    indonesian, english = _days(facts["day"])
    return (
        (
            f"Terjadwal di {office}: {indonesian}, {hour}, {people} orang. Nomor {number}."
            " Tunjukkan tiket di gerbang dan bawa dokumen asli."
        ),
        (
            f"Booked at {office}: {english}, {hour}, {people} {'person' if people == 1 else 'people'}. Number {number}."
            " Show the ticket at the gate and bring original documents."
        ),
    )


def _booking_cancelled(facts: Facts) -> tuple[str, str]:
    """office, day (date), hour (`09.00 WIB`), number (of the booking)."""
    office, hour, number = facts["office"], facts["hour"], facts["number"]
    indonesian, english = _days(facts["day"])
    return (
        f"Jadwal nomor {number} di {office}, {indonesian}, {hour}, sudah dibatalkan. Anda dapat memilih jadwal lain.",
        f"Booking {number} at {office}, {english}, {hour}, is cancelled. You can choose another time.",
    )


def _booking_expired(facts: Facts) -> tuple[str, str]:
    """office, day (date), hour (`09.00 WIB`), number (of the booking)."""
    office, hour, number = facts["office"], facts["hour"], facts["number"]
    indonesian, english = _days(facts["day"])
    return (
        f"Nomor {number} di {office}, {indonesian}, {hour}, batal karena lewat batas bayar. Anda dapat mengambil lagi.",
        f"Booking {number} at {office}, {english}, {hour}, ended: it was not paid in time. You can book again.",
    )


def _number_near(facts: Facts) -> tuple[str, str]:
    """number (`A-017`); ahead: how many are called before it."""
    number, ahead = facts["number"], facts["ahead"]
    return (
        f"Nomor {number} segera dipanggil: {ahead} nomor lagi. Silakan kembali ke ruang tunggu.",
        f"Number {number} will be called soon: {ahead} more to go. Please come back to the waiting room.",
    )


def _document_ready(facts: Facts) -> tuple[str, str]:
    """office; day (date) from which it can be collected."""
    office = facts["office"]
    indonesian, english = _days(facts["day"])
    return (
        f"Dokumen Anda dapat diambil di {office} mulai {indonesian}. Bawa KTP asli dan bukti bayar.",
        f"Your document can be collected at {office} from {english}. Bring your original ID card and receipt.",
    )


def _days(day: date) -> tuple[str, str]:
    return formats.long_date(day, formats.INDONESIAN), formats.long_date(day, formats.ENGLISH)


_TEXTS: dict[Template, Callable[[Facts], tuple[str, str]]] = {
    Template.CODE: _code,
    Template.BOOKING_MADE: _booking_made,
    Template.BOOKING_CANCELLED: _booking_cancelled,
    Template.BOOKING_EXPIRED: _booking_expired,
    Template.NUMBER_NEAR: _number_near,
    Template.DOCUMENT_READY: _document_ready,
}
