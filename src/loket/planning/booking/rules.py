"""Rules of booking: states, party size, numbers people read, what a full slot says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from loket.kit.actor import ActorKind
from loket.kit.errors import Refusal

LARGEST_PARTY = 5  # R2
#: R2: for so many persons one account holds numbers; collections come with a finished document and don't count.
MOST_HELD = 5
#: So many persons an account books in 24 hours, cancelled ones included: a cancelled seat is lost to everybody else.
MOST_A_DAY, A_DAY = 10, timedelta(hours=24)
#: R32: the door opens this long before the slot, and this long after its start the seat is late.
CHECK_IN_BEFORE = timedelta(minutes=30)
GRACE_AFTER = timedelta(minutes=15)
#: R15: a booking that is to be paid first stands so long; at this minute it is over.
HOLD = timedelta(hours=2)


class Channel(StrEnum):
    """Whose quota a slot is (R4): several channels may have seats in the same hour."""

    ONLINE = "online"
    DESK = "desk"
    PRIORITY = "priority"
    ACCELERATION = "acceleration"
    GROUP = "group"
    COLLECTION = "collection"
    DEADLINE = "deadline"
    URGENT = "urgent"
    IMPORT = "import"


#: These keep their seats when a percentage lowers the quota (a legal deadline, an emergency, what others have sold).
KEPT_WHOLE = frozenset({Channel.DEADLINE, Channel.URGENT, Channel.IMPORT})
SCALED = tuple(channel for channel in Channel if channel not in KEPT_WHOLE)
#: These open by the release rule (R6); the others have their own doors and are open at once.
RELEASED = (Channel.ONLINE, Channel.DESK, Channel.PRIORITY, Channel.ACCELERATION, Channel.COLLECTION)


class BookingState(StrEnum):
    """Where a booking stands. A held one past its time counts as expired, whether or not the job has come by (R15).

    Missed: nobody came (R31); excused: turned away at the door, a new seat is free (R36).
    """

    HELD = "held"
    BOOKED = "booked"
    ARRIVED = "arrived"
    SERVED = "served"
    CANCELLED = "cancelled"
    MISSED = "missed"
    EXCUSED = "excused"
    EXPIRED = "expired"


#: What these held is nobody's any more.
GONE = (BookingState.CANCELLED, BookingState.EXPIRED)


def state_at(state: BookingState, expires_at: datetime | None, now: datetime) -> BookingState:
    """What a booking is at `now`: held until `expires_at`, expired from that very moment on (R15)."""
    if state is BookingState.HELD and expires_at is not None and expires_at <= now:
        return BookingState.EXPIRED
    return state


class PaymentMode(StrEnum):
    """When a service is paid at a point (R16): with `before_visit` a booking is held until it is paid."""

    BEFORE_VISIT = "before_visit"
    AFTER = "after"
    NONE = "none"


class Product(StrEnum):
    """A kind of blank booklet; where its stock is 0, services that need it can't be booked (R12)."""

    PLAIN = "plain"
    ELECTRONIC = "electronic"
    POLYCARBONATE = "polycarbonate"


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
    CLOSED = "closed"
    NOT_OFFERED = "not_offered"
    NO_BLANKS = "no_blanks"


class SeatTaken(Refusal):
    """The party does not fit into what is free."""

    code = "full"
    sentence = "Kuota jam ini baru saja penuh. Pilih jam lain; isian Anda tetap tersimpan."


class NotOpenYet(Refusal):
    """The slot is not released yet (R6)."""

    code = "not_open"
    sentence = "Kuota tanggal ini belum dibuka."


class SlotClosed(Refusal):
    """The slot is past, closed by the office's calendar, or unknown."""

    code = "closed"
    sentence = "Jam ini tidak dapat dipilih lagi. Pilih jam lain."


class ServiceSuspended(Refusal):
    """The office suspended the service by a notice (R9); what is booked stays and can be looked up."""

    code = "suspended"
    sentence = "Layanan ini sedang dihentikan sementara di kantor ini. Pilih kantor lain, atau coba lagi nanti."


class NotOfferedHere(Refusal):
    """The service is not offered at this point, or no longer (R11)."""

    code = "not_offered"
    sentence = "Layanan ini tidak tersedia di kantor ini. Pilih kantor lain; isian Anda tetap tersimpan."


class BlanksOut(Refusal):
    """The office has no blank booklets of the product that the service needs (R12)."""

    code = "no_blanks"
    sentence = "Blangko untuk layanan ini sedang habis di kantor ini. Pilih kantor lain; isian Anda tetap tersimpan."


class HoldOver(Refusal):
    """A held booking was to be confirmed at or after its time, or it is not held any more (R15)."""

    code = "hold_over"
    sentence = "Waktu pembayaran nomor ini sudah lewat. Ambil nomor baru."


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
        "Satu akun memegang nomor untuk paling banyak %(most)s orang. Selesaikan atau batalkan nomor yang ada"
        " lebih dulu, atau minta bantuan di meja bantuan. Isian Anda tetap tersimpan."
    )


class AccountBooksTooOften(Refusal):
    """An account booked for ten persons within 24 hours, cancelled ones included."""

    code, status = "account_books_too_often", 429
    sentence = (
        "Akun ini sudah mengambil nomor untuk %(most)s orang dalam 24 jam, termasuk yang dibatalkan. Coba lagi besok,"
        " atau minta bantuan di meja bantuan. Isian Anda tetap tersimpan."
    )


@dataclass(frozen=True, slots=True)
class Limits:
    """Numbers of the law as an office's day has them (foundation.policy; R2, R15, R24); the defaults are for tests."""

    largest_party: int = LARGEST_PARTY
    most_held: int = MOST_HELD
    most_a_day: int = MOST_A_DAY
    a_day: timedelta = A_DAY
    hold: timedelta = HOLD
    elderly_from: int = 60
    child_under: int = 5


