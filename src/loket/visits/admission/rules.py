"""Who may pass the door and who not yet: one verdict, one reason, one next step. No Django, no clock, no database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from loket.foundation.people.rules import age_on
from loket.foundation.policy.rules import Companions, Visitor
from loket.foundation.policy.rules import Door as DoorRule
from loket.kit import formats
from loket.kit.errors import Refusal
from loket.planning.booking.rules import BookingState, PriorityReason

REASON_LENGTHS = (4, 120)


@dataclass(frozen=True, slots=True)
class Door:
    """Where and when somebody stands: a service point and its office's day."""

    point_id: int
    day: date
    now: datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """What a ticket stands for: place, day, start (UTC), state, and when each of the party passed the door.

    The door is open for it from `opens_at` until before `closes_at`: the window in force on the day of the visit (R32).
    """

    point_id: int
    place: str
    address: str
    timezone: str
    day: date
    starts_at: datetime
    opens_at: datetime
    closes_at: datetime
    state: BookingState
    passed_at: Sequence[datetime | None]
    frozen: Sequence[bool] = ()

    @property
    def all_frozen(self) -> bool:
        """Whether whoever has not come in yet holds a frozen place."""
        left = [each for each, passed in zip(self.frozen, self.passed_at, strict=False) if passed is None]
        return bool(left) and all(left)


class GateRefused(Refusal):
    """Somebody can't pass the door now. `sentence` is the one reason, `next_step` what helps (report A4, R1)."""

    code = "gate_refused"
    next_step: ClassVar[str] = "Minta bantuan di meja bantuan."
    #: Whether an officer may let the party in all the same, with a reason that is kept (R32).
    may_override: ClassVar[bool] = False
    #: Whether this refusal makes a new seat free and is never a no-show (R36); a failed screening does.
    gives_new_seat: ClassVar[bool] = False


class WrongOffice(GateRefused):
    """The ticket is for another service point."""

    code = "wrong_office"
    sentence = "Tiket ini untuk %(place)s."
    next_step = "Datang ke %(address)s pada %(day)s pukul %(hour)s."


class WrongDay(GateRefused):
    """The ticket is for a day to come."""

    code = "wrong_day"
    sentence = "Tiket ini untuk %(day)s."
    next_step = "Datang kembali pada %(day)s pukul %(opens)s sampai %(closes)s. Nomor tetap berlaku."


class DayOver(GateRefused):
    """The ticket was for a day that is over."""

    code = "day_over"
    sentence = "Tiket ini untuk %(day)s, dan hari itu sudah lewat."
    next_step = "Minta jadwal lain di meja bantuan, atau ambil nomor baru lewat Loket."


class TooEarly(GateRefused):
    """The door does not open yet for the booked hour (R32)."""

    code = "too_early"
    may_override = True
    sentence = "Jadwal pukul %(hour)s. Pintu dibuka pukul %(opens)s."
    next_step = "Datang kembali pukul %(opens)s. Nomor tetap berlaku."


class TooLate(GateRefused):
    """The door has closed for the booked hour (R32); coming is on record, so it is no no-show (R36)."""

    code = "too_late"
    may_override = gives_new_seat = True
    sentence = "Jadwal pukul %(hour)s ditutup pukul %(closes)s."
    next_step = "Minta jadwal lain di meja bantuan. Kedatangan ini tercatat, jadi bukan mangkir."


class TicketCancelled(GateRefused):
    """The booking was cancelled."""

    code = "cancelled"
    sentence = "Nomor ini sudah dibatalkan."
    next_step = "Ambil nomor baru lewat Loket, atau minta bantuan di meja bantuan."


class ScheduleChanged(GateRefused):
    """The ticket names an hour that the booking has left: an old print or picture."""

    code = "schedule_changed"
    sentence = "Jadwal tiket ini sudah diubah, dan kode ini memuat jadwal lama."
    next_step = "Datang pada %(day)s pukul %(opens)s sampai %(closes)s. Kode tiket tetap; buka tiket untuk jadwal baru."


class TicketMissed(GateRefused):
    """Nobody came until the session's end (R31); a head who lets them in all the same gives a reason."""

    code = "missed"
    may_override = True
    sentence = "Jadwal %(day)s pukul %(hour)s sudah hangus karena tidak dipakai."
    next_step = "Minta jadwal khusus di meja bantuan bila ada alasan dan bukti, atau ambil nomor baru lewat Loket."


class TicketUnpaid(GateRefused):
    """The booking is held until it is paid, and does not stand yet (R15)."""

    code = "unpaid"
    sentence = "Nomor ini belum dibayar."
    next_step = "Bayar dulu sebelum batas waktunya, atau minta bantuan di meja bantuan."


