"""Rules of moving a booking: when a citizen may, for which reasons an office does, when a missed one is over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from loket.kit.errors import Refusal
from loket.kit.text import clean_line
from loket.planning.booking.rules import BookingState, Channel

EVIDENCE_LENGTHS = (4, 300)


@dataclass(frozen=True, slots=True)
class Limits:
    """The numbers of moving: how often (R29), how many days before the visit, and when a missed seat lapses (R31)."""

    times: int = 1
    days_before: int = 1
    grace: timedelta = timedelta(minutes=15)


#: In force until foundation.policy says otherwise for an office and moment. One reschedule is our default (domain 16).
LIMITS = Limits()


class MoveKind(StrEnum):
    """Who moved a booking, and by which right."""

    ORDINARY = "ordinary"
    SPECIAL = "special"


class ReliefReason(StrEnum):
    """For which reasons an office gives a new seat free of the count (R30, R36)."""

    SYSTEM_FAULT = "system_fault"
    OFFICER_ERROR = "officer_error"
    SERVER_OFFLINE = "server_offline"
    ILL = "ill"
    FAILED_SCREENING = "failed_screening"
    FORCE_MAJEURE = "force_majeure"


class ReliefState(StrEnum):
    """Where a special reschedule stands: a second officer confirms or declines it."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


class MayMove(StrEnum):
    """What a booking answers to someone who wants another day."""

    YES = "yes"
    TOO_LATE = "too_late"
    MOVED_ENOUGH = "moved_enough"
    CLOSED = "closed"


class MoveTooLate(Refusal):
    """Rescheduling ends with the day before the visit, by the office's clock (R29)."""

    code = "move_too_late"
    sentence = (
        "Jadwal dapat diubah paling lambat satu hari sebelumnya. Bila Anda sakit, atau gangguannya dari kantor,"
        " minta jadwal khusus di meja bantuan: gratis, dengan bukti."
    )


class MovedEnough(Refusal):
    """The count of reschedules is used up (R29)."""

    code = "moved_enough"
    sentence = (
        "Jadwal ini sudah pernah diubah. Batalkan nomor ini lalu ambil nomor baru selama kuota ada,"
        " atau minta bantuan di meja bantuan."
    )


class CannotMove(Refusal):
    """The booking was cancelled, served, is under way, or lies outside what may be moved."""

    code = "cannot_move"
    sentence = "Jadwal ini tidak dapat diubah lagi. Minta bantuan di meja bantuan."


class SameHour(Refusal):
    """The hour that was chosen is the one that is held already."""

    code, status = "same_hour", 422
    sentence = "Ini jam yang sudah Anda pegang. Pilih jam lain, atau biarkan jadwal tetap."


class EvidenceNeeded(Refusal):
    """A special reschedule or an urgent seat has no evidence in words or as a number."""

    code, status = "evidence_needed", 422
    sentence = "Tulis bukti, 4 sampai 300 huruf: nomor surat, nomor gangguan, atau apa yang dilihat petugas."


class SameOfficer(Refusal):
    """The officer who asked can't confirm: it takes another person (R30)."""

    code, status = "same_officer", 403
    sentence = "Petugas kedua harus orang lain. Minta rekan atau kepala kantor memeriksa permintaan ini."


class ReliefOver(Refusal):
    """A special reschedule was confirmed or declined before."""

    code = "relief_over"
    sentence = "Permintaan ini sudah diputus oleh petugas lain."


class ReliefWaiting(Refusal):
    """This booking has a special reschedule that waits for its second officer."""

    code = "relief_waiting"
    sentence = "Jadwal khusus untuk nomor ini sudah diminta dan menunggu petugas kedua."


#: Whose slots a special reschedule may use: the public's, and those kept for the desk and the priority lane.
SPECIAL_CHANNELS = (Channel.ONLINE, Channel.COLLECTION, Channel.DESK, Channel.PRIORITY)
#: States from which an office may give a new seat.
RELIEVED = (BookingState.BOOKED, BookingState.MISSED, BookingState.EXCUSED)


def may_move(state: BookingState, *, day: date, today: date, moved: int, limits: Limits = LIMITS) -> MayMove:
    """Whether the holder may choose another day (R29). `day`, `today` are the office's; `moved`: ordinary moves."""
    if state is not BookingState.BOOKED:
        return MayMove.CLOSED
    if (day - today).days < limits.days_before:
        return MayMove.TOO_LATE
    return MayMove.MOVED_ENOUGH if moved >= limits.times else MayMove.YES


def last_moment(day: date, limits: Limits = LIMITS) -> date:
    """The last day on which a visit on `day` may be moved (R29): the day before, unless the limits say otherwise."""
    return day - timedelta(days=limits.days_before)


def may_relieve(state: BookingState, *, starts_at: datetime, now: datetime, turned_away: bool) -> bool:
    """Whether a special reschedule may be asked for (R30, R36): the hour has come, or the door turned them away."""
    return state in RELIEVED and (turned_away or now >= starts_at or state is not BookingState.BOOKED)


def is_missed(state: BookingState, *, ends_at: datetime, now: datetime, limits: Limits = LIMITS) -> bool:
    """Whether a seat lapses (R31): nobody came until the session's end and the grace after it."""
    return state is BookingState.BOOKED and now >= ends_at + limits.grace


def evidence_of(typed: str) -> str:
    """Evidence as one line of 4 to 300 characters. Raises EvidenceNeeded."""
    shortest, longest = EVIDENCE_LENGTHS
    try:
        said = clean_line(typed, limit=longest)
    except ValueError as error:
        raise EvidenceNeeded from error
    if len(said) < shortest:
        raise EvidenceNeeded
    return said


#: What a refusal of MayMove is.
REFUSED: Mapping[MayMove, type[Refusal]] = {
    MayMove.TOO_LATE: MoveTooLate,
    MayMove.MOVED_ENOUGH: MovedEnough,
    MayMove.CLOSED: CannotMove,
}
