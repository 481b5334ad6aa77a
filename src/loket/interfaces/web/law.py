"""Rules in words, for pages of every audience: what counts, on which basis, since when (`parts/rule.html`)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from loket.foundation.policy.rules import (
    MEASUREMENTS,
    Basis,
    ColourVerdict,
    Companions,
    HealthColour,
    InForce,
    NumberName,
    Scope,
    Screening,
    Sector,
    Unit,
    Visitor,
)
from loket.interfaces.web.words import is_english

Words = str | Promise

NUMBERS: dict[NumberName, Words] = {
    NumberName.LARGEST_PARTY: _("Pemohon dalam satu pendaftaran, paling banyak"),
    NumberName.HELD_PER_ACCOUNT: _("Orang yang nomornya dipegang satu akun, paling banyak"),
    NumberName.BOOKED_PER_ACCOUNT: _("Orang yang didaftarkan satu akun dalam jangka waktu, paling banyak"),
    NumberName.BOOKED_WITHIN: _("Jangka waktu hitungan pendaftaran satu akun"),
    NumberName.CHECK_IN_BEFORE: _("Pintu dibuka sebelum jam yang dipesan"),
    NumberName.CHECK_IN_AFTER: _("Pintu ditutup setelah jam yang dipesan"),
    NumberName.NO_SHOW_GRACE: _("Tenggang setelah jam berakhir sebelum nomor hangus"),
    NumberName.UNPAID_HOLD: _("Nomor yang belum dibayar disimpan selama"),
    NumberName.RESCHEDULES: _("Ubah jadwal, paling banyak"),
    NumberName.RESCHEDULE_BEFORE: _("Ubah jadwal paling lambat sebelum hari kunjungan"),
    NumberName.ELDERLY_FROM: _("Jalur prioritas untuk lansia mulai umur"),
    NumberName.CHILD_UNDER: _("Jalur prioritas untuk anak di bawah umur"),
    NumberName.GUARDED_UNDER: _("Pemohon datang bersama wali bila di bawah umur"),
    NumberName.GUARDIANS: _("Wali yang ikut masuk, paling banyak"),
    NumberName.RECALLS: _("Nomor dipanggil ulang, paling banyak"),
    NumberName.READY_AFTER: _("Dokumen siap setelah wawancara dalam"),
    NumberName.COLLECT_WITHIN: _("Dokumen diambil sejak terbit dalam"),
    NumberName.FIRST_REMINDER: _("Pengingat pertama untuk mengambil dokumen setelah"),
    NumberName.SECOND_REMINDER: _("Pengingat kedua untuk mengambil dokumen setelah"),
    NumberName.LAST_REMINDER: _("Pengingat terakhir untuk mengambil dokumen setelah"),
    NumberName.PAPERS_WITHIN: _("Berkas yang kurang dilengkapi dalam"),
    NumberName.HEALTH_KEPT: _("Data kesehatan di pintu disimpan selama"),
    NumberName.QUOTA_PERCENT: _("Kuota yang dibuka dari kuota dasar"),
    NumberName.OCCUPANCY_PERCENT: _("Ruang tunggu boleh terisi sampai"),
}
VISITORS: dict[Visitor, Words] = {
    Visitor.APPLICATION: _("Pemohon paspor dengan nomor"),
    Visitor.EXTENSION: _("Pemohon izin tinggal dengan nomor"),
    Visitor.COLLECTION: _("Pengambil dokumen dengan nomor"),
    Visitor.PAPERS: _("Pemohon yang melengkapi berkas"),
    Visitor.EXAMINATION: _("Orang yang dipanggil untuk pemeriksaan BAP"),
    Visitor.GUARDIAN: _("Wali anak"),
    Visitor.HELPER: _("Pendamping penyandang disabilitas"),
    Visitor.INTERPRETER: _("Juru bahasa"),
    Visitor.OFFICIAL: _("Petugas dinas"),
}
COMPANIONS: dict[Companions, Words] = {
    Companions.NONE: _("Pendamping lain tidak diperkenankan masuk."),
    Companions.ONE: _("Satu pendamping boleh masuk bersama anak, penyandang disabilitas, atau lansia."),
    Companions.ANYONE: _("Setiap pemohon boleh didampingi satu orang."),
}
COLOURS: dict[HealthColour, Words] = {
    HealthColour.GREEN: _("Hijau"),
    HealthColour.YELLOW: _("Kuning"),
    HealthColour.RED: _("Merah"),
    HealthColour.BLACK: _("Hitam"),
}
VERDICTS: dict[ColourVerdict, Words] = {
    ColourVerdict.ENTER: _("boleh masuk"),
    ColourVerdict.CONFIRM: _("masuk setelah diperiksa petugas"),
    ColourVerdict.REFUSE: _("belum boleh masuk; jadwal lain diberikan tanpa biaya"),
}
SECTORS: dict[Sector, Words] = {
    Sector.NON_ESSENTIAL: _("non-esensial"),
    Sector.ESSENTIAL: _("esensial"),
    Sector.CRITICAL: _("kritikal"),
}
SCOPES: dict[Scope, Words] = {
    Scope.NATION: _("nasional"),
    Scope.AREA: _("kelompok provinsi"),
    Scope.REGION: _("kantor wilayah"),
    Scope.OFFICE: _("kantor ini"),
}
_AMOUNTS: dict[Unit, Callable[[int], str]] = {
    Unit.PEOPLE: lambda n: ngettext("%(number)s orang", "%(number)s orang", n),
    Unit.MINUTES: lambda n: ngettext("%(number)s menit", "%(number)s menit", n),
    Unit.HOURS: lambda n: ngettext("%(number)s jam", "%(number)s jam", n),
    Unit.DAYS: lambda n: ngettext("%(number)s hari", "%(number)s hari", n),
    Unit.WORKING_DAYS: lambda n: ngettext("%(number)s hari kerja", "%(number)s hari kerja", n),
    Unit.YEARS: lambda n: ngettext("%(number)s tahun", "%(number)s tahun", n),
    Unit.TIMES: lambda n: ngettext("%(number)s kali", "%(number)s kali", n),
    Unit.PERCENT: lambda _n: gettext("%(number)s persen"),
}


@dataclass(frozen=True, slots=True)
class RuleShown:
    """A rule as a page tells it: the sentence, the text it stands on, whose it is, since when and until before when."""

    sentence: str
    citation: str
    scope: str
    since: date | None
    last_on: date | None
    source: str = ""
    level: int | None = None


def amount(name: NumberName, value: int) -> str:
    """`30 menit`, `4 hari kerja`: a number with its unit."""
    return _AMOUNTS[MEASUREMENTS[name].unit](value) % {"number": value}


def told(sentence: str, basis: Basis) -> RuleShown:
    """A rule in words with its basis."""
    return RuleShown(
        sentence=sentence,
        citation=basis.citation,
        scope=str(SCOPES[basis.scope]),
        since=basis.since,
        last_on=basis.last_on,
        source=basis.source,
        level=basis.level,
    )


def number_rule(law: InForce, name: NumberName) -> RuleShown:
    """`Pintu dibuka sebelum jam yang dipesan: 30 menit`, and why."""
    ruled = law.numbers[name]
    return told(f"{NUMBERS[name]}: {amount(name, ruled.value)}", ruled.basis)


def door_rule(law: InForce) -> RuleShown:
    """Who may come in beside those with a number, and why."""
    door = law.door.value
    walk_in = gettext("Tanpa nomor dilayani lewat meja bantuan.") if door.walk_in else gettext("Masuk dengan nomor.")
    return told(f"{walk_in} {COMPANIONS[door.companions]}", law.door.basis)


def screening_rule(law: InForce) -> RuleShown:
    """What is looked at before the door, and why."""
    return told(" ".join(screening_lines(law.screening.value)), law.screening.basis)


def screening_lines(screening: Screening) -> list[str]:
    """What is looked at before the door, a sentence each."""
    lines = [gettext("Pakai masker.")] if screening.mask else []
    if screening.temperature_limit is not None:
        limit = str(screening.temperature_limit / 10).replace(".", "." if is_english() else ",")
        lines.append(gettext("Suhu badan paling tinggi %(limit)s derajat.") % {"limit": limit})
    if screening.colours:
        lines.append(gettext("Tunjukkan warna PeduliLindungi."))
    return lines or [gettext("Tidak ada pemeriksaan kesehatan.")]


def colour_lines(screening: Screening) -> list[tuple[str, str]]:
    """Each colour with what it means at the door."""
    return [(str(COLOURS[colour]), str(VERDICTS[verdict])) for colour, verdict in screening.colours.items()]