class AlreadyInside(GateRefused):
    """Everybody on the ticket passed the door before: a ticket works once (R33)."""

    code = "already_inside"
    sentence = "Tiket ini sudah dipakai masuk pukul %(since)s."
    next_step = "Tunjukkan nomor antrean yang diterima tadi. Bila bukan Anda yang masuk, lapor ke meja bantuan."


class PlaceFrozen(GateRefused):
    """Somebody with better proof has claimed the person; the head decides (docs/adr/0017). Says neither."""

    code = "place_frozen"
    sentence = "Tempat ini dibekukan: data pemohonnya masih perlu dipastikan."
    next_step = "Bawa dokumen asli ke meja bantuan. Kepala kantor memutuskan; nomor tidak hangus selama itu."


class NotATicket(GateRefused):
    """What was scanned is no ticket of this installation, or a changed one."""

    code = "not_a_ticket"
    sentence = "Kode ini bukan tiket Loket, atau rusak."
    next_step = "Ketik kode 8 huruf pada tiket, atau cari dengan NIK dan tanggal lahir."


class NotOnTheList(GateRefused):
    """No booking at this place today has this identity and birth date. Says nothing of other days or places."""

    code = "not_on_list"
    sentence = "Tidak ada nomor dengan data ini di sini hari ini."
    next_step = "Periksa NIK atau paspor dan tanggal lahir. Bila sudah benar, tawarkan nomor baru."


class WalkIn(GateRefused):
    """Nobody is served without a number (R1, report A4)."""

    code = "walk_in"
    sentence = "Pelayanan hanya dengan nomor, supaya kantor tidak penuh."
    next_step = "Ambil nomor lewat Loket. Tanpa ponsel, meja bantuan membantu gratis."


class CompanionRefused(GateRefused):
    """Somebody comes along whom the door rules in force do not let in (R25, report A5)."""

    code = "companion"
    sentence = "Pendamping tidak diperkenankan masuk."
    next_step = (
        "Tunggu di luar. Wali anak di bawah %(guarded_under)s tahun masuk bersama anaknya;"
        " petugas mendampingi yang perlu."
    )


class ToHelpDesk(GateRefused):
    """The rules in force let people in without a number: it is given at the help desk (R1)."""

    code = "to_help_desk"
    sentence = "Tanpa nomor boleh dilayani hari ini, lewat meja bantuan."
    next_step = "Antar ke meja bantuan: nomor diberikan di sana selama masih ada kuota."


class NobodyTicked(GateRefused):
    """An admission that names nobody, or somebody who is not on the ticket."""

    code, status = "nobody_ticked", 422
    sentence = "Centang siapa yang datang."
    next_step = "Centang paling sedikit satu orang pada tiket ini."


class ReasonNeeded(GateRefused):
    """Letting in outside the window needs a reason in words (R32)."""

    code, status = "reason_needed", 422
    sentence = "Tulis alasan, 4 sampai 120 huruf."
    next_step = "Pilih salah satu alasan, atau tulis sendiri."


class GuardiansWrong(GateRefused):
    """Guardians without a minor in the party, or too many (R25)."""

    code, status = "guardians_wrong", 422
    sentence = "Wali hanya untuk anak di bawah %(guarded_under)s tahun, paling banyak %(guardians)s orang."
    next_step = "Ubah jumlah wali."


class CompanionsWrong(GateRefused):
    """More come along than the door rules in force allow for this party (R25)."""

    code, status = "companions_wrong", 422
    sentence = "Pendamping yang boleh masuk bersama rombongan ini paling banyak %(companions)s orang."
    next_step = "Ubah jumlah pendamping."


#: What a stored refusal's reason means.
REFUSALS: dict[str, type[GateRefused]] = {
    each.code: each
    for each in (
        *(WrongOffice, WrongDay, DayOver, TooEarly, TooLate, TicketCancelled, AlreadyInside),
        *(PlaceFrozen, ScheduleChanged, TicketMissed, NotATicket, NotOnTheList, WalkIn, CompanionRefused, ToHelpDesk),
    )
}


_BY_STATE: dict[BookingState, type[GateRefused]] = {
    BookingState.CANCELLED: TicketCancelled,
    BookingState.EXPIRED: TicketCancelled,
    BookingState.HELD: TicketUnpaid,
}


def verdict(shown: Shown, door: Door, *, named: datetime | None = None) -> type[GateRefused] | None:
    """None: admit. Otherwise the one refusal that matters most, place before day before state before hour.

    A party that has partly come may still come in until its window ends (R32, R33). `named`: the hour in the QR that
    was scanned; an old one says that the visit was moved, and opens the door at the new hour like any other.
    """
    found = _verdict(shown, door)
    if named is not None and named != shown.starts_at and found in _ANOTHER_TIME:
        return ScheduleChanged
    return found


