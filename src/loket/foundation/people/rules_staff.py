"""Who may manage which officer, what a deputy (Plh) is, how long a first password lives. No database, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from loket.foundation.people.rules import Limit, Role
from loket.kit.errors import Refusal

#: In the ledger: the head's rights were used by a deputy (pelaksana harian, Plh).
PLH = "plh"
FIRST_PASSWORD_LIVES = timedelta(days=3)
#: Longer absences need a decree and another head (Plt), not a deputy for some days.
LONGEST_TERM_DAYS = 90
FURTHEST_AHEAD_DAYS = 366
FACTORS_AN_ACCOUNT = Limit(5, timedelta(minutes=5))
#: With a step to either side a code of the app lives 90 seconds (RFC 6238, 5.2).
APP_CODE_ONCE = Limit(1, timedelta(seconds=120))
MOST_KEYS = 10
LONGEST_KEY_NAME = 40


class Purpose(StrEnum):
    """What a WebAuthn credential was made for; a second factor alone never opens an account."""

    SIGN_IN = "sign_in"
    SECOND_FACTOR = "second_factor"


class StaffState(StrEnum):
    """How an officer stands: a first password is waiting, at work, or suspended."""

    INVITED = "invited"
    ACTIVE = "active"
    SUSPENDED = "suspended"


class OfficerUnknown(Refusal):
    """An officer is not there, or another office's: which of these is not told."""

    code, status = "officer_unknown", 404
    sentence = "Petugas ini tidak ada di daftar Anda."


class NotOnYourself(Refusal):
    """Nobody suspends, moves, raises or names himself."""

    code = "not_on_yourself"
    sentence = "Anda tidak dapat melakukan ini untuk diri sendiri. Minta kepada atasan Anda."


class NotYourRoleToGive(Refusal):
    """A role above or beside what the manager may give."""

    code, status = "not_your_role_to_give", 403
    sentence = "Peran ini hanya dapat diberikan oleh kantor wilayah."


class OnlyTheHead(Refusal):
    """A deputy tried what only the head, or the region, may do: naming a deputy."""

    code, status = "only_the_head", 403
    sentence = "Plh tidak dapat menunjuk Plh lain. Minta kepada kepala kantor atau kantor wilayah."


class TermWrong(Refusal):
    """A term of a deputy ends before it begins, lies in the past, or is too long."""

    code, status = "term_wrong", 422
    sentence = "Masa Plh mulai paling cepat hari ini, berakhir setelah mulai, dan paling lama 90 hari."


class TermTaken(Refusal):
    """Another deputy stands in these days."""

    code = "term_taken"
    sentence = "Sudah ada Plh pada tanggal itu. Cabut yang lama atau pilih tanggal lain."


class MoveWrong(Refusal):
    """A move has no day ahead within a year, or leads to the office where the officer is."""

    code, status = "move_wrong", 422
    sentence = "Pilih kantor lain dan tanggal mulai hari ini, paling lama satu tahun ke depan."


class MoveOpen(Refusal):
    """An officer has a move that is not done yet."""

    code = "move_open"
    sentence = "Petugas ini sudah punya rencana pindah. Batalkan dahulu rencana itu."


class MoveGone(Refusal):
    """A move was dropped or done meanwhile."""

    code, status = "move_gone", 404
    sentence = "Rencana pindah ini sudah tidak ada."


class FactorWrong(Refusal):
    """A second factor does not fit: wrong, used, or not this officer's; which of these is not told."""

    code, status = "factor_wrong", 422
    sentence = "Kode ini tidak cocok atau sudah dipakai. Tunggu kode berikutnya, lalu coba lagi."


class KeyRefused(Refusal):
    """A passkey's answer does not verify, is nobody's, or was not made for signing in."""

    code, status = "key_refused", 422
    sentence = "Kunci sandi ini tidak diterima. Coba lagi, atau masuk dengan cara lain."


