"""Rules of persons: what proves who somebody is, who belongs to a household, who may act for a minor. Pure.

Sources: domain.md 9 and 12; R21, R25, R59, R63.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from loket.foundation.people.niks import Sex
from loket.foundation.people.rules import age_on
from loket.kit.errors import Refusal

#: Under this age a guardian acts (R21, R25, R63).
ADULT_AT = 17
#: So many people one account keeps; the table has no place for more.
MOST_KIN = 12


class ProofLevel(StrEnum):
    """How sure the house is that an account speaks for a person; a later one outweighs the earlier ones."""

    TYPED = "typed"
    DOCUMENT_SEEN = "document_seen"
    VERIFIED = "verified"

    @property
    def rank(self) -> int:
        """0, 1, 2."""
        return list(ProofLevel).index(self)


class DocumentKind(StrEnum):
    """What an officer held in the hand. The kind is kept, never a copy and never a number."""

    KTP = "ktp"
    KIA = "kia"
    KK = "kk"
    BIRTH_CERTIFICATE = "birth_certificate"
    PASSPORT = "passport"
    STAY_PERMIT = "stay_permit"


class Relation(StrEnum):
    """Who somebody is to the owner of the account."""

    SELF = "self"
    HUSBAND = "husband"
    WIFE = "wife"
    CHILD = "child"
    FATHER = "father"
    MOTHER = "mother"
    SIBLING = "sibling"
    GRANDCHILD = "grandchild"
    OTHER = "other"


class GuardianRelation(StrEnum):
    """Who acts for a minor."""

    FATHER = "father"
    MOTHER = "mother"
    GUARDIAN = "guardian"


_SEX = {
    **dict.fromkeys((Relation.HUSBAND, Relation.FATHER), Sex.MALE),
    **dict.fromkeys((Relation.WIFE, Relation.MOTHER), Sex.FEMALE),
}


class HouseholdFull(Refusal):
    """An account keeps twelve people already."""

    code = "household_full"
    sentence = "Satu akun menyimpan paling banyak 12 orang. Hapus yang tidak diperlukan lagi lebih dulu."


class KinTwice(Refusal):
    """This account keeps this person already. Says nothing of other accounts."""

    code = "kin_twice"
    sentence = "Orang dengan nomor ini sudah ada di daftar keluarga Anda."


class NotOfThisHousehold(Refusal):
    """Another account's, or nobody's."""

    code, status = "not_of_this_household", 404
    sentence = "Orang ini tidak ada di daftar keluarga Anda."


class NoticeOutdated(Refusal):
    """The notice that was read is not the one in force."""

    code = "notice_outdated"
    sentence = "Pemberitahuan data pribadi baru saja berubah. Bacalah sekali lagi; isian Anda tetap tersimpan."


class GuardianMissing(Refusal):
    """A minor without the act of an adult who may stand for them (R63)."""

    code, status = "guardian_missing", 422
    sentence = "Pemohon di bawah 17 tahun perlu persetujuan wali dewasa. Tulis nama wali dan hubungannya."


@dataclass(frozen=True, slots=True)
class Guardian:
    """Who acted for a minor: the name as written and the relation."""

    name: str
    relation: GuardianRelation


@dataclass(frozen=True, slots=True)
class Act:
    """That a notice was read and accepted for somebody: its version, and for a minor the guardian (R63)."""

    version: int
    guardian: Guardian | None = None


def is_minor(born: date, day: date) -> bool:
    """Whether a guardian acts for this person on `day`: under 17 (R25, R63)."""
    return age_on(born, day) < ADULT_AT


def sex_of(relation: Relation) -> Sex | None:
    """What a relation tells of the sex, to compare with the NIK; None where it tells nothing."""
    return _SEX.get(relation)


def check_act(act: Act, *, version: int, born: date, day: date) -> None:
    """Raises NoticeOutdated, or GuardianMissing for a minor for whom nobody acted."""
    if act.version != version:
        raise NoticeOutdated
    if is_minor(born, day) and act.guardian is None:
        raise GuardianMissing
