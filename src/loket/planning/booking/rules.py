"""Rules of booking: states, party size, numbers people read, what a full slot says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from loket.foundation.offices.rules import Hours
from loket.kit.errors import Refusal

LARGEST_PARTY = 5  # R2
#: R2: for so many persons one account holds numbers; collections come with a finished document and don't count.
MOST_HELD = 5
#: So many persons an account books in 24 hours, cancelled ones included: a cancelled seat is lost to everybody else.
MOST_A_DAY, A_DAY = 10, timedelta(hours=24)
#: R32: the door opens this long before the slot, and this long after its start the seat is late.
CHECK_IN_BEFORE = timedelta(minutes=30)
GRACE_AFTER = timedelta(minutes=15)


class Channel(StrEnum):
    """Whose quota a slot is (R4)."""

    ONLINE = "online"
    DESK = "desk"
    PRIORITY = "priority"
    DEADLINE = "deadline"
    URGENT = "urgent"


class BookingState(StrEnum):
    """Where a booking stands. Missed: nobody came (R31); excused: turned away at the door, a new seat is free (R36)."""

    BOOKED = "booked"
    ARRIVED = "arrived"
    SERVED = "served"
    CANCELLED = "cancelled"
    MISSED = "missed"
    EXCUSED = "excused"


class PriorityReason(StrEnum):
    """Groups of the priority lane (R24); all but age are declared and confirmed at the gate."""

    ELDERLY = "elderly"
    CHILD = "child"
    DISABLED = "disabled"
    PREGNANT = "pregnant"


class SlotSays(StrEnum):
    """The honest answer of a slot to someone who wants a seat."""

    FREE = "free"
    FULL = "full"
    NOT_OPEN = "not_open"
    PAST = "past"
    SUSPENDED = "suspended"


class SeatTaken(Refusal):
    """The party does not fit into what is free."""

    code = "full"
    sentence = "Kuota jam ini baru saja penuh. Pilih jam lain; isian Anda tetap tersimpan."


class NotOpenYet(Refusal):
    """The slot is not released yet (R6)."""

    code = "not_open"
    sentence = "Kuota tanggal ini belum dibuka."


class SlotClosed(Refusal):
    """The slot is past, suspended, or unknown."""

    code = "closed"
    sentence = "Jam ini tidak dapat dipilih lagi. Pilih jam lain."


class AlreadyBooked(Refusal):
    """Someone of the party has an open booking of this kind (R3). Says neither who nor where."""

    code = "already_booked"
    sentence = (
        "Pendaftaran dengan data ini belum dapat diterima. Periksa isian Anda dan halaman Nomor saya,"
        " atau hubungi meja bantuan kantor imigrasi. Isian Anda tetap tersimpan."
    )


class KeyReused(Refusal):
    """An idempotency key came with another request than the first time."""

    code, status = "key_reused", 422
    sentence = "Permintaan ini sudah pernah dikirim dengan isi lain. Muat ulang halaman lalu coba lagi."


class PartyWrong(Refusal):
    """A party is empty, larger than five, or names somebody twice."""

    code, status = "party_wrong", 422
    sentence = "Satu pendaftaran berisi 1 sampai 5 orang yang berbeda."


class AccountHoldsEnough(Refusal):
    """An account holds numbers for five persons already (R2)."""

    code = "account_holds_enough"
    sentence = (
        "Satu akun memegang nomor untuk paling banyak 5 orang. Selesaikan atau batalkan nomor yang ada lebih dulu,"
        " atau minta bantuan di meja bantuan. Isian Anda tetap tersimpan."
    )


class AccountBooksTooOften(Refusal):
    """An account booked for ten persons within 24 hours, cancelled ones included."""

    code, status = "account_books_too_often", 429
    sentence = (
        "Akun ini sudah mengambil nomor untuk 10 orang dalam 24 jam, termasuk yang dibatalkan. Coba lagi besok,"
        " atau minta bantuan di meja bantuan. Isian Anda tetap tersimpan."
    )


def check_account(*, held: int, booked_in_a_day: int) -> None:
    """Raises AccountHoldsEnough, AccountBooksTooOften: numbers are for people, not for trade (R2)."""
    if held > MOST_HELD:
        raise AccountHoldsEnough
    if booked_in_a_day > MOST_A_DAY:
        raise AccountBooksTooOften


class WrongNationality(Refusal):
    """A service for citizens was asked by a foreigner, or the other way."""

    code, status = "wrong_nationality", 422
    sentence = "Layanan ini tidak untuk kewarganegaraan pemohon yang diisi."


class CannotCancel(Refusal):
    """A booking that has arrived, was served, or is cancelled already can't be cancelled."""

    code = "cannot_cancel"
    sentence = "Nomor ini tidak dapat dibatalkan lagi."