class NotAKeyName(Refusal):
    """A passkey's name is empty or too long."""

    code, status = "not_a_key_name", 422
    sentence = "Beri nama 1 sampai 40 huruf, misalnya HP Siti."


class TooManyKeys(Refusal):
    """An account has as many passkeys as it may."""

    code = "too_many_keys"
    sentence = "Akun ini sudah punya 10 kunci sandi. Hapus satu yang tidak dipakai."


class LastFactor(Refusal):
    """An officer's last second factor stays until there is another."""

    code = "last_factor"
    sentence = "Ini satu-satunya langkah kedua Anda. Tambah yang lain dahulu, baru hapus yang ini."


class FirstPasswordOver(Refusal):
    """A first password was not used in its time."""

    code, status = "first_password_over", 422
    sentence = "Kata sandi pertama sudah lewat masanya. Minta yang baru kepada kepala kantor."


class WitnessWrong(Refusal):
    """A second officer is missing, is one of the two concerned, or typed a wrong PIN."""

    code, status = "witness_wrong", 422
    sentence = "Petugas kedua harus orang lain dari kantor ini dan memasukkan PIN-nya sendiri."


@dataclass(frozen=True, slots=True)
class Standing:
    """Who somebody is in the order of offices. `region_id`: of the office, or the own of a regional officer.

    `heads`: is head of `office_id`, or its deputy now; `acting`: only as deputy.
    """

    staff_id: int
    role: Role
    office_id: int | None
    region_id: int | None
    heads: bool = False
    acting: bool = False


def may_manage(manager: Standing, target: Standing) -> bool:
    """Whether `manager` answers for `target`: a head (or Plh) for the office's officers, a region for its heads."""
    if manager.role is Role.REGION:
        return target.role is Role.HEAD and manager.region_id is not None and target.region_id == manager.region_id
    return (
        manager.heads
        and manager.office_id is not None
        and target.office_id == manager.office_id
        and target.role not in (Role.HEAD, Role.REGION)
    )


def check_may_manage(manager: Standing, target: Standing) -> None:
    """Raises NotOnYourself, OfficerUnknown."""
    if manager.staff_id == target.staff_id:
        raise NotOnYourself
    if not may_manage(manager, target):
        raise OfficerUnknown


def roles_to_give(manager: Standing) -> tuple[Role, ...]:
    """The roles that `manager` may give: below his own, never his own or above."""
    below = (Role.HELP_DESK, Role.GATE, Role.COUNTER)
    if manager.role is Role.REGION:
        return (Role.HEAD, *below)
    return below if manager.heads else ()


def check_role(manager: Standing, role: Role) -> None:
    """Raises NotYourRoleToGive."""
    if role not in roles_to_give(manager):
        raise NotYourRoleToGive


def may_name_deputy(manager: Standing, *, office_id: int, region_id: int | None) -> bool:
    """Whether `manager` names deputies at this office: its head (never a deputy), or its region."""
    if manager.role is Role.REGION:
        return manager.region_id is not None and manager.region_id == region_id
    return manager.role is Role.HEAD and manager.office_id == office_id


def check_term(first: date, last: date, *, today: date) -> None:
    """Raises TermWrong unless today <= first <= last and the days, both counted, are 90 at most."""
    if first < today or last < first or (last - first).days >= LONGEST_TERM_DAYS:
        raise TermWrong
    if (first - today).days > FURTHEST_AHEAD_DAYS:
        raise TermWrong


def check_move(*, from_office: int | None, to_office: int, on: date, today: date) -> None:
    """Raises MoveWrong unless another office is meant, on a day within a year."""
    if from_office is None or from_office == to_office or not today <= on <= today + timedelta(days=365):
        raise MoveWrong


def state_of(*, is_active: bool, has_first_password: bool) -> StaffState:
    """How an officer stands."""
    if not is_active:
        return StaffState.SUSPENDED
    return StaffState.INVITED if has_first_password else StaffState.ACTIVE
