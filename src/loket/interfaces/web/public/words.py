"""What codes are called on citizens' pages."""

from __future__ import annotations

from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from loket.foundation.offices.queries import Unavailable
from loket.foundation.people.niks import Doubt
from loket.foundation.people.persons import DocumentKind, GuardianRelation, ProofLevel, Relation
from loket.interfaces.web.words import spoken
from loket.planning.booking.rules import BookingState, DaySays, PriorityReason, SlotSays

Words = str | Promise

REASONS: dict[Unavailable, Words] = {
    Unavailable.NOT_CONNECTED: _("Belum melayani pendaftaran daring. Datang atau telepon ke kantor ini."),
    Unavailable.NOT_OFFERED: _("Tidak dilayani di kantor ini."),
    Unavailable.PAUSED: _("Dihentikan sementara di kantor ini."),
}
DAY_SHORT: dict[DaySays, Words] = {
    DaySays.FULL: _("penuh"),
    DaySays.NOT_OPEN: _("belum"),
    DaySays.CLOSED: _("tutup"),
    DaySays.PAST: _("lewat"),
    DaySays.SUSPENDED: _("henti"),
    DaySays.NOT_OFFERED: _("tiada"),
    DaySays.NO_BLANKS: _("blangko"),
}
DAY_LONG: dict[DaySays, Words] = {
    DaySays.FULL: _("kuota penuh"),
    DaySays.NOT_OPEN: _("kuota belum dibuka"),
    DaySays.CLOSED: _("tidak ada layanan"),
    DaySays.PAST: _("sudah lewat"),
    DaySays.SUSPENDED: _("layanan dihentikan sementara"),
    DaySays.NOT_OFFERED: _("tidak dilayani di kantor ini"),
    DaySays.NO_BLANKS: _("blangko habis"),
}
HOUR: dict[SlotSays, Words] = {
    SlotSays.FULL: _("penuh"),
    SlotSays.NOT_OPEN: _("belum dibuka"),
    SlotSays.PAST: _("lewat"),
    SlotSays.SUSPENDED: _("dihentikan"),
    SlotSays.CLOSED: _("tutup"),
    SlotSays.NOT_OFFERED: _("tidak dilayani di sini"),
    SlotSays.NO_BLANKS: _("blangko habis"),
}
#: Why a whole service can't be booked at an office; a suspension says it in its own notice.
HERE: dict[DaySays, Words] = {
    DaySays.NOT_OFFERED: _("Layanan ini tidak tersedia di kantor ini. Pilih kantor lain."),
    DaySays.NO_BLANKS: _("Blangko untuk layanan ini sedang habis di kantor ini. Layanan lain tetap buka."),
}
WHOLE_DAY: Words = _("tidak ada jam yang dapat dipilih")
PRIORITY: dict[PriorityReason, Words] = {
    PriorityReason.ELDERLY: _("Lansia"),
    PriorityReason.CHILD: _("Balita"),
    PriorityReason.DISABLED: _("Penyandang disabilitas"),
    PriorityReason.PREGNANT: _("Ibu hamil"),
}
STATES: dict[BookingState, tuple[str, Words]] = {
    BookingState.HELD: ("warn", _("Menunggu pembayaran")),
    BookingState.BOOKED: ("info", _("Terjadwal")),
    BookingState.ARRIVED: ("ok", _("Sudah hadir")),
    BookingState.SERVED: ("ok", _("Selesai dilayani")),
    BookingState.CANCELLED: ("no", _("Dibatalkan")),
    BookingState.MISSED: ("no", _("Hangus")),
    BookingState.EXCUSED: ("warn", _("Berhak jadwal baru")),
    BookingState.EXPIRED: ("no", _("Lewat batas bayar")),
}
#: What does not fit together, as a part of a sentence that begins "Periksa lagi:".
DOUBTS: dict[Doubt, Words] = {
    Doubt.REGION: _("kode wilayah pada 4 angka pertama NIK tidak ada di daftar kami"),
    Doubt.BORN: _("tanggal lahir pada NIK berbeda dari yang diisi"),
    Doubt.SEX: _("NIK menyebut jenis kelamin yang lain"),
    Doubt.PASSPORT: _("nomor paspor biasanya 5 sampai 9 huruf dan angka"),
}
RELATIONS: dict[Relation, Words] = {
    Relation.SELF: _("Saya sendiri"),
    Relation.HUSBAND: _("Suami"),
    Relation.WIFE: _("Istri"),
    Relation.CHILD: _("Anak"),
    Relation.FATHER: _("Ayah"),
    Relation.MOTHER: _("Ibu"),
    Relation.SIBLING: _("Saudara kandung"),
    Relation.GRANDCHILD: _("Cucu"),
    Relation.OTHER: _("Keluarga lain"),
}
GUARDIANS: dict[GuardianRelation, Words] = {
    GuardianRelation.FATHER: _("Ayah"),
    GuardianRelation.MOTHER: _("Ibu"),
    GuardianRelation.GUARDIAN: _("Wali"),
}
PROOFS: dict[ProofLevel, tuple[str, Words]] = {
    ProofLevel.TYPED: ("plain", _("Diketik saja")),
    ProofLevel.DOCUMENT_SEEN: ("ok", _("Dokumen dilihat")),
    ProofLevel.VERIFIED: ("ok", _("Dicocokkan di loket")),
}
DOCUMENTS: dict[DocumentKind, Words] = {
    DocumentKind.KTP: _("KTP"),
    DocumentKind.KIA: _("Kartu identitas anak (KIA)"),
    DocumentKind.KK: _("Kartu keluarga"),
    DocumentKind.BIRTH_CERTIFICATE: _("Akta lahir"),
    DocumentKind.PASSPORT: _("Paspor"),
    DocumentKind.STAY_PERMIT: _("KITAS atau KITAP"),
}
#: Which colour class of the sheet a zone's colour is.
LANES = {"wni": "wni", "wna": "wna", "prio": "prioritas"}


class TwoNames(Protocol):
    """Something with a name in both languages."""

    @property
    def name_id(self) -> str:
        """In Indonesian."""

    @property
    def name_en(self) -> str:
        """In English."""


def name_of(thing: TwoNames) -> str:
    """The name of a service in the reader's language."""
    return spoken(thing.name_id, thing.name_en)


def within(name: str) -> str:
    """A service's name inside a sentence: `paspor`; a name in capitals stays."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name