LIMITS = Limits()


def check_account(*, held: int, booked_in_a_day: int, limits: Limits = LIMITS) -> None:
    """Raises AccountHoldsEnough, AccountBooksTooOften: numbers are for people, not for trade (R2)."""
    if held > limits.most_held:
        raise AccountHoldsEnough(most=limits.most_held)
    if booked_in_a_day > limits.most_a_day:
        raise AccountBooksTooOften(most=limits.most_a_day)


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


class BlanksWrong(Refusal):
    """A stock of blank booklets below 0 or beyond what an office can hold."""

    code, status = "blanks_wrong", 422
    sentence = "Tulis jumlah blangko, 0 sampai 1.000.000."


class NoticeWrong(Refusal):
    """A suspension without a sentence for the public (R9)."""

    code, status = "notice_wrong", 422
    sentence = "Tulis pengumuman yang dibaca pemohon, 10 sampai 300 huruf."


class NotSuspended(Refusal):
    """There is no suspension to lift."""

    code, status = "not_suspended", 404
    sentence = "Layanan ini tidak sedang dihentikan."


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
    is_closed: bool = False  # by the calendar (R13)
    is_suspended: bool = False  # by a notice (R9)
    is_offered: bool = True  # R11
    has_blanks: bool = True  # R12

    @property
    def free(self) -> int:
        """Seats that may be claimed: quota - taken - returned."""
        return self.quota - self.taken - self.returned


def says(slot: SlotFacts, *, party: int = 1, now: datetime) -> SlotSays:
    """What a slot answers to a party of this size at `now` (R6: not yet open is never called full)."""
    if slot.starts_at <= now:
        return SlotSays.PAST
    why_not = _why_not(slot)
    if why_not is not None:
        return why_not
    if slot.opens_at is not None and now < slot.opens_at:
        return SlotSays.NOT_OPEN
    return SlotSays.FREE if slot.free >= party else SlotSays.FULL


def _why_not(slot: SlotFacts) -> SlotSays | None:
    """What stops a slot whatever its seats, in the order in which the claim answers (sql/claim_seats.v3.sql)."""
    stops = (
        (slot.is_closed, SlotSays.CLOSED),
        (slot.is_suspended, SlotSays.SUSPENDED),
        (not slot.is_offered, SlotSays.NOT_OFFERED),
        (not slot.has_blanks, SlotSays.NO_BLANKS),
    )
    return next((said for holds, said in stops if holds), None)


class DaySays(StrEnum):
    """The honest answer of a day; closed: no slot stands on it, or the calendar closed them all (R13)."""

    FREE = "free"
    FULL = "full"
    NOT_OPEN = "not_open"
    PAST = "past"
    SUSPENDED = "suspended"
    CLOSED = "closed"
    NOT_OFFERED = "not_offered"
    NO_BLANKS = "no_blanks"


#: Whose seats somebody may ask for; priority seats are given to those who qualify, the rest by who runs the channel.
_CHANNELS = {ActorKind.CITIZEN: (Channel.ONLINE,), ActorKind.API: (Channel.ONLINE,)}
_STAFF_CHANNELS = (Channel.DESK, Channel.ONLINE)


def channels_of(kind: ActorKind) -> tuple[Channel, ...]:
    """The channels in which this kind of actor books, the first one that has a slot in an hour is used (R4)."""
    return _CHANNELS.get(kind, _STAFF_CHANNELS)


def uses_priority(reasons: Sequence[PriorityReason | None]) -> bool:
    """Whether a party sits on priority seats (R24): each who qualifies may bring one who does not (R26)."""
    qualify = sum(reason is not None for reason in reasons)
    return 0 < qualify >= len(reasons) - qualify


#: What a day says is the first of these that one of its slots says (R6: not yet open comes before full).
_FIRST = (
    *(SlotSays.FREE, SlotSays.NOT_OPEN, SlotSays.FULL, SlotSays.SUSPENDED),
    *(SlotSays.NOT_OFFERED, SlotSays.NO_BLANKS, SlotSays.CLOSED, SlotSays.PAST),
)


def day_says(slots: Iterable[SlotSays]) -> DaySays:
    """What a day answers, given what its slots answer."""
    heard = set(slots)
    return next((DaySays(said.value) for said in _FIRST if said in heard), DaySays.CLOSED)


LARGEST_QUOTA = 2000
MOST_BLANKS = 1_000_000
LONGEST_RANGE = timedelta(days=366)


def booking_number(office_code: str, day: date, hour: str, letter: str, seat: int) -> str:
    """The number people read: office, day and month, hour, service letter and seat: JKS-0902-09-A17.

    `hour` is the slot's wall-clock start as HHMM; full hours lose their 00.
    """
    short = hour[:2] if hour.endswith("00") else hour
    return f"{office_code}-{day:%d%m}-{short}-{letter}{seat:02d}"


def arrival_window(starts_at: datetime) -> tuple[datetime, datetime]:
    """From when and until when the gate admits (R32): 30 minutes before to 15 minutes after the start, half-open."""
    return starts_at - CHECK_IN_BEFORE, starts_at + GRACE_AFTER


def priority_of(declared: PriorityReason | None, age: int, limits: Limits = LIMITS) -> PriorityReason | None:
    """Priority reason (R24): age is computed (60 and over, under 5), the rest is declared."""
    if age >= limits.elderly_from:
        return PriorityReason.ELDERLY
    if age < limits.child_under:
        return PriorityReason.CHILD
    return None if declared in (PriorityReason.ELDERLY, PriorityReason.CHILD) else declared
