"""Rules of contested seats and mended slips: who gives way, until when, what may be changed. Pure (docs/adr/0017)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from loket.foundation.people.names import distance, is_slip
from loket.foundation.people.niks import Doubt, doubts_of_nik
from loket.foundation.people.persons import ProofLevel
from loket.kit.errors import Refusal
from loket.planning.booking.rules import BookingState, arrival_window

#: The head of the office decides within a day; then the better proof stands.
DECIDED_WITHIN = timedelta(days=1)


class ContestState(StrEnum):
    """What became of a seat whose person somebody with better proof has claimed."""

    FROZEN = "frozen"
    RESTORED = "restored"
    GIVEN = "given"
    CANCELLED = "cancelled"


_STANDING = (BookingState.HELD, BookingState.BOOKED, BookingState.ARRIVED)


class NotContested(Refusal):
    """There is nothing to decide: the seat is not frozen, or somebody has decided."""

    code = "not_contested"
    sentence = "Nomor ini sudah diputuskan, atau tidak sedang dibekukan. Muat ulang daftarnya."


class RestoreTooLate(Refusal):
    """The seat's hour is over, or its booking was cancelled: nothing is left to restore."""

    code = "restore_too_late"
    sentence = "Jam kunjungan ini sudah lewat atau nomornya sudah dibatalkan. Tawarkan jadwal lain."


class OtherInside(Refusal):
    """The person is being served with the other number."""

    code = "other_inside"
    sentence = "Orang ini sudah datang dengan nomor lain, jadi nomor yang dibekukan tidak dapat dipulihkan."


class SlipTooBig(Refusal):
    """More than a typing slip was changed: that needs the document, at the help desk."""

    code, status = "slip_too_big", 422
    sentence = (
        "Perubahan ini lebih dari salah ketik: nama paling banyak 2 huruf, nomor identitas satu angka atau huruf."
        " Bawa dokumen asli ke meja bantuan kantor imigrasi."
    )


class NothingChanged(Refusal):
    """A correction that leaves everything as it was: the one correction is not spent on it."""

    code, status = "nothing_changed", 422
    sentence = "Belum ada yang berubah. Tulis nama atau nomor yang benar."


class SlipMended(Refusal):
    """A slip was mended on this seat before: it is done once."""

    code = "slip_mended"
    sentence = "Salah ketik pada pemohon ini sudah pernah diperbaiki. Perubahan berikutnya di meja bantuan."


class TooLateToMend(Refusal):
    """The visit has begun, is over, or was cancelled; or the seat is frozen."""

    code = "too_late_to_mend"
    sentence = "Data ini tidak dapat diubah lagi di sini. Minta bantuan di meja bantuan kantor imigrasi."


class AnotherPerson(Refusal):
    """Name, birth date and identity all differ: numbers can't be handed to somebody else."""

    code = "another_person"
    sentence = "Nomor tidak dapat dipindahkan kepada orang lain. Batalkan nomor ini, lalu ambil nomor baru."


@dataclass(frozen=True, slots=True)
class Claimant:
    """What `fate_of` needs of the lower claim: its proof, how many come together, when."""

    proof: ProofLevel
    size: int
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class Who:
    """A person on a seat: the name as written, birth date, identity key."""

    name: str
    born: date
    key: str


def outweighs(higher: ProofLevel, lower: ProofLevel) -> bool:
    """Whether a claim takes over from another: only by better proof; of equals the earlier booking stands."""
    return higher.rank > lower.rank


def fate_of(lower: Claimant, higher: ProofLevel, *, now: datetime) -> ContestState:
    """Frozen for the head to decide; cancelled where nothing is left to decide.

    That is when somebody was verified at a counter, and the other number, for one person alone, rests on typing only
    and its hour is still ahead. A family's number is never cancelled for one of them.
    """
    certain = higher is ProofLevel.VERIFIED and lower.proof is ProofLevel.TYPED
    return ContestState.CANCELLED if certain and lower.size == 1 and lower.starts_at > now else ContestState.FROZEN


def check_restorable(*, state: BookingState, is_given_back: bool, starts_at: datetime, now: datetime) -> None:
    """Raises RestoreTooLate: a seat comes back only while its door is still open (R32)."""
    if is_given_back or state not in _STANDING or arrival_window(starts_at)[1] <= now:
        raise RestoreTooLate


def check_slip(was: Who, wanted: Who) -> None:
    """What its owner may mend alone. Raises NothingChanged, SlipTooBig.

    The name by up to 2 characters, the identity by one slip (one sign wrong, added, left out, or two swapped); the
    birth date stays, and a new NIK has to tell it. Raises NotANik for what can't be a NIK.
    """
    if was == wanted:
        raise NothingChanged
    if was.born != wanted.born or not is_slip(was.name, wanted.name) or distance(was.key, wanted.key) > 1:
        raise SlipTooBig
    if wanted.key != was.key and not _tells_birth_date(wanted):
        raise SlipTooBig


def _tells_birth_date(wanted: Who) -> bool:
    sort, _, number = wanted.key.partition(":")
    return sort != "nik" or Doubt.BORN not in doubts_of_nik(number, born=wanted.born)


def check_same_person(was: Who, wanted: Who) -> None:
    """What an officer may change with the document in the hand. Raises NothingChanged, AnotherPerson.

    The identity (up to one slip) or name and birth date together have to stay: else it would be a number handed on.
    """
    if was == wanted:
        raise NothingChanged
    same_identity = distance(was.key, wanted.key) <= 1
    same_name = was.born == wanted.born and is_slip(was.name, wanted.name)
    if not (same_identity or same_name):
        raise AnotherPerson
