"""Rules of the queue: numbers, states, what may follow what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from loket.casework.cases.rules import CollectorKind
from loket.kit.errors import Refusal

UNDO_FOR = timedelta(seconds=30)
LAST_NUMBER = 999
PRIORITY_LETTER = "P"


class NumberState(StrEnum):
    """Where a number stands. Called: at a counter or on the way to it."""

    WAITING = "waiting"
    CALLED = "called"
    SKIPPED = "skipped"
    DONE = "done"


class NumberHappening(StrEnum):
    """What happens to a number; each is an event with its time (R39)."""

    GIVEN = "given"
    CALLED = "called"
    RECALLED = "recalled"
    SKIPPED = "skipped"
    RETURNED = "returned"
    FINISHED = "finished"
    UNDONE = "undone"


class CounterTaken(Refusal):
    """Another officer sits at this counter."""

    code = "counter_taken"
    sentence = "Loket ini sedang dibuka petugas lain. Pilih loket lain."


class CounterElsewhere(Refusal):
    """A counter of another office."""

    code, status = "counter_elsewhere", 403
    sentence = "Loket ini milik kantor lain."


class OtherCounterOpen(Refusal):
    """The officer sits at another counter."""

    code = "other_counter_open"
    sentence = "Anda masih membuka loket lain. Tutup loket itu lebih dulu."


class CounterBusy(Refusal):
    """The counter still has someone before it."""

    code = "counter_busy"
    sentence = "Masih ada pemohon di loket ini. Selesaikan atau lewati lebih dulu."


class CounterNotOpen(Refusal):
    """The officer has no open counter."""

    code = "counter_not_open"
    sentence = "Buka loket lebih dulu."


class NobodyWaits(Refusal):
    """No number waits for a stage that this counter serves."""

    code = "nobody_waits"
    sentence = "Belum ada yang menunggu untuk loket ini."


class NobodyCalled(Refusal):
    """Nobody is at the counter, so there is nothing to recall, skip or finish."""

    code = "nobody_called"
    sentence = "Tidak ada nomor yang sedang dipanggil di loket ini."


class NotSkipped(Refusal):
    """A number to be let back in was not skipped today in this zone, or is back already."""

    code = "not_skipped"
    sentence = "Nomor ini tidak ada lagi di daftar yang dilewati."


class WhoCollects(Refusal):
    """A document is ready and nobody said who fetches it (R45)."""

    code, status = "who_collects", 422
    sentence = "Pilih siapa yang mengambil dokumen."


class NothingToCollect(Refusal):
    """A handover was asked for, and the person has no document at this office."""

    code = "nothing_to_collect"
    sentence = "Tidak ada dokumen atas nama pemohon ini di kantor ini."


class RecallsUsed(Refusal):
    """A number was recalled as often as is allowed (R39)."""

    code = "recalls_used"
    sentence = "Nomor ini sudah dipanggil ulang %(recalls)s kali. Lewati nomor ini; pemohon dapat dipanggil lagi nanti."


class UndoTooLate(Refusal):
    """30 seconds are over, or the number has been called elsewhere."""

    code = "undo_too_late"
    sentence = "Tidak dapat dibatalkan lagi: sudah lewat 30 detik atau nomor sudah dipanggil di loket lain."


class NumbersUsedUp(Refusal):
    """A series has given 999 numbers today."""

    code = "numbers_used_up"
    sentence = "Nomor antrean untuk layanan ini hari ini sudah habis."


class NoJourney(Refusal):
    """The office offers a service without having laid out its steps."""

    code = "no_journey"
    sentence = "Alur layanan ini belum disusun di kantor ini. Hubungi kepala kantor."


@dataclass(frozen=True, slots=True)
class Handover:
    """Who fetches a document at a collection visit; name and proof for others than the owner (R45)."""

    collector: CollectorKind
    name: str = ""
    proof: str = ""


def letter_of(service_letter: str, *, priority: bool) -> str:
    """The letter of a number: the service's, or P for confirmed priority (R24, R39)."""
    return PRIORITY_LETTER if priority else service_letter


def number_text(letter: str, serial: int) -> str:
    """A number as people see and hear it: A-017 (R39)."""
    return f"{letter}-{serial:03d}"


def wait_minutes(ahead: int, minutes: int | None, counters: int) -> int | None:
    """Whole minutes of service until somebody with `ahead` people before is called; open counters share them.

    `minutes`: expected for one person. None without an open counter, or where no minutes are known.
    """
    return -(-ahead * minutes // counters) if counters and minutes else None