def _verdict(shown: Shown, door: Door) -> type[GateRefused] | None:
    if shown.point_id != door.point_id:
        return WrongOffice
    if shown.state in _BY_STATE:
        return _BY_STATE[shown.state]
    if shown.day != door.day:
        return WrongDay if shown.day > door.day else DayOver
    if shown.all_frozen or all(shown.passed_at):
        return PlaceFrozen if shown.all_frozen else AlreadyInside
    if shown.state in (BookingState.MISSED, BookingState.EXCUSED) and not any(shown.passed_at):
        return TicketMissed
    return _by_the_clock(shown, door.now)


#: Refusals that a moved visit explains better; a day or hour that is over is told as it is.
_ANOTHER_TIME = (WrongDay, TooEarly)


def _by_the_clock(shown: Shown, now: datetime) -> type[GateRefused] | None:
    if now < shown.opens_at:
        return TooEarly
    return TooLate if now >= shown.closes_at else None


def window_of(starts_at: datetime, *, before: timedelta, after: timedelta) -> tuple[datetime, datetime]:
    """From when and until before when the gate admits (R32): `before` the start to `after` it, half-open."""
    return starts_at - before, starts_at + after


def walk_in_answer(door: DoorRule) -> type[GateRefused]:
    """What somebody without a number is told under the door rules in force (R1)."""
    return ToHelpDesk if door.walk_in else WalkIn


def facts_of(shown: Shown, language: str = formats.INDONESIAN) -> dict[str, str]:
    """What the sentences of a refusal need, written in the office's zone: no names (R61)."""
    passed = [moment for moment in shown.passed_at if moment]
    return {
        "place": shown.place,
        "address": shown.address or shown.place,
        "day": formats.long_date(shown.day, language),
        "hour": _hour(shown.starts_at, shown.timezone),
        "opens": _hour(shown.opens_at, shown.timezone),
        "closes": _hour(shown.closes_at, shown.timezone),
        "since": _hour(min(passed), shown.timezone) if passed else "",
    }


def _hour(moment: datetime, timezone: str) -> str:
    return f"{formats.clock_time(formats.in_zone(moment, timezone))} {formats.zone_label(timezone, moment)}"


def check_admission(
    refusal: type[GateRefused] | None, *, override_reason: str, facts: Mapping[str, Any]
) -> type[GateRefused] | None:
    """What a reason has to carry: the refusal that it overrides, or None (R32). Raises GateRefused, ReasonNeeded."""
    if refusal is None:
        return None
    if not refusal.may_override:
        raise refusal(**facts)
    if not override_reason:
        raise refusal(**facts)
    shortest, longest = REASON_LENGTHS
    if not shortest <= len(override_reason) <= longest:
        raise ReasonNeeded
    return refusal


def check_guardians(guardians: int, *, minors: int, most: int, guarded_under: int) -> None:
    """Raises GuardiansWrong: guardians come with a minor only, `most` of them (R25)."""
    if not 0 <= guardians <= (most if minors else 0):
        raise GuardiansWrong(guardians=most, guarded_under=guarded_under)


def companions_allowed(door: DoorRule, reasons: Sequence[PriorityReason | None]) -> int:
    """How many may come along with people who have these reasons for priority (R25).

    Nobody: still a helper for each disabled person, where the rules name helpers. One: with each child, disabled or old
    person. Anyone: one each.
    """
    if door.companions is Companions.ANYONE:
        return len(reasons)
    if door.companions is Companions.ONE:
        return sum(reason in _NEED_SOMEBODY for reason in reasons)
    return reasons.count(PriorityReason.DISABLED) if Visitor.HELPER in door.visitors else 0


_NEED_SOMEBODY = (PriorityReason.CHILD, PriorityReason.DISABLED, PriorityReason.ELDERLY)


def check_companions(companions: int, *, most: int) -> None:
    """Raises CompanionsWrong: as many as the door rules allow for this party (R25)."""
    if not 0 <= companions <= most:
        raise CompanionsWrong(companions=most)


def is_minor(born: date, day: date, *, guarded_under: int) -> bool:
    """Whether a person comes with a guardian (R25): younger than `guarded_under` on the day of the visit."""
    return age_on(born, day) < guarded_under


def is_priority_by_age(reason: PriorityReason | None) -> bool:
    """Age is computed and needs no confirmation; what was declared does (R24)."""
    return reason in (PriorityReason.ELDERLY, PriorityReason.CHILD)


def masked_name(name: str) -> str:
    """`B*** S***`: enough to tell who is who in a family, too little for whoever looks over a shoulder."""
    return " ".join(f"{word[0]}***" for word in name.split()[:4])