class SlotsWrong(Refusal):
    """Slots were asked for a backward or endless range of days, or with a quota out of bounds."""

    code, status = "slots_wrong", 422
    sentence = "Rentang tanggal atau kuota ini tidak mungkin. Periksa tanggal dan jumlah kursinya."


class BusyTryAgain(Refusal):
    """The same persons were being booked at the same moment, many times in a row."""

    code, status = "busy", 503
    sentence = "Sistem sedang sibuk. Tidak ada yang hilang; coba kirim lagi."


@dataclass(frozen=True, slots=True)
class SlotFacts:
    """What `says` needs of a slot."""

    quota: int
    taken: int
    returned: int
    starts_at: datetime
    opens_at: datetime | None
    is_suspended: bool

    @property
    def free(self) -> int:
        """Seats that may be claimed: quota - taken - returned."""
        return self.quota - self.taken - self.returned


def says(slot: SlotFacts, *, party: int = 1, now: datetime) -> SlotSays:
    """What a slot answers to a party of this size at `now` (R6: not yet open is never called full)."""
    if slot.is_suspended:
        return SlotSays.SUSPENDED
    if slot.starts_at <= now:
        return SlotSays.PAST
    if slot.opens_at is not None and now < slot.opens_at:
        return SlotSays.NOT_OPEN
    return SlotSays.FREE if slot.free >= party else SlotSays.FULL


class DaySays(StrEnum):
    """The honest answer of a day; closed: no slot stands on it (R13)."""

    FREE = "free"
    FULL = "full"
    NOT_OPEN = "not_open"
    PAST = "past"
    SUSPENDED = "suspended"
    CLOSED = "closed"


#: What a day says is the first of these that one of its slots says (R6: not yet open comes before full).
_FIRST = (SlotSays.FREE, SlotSays.NOT_OPEN, SlotSays.FULL, SlotSays.SUSPENDED, SlotSays.PAST)


def day_says(slots: Iterable[SlotSays]) -> DaySays:
    """What a day answers, given what its slots answer."""
    heard = set(slots)
    return next((DaySays(said.value) for said in _FIRST if said in heard), DaySays.CLOSED)


#: A slot shorter than this beside a break is not opened.
SHORTEST = timedelta(minutes=30)
LARGEST_QUOTA = 2000
LONGEST_RANGE = timedelta(days=366)


def slot_hours(hours: Hours) -> list[tuple[time, time]]:
    """The hours of a day as slots (R14): an hour each, none across the break or past closing or under half an hour."""
    return [slot for opens, closes in hours.stretches for slot in _split(opens, closes)]


def _split(opens: time, closes: time) -> Iterable[tuple[time, time]]:
    any_day = date(2000, 1, 1)
    start, end = datetime.combine(any_day, opens), datetime.combine(any_day, closes)
    while end - start >= SHORTEST:
        stop = min(start + timedelta(hours=1), end)
        yield start.time(), stop.time()
        start = stop


def quota_of(per_hour: int | Mapping[int, int], starts: time, ends: time) -> int:
    """Seats of one slot: as listed for its hour, or `per_hour` in proportion to its length, rounded down."""
    if not isinstance(per_hour, int):
        return per_hour.get(starts.hour, 0)
    minutes = (ends.hour - starts.hour) * 60 + ends.minute - starts.minute
    return per_hour * minutes // 60


def booking_number(office_code: str, day: date, hour: str, letter: str, seat: int) -> str:
    """The number people read: office, day and month, hour, service letter and seat: JKS-0902-09-A17.

    `hour` is the slot's wall-clock start as HHMM; full hours lose their 00.
    """
    short = hour[:2] if hour.endswith("00") else hour
    return f"{office_code}-{day:%d%m}-{short}-{letter}{seat:02d}"


def arrival_window(starts_at: datetime) -> tuple[datetime, datetime]:
    """From when and until when the gate admits (R32): 30 minutes before to 15 minutes after the start, half-open."""
    return starts_at - CHECK_IN_BEFORE, starts_at + GRACE_AFTER


def priority_of(declared: PriorityReason | None, age: int) -> PriorityReason | None:
    """Priority reason (R24): age is computed (60 and over, under 5), the rest is declared."""
    if age >= 60:
        return PriorityReason.ELDERLY
    if age < 5:
        return PriorityReason.CHILD
    return None if declared in (PriorityReason.ELDERLY, PriorityReason.CHILD) else declared
