"""Words of the head's pages."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from loket.foundation.offices.rules import DayKind, Nationality, Stage
from loket.foundation.people.rules_staff import StaffState
from loket.interfaces.web.words import spoken
from loket.oversight.office_day.queries import Inside
from loket.planning.booking.deadlines import UrgentKind
from loket.planning.booking.moves import ReliefReason
from loket.planning.booking.releases import ReleaseKind
from loket.planning.booking.rules import Channel, Product
from loket.visits.admission import rules as admission
from loket.visits.queueing.rules import NumberState

STAGES: dict[str, Promise] = {
    Stage.DOCUMENTS: _("Pemeriksaan berkas"),
    Stage.BIOMETRICS: _("Foto dan sidik jari"),
    Stage.INTERVIEW: _("Wawancara"),
    Stage.HANDOVER: _("Penyerahan"),
}
KINDS: dict[str, Promise] = {
    DayKind.CLOSED: _("Tutup"),
    DayKind.EXTRA: _("Buka tambahan"),
    DayKind.SHORT: _("Jam khusus"),
}
STAFF_STATES: dict[StaffState, Promise] = {
    StaffState.INVITED: _("Menunggu kata sandi sendiri"),
    StaffState.ACTIVE: _("Bertugas"),
    StaffState.SUSPENDED: _("Dibekukan"),
}
CHANNELS: dict[Channel, Promise] = {
    Channel.ONLINE: _("Pendaftaran daring"),
    Channel.DESK: _("Meja bantuan"),
    Channel.PRIORITY: _("Prioritas"),
    Channel.ACCELERATION: _("Percepatan"),
    Channel.GROUP: _("Rombongan"),
    Channel.COLLECTION: _("Pengambilan"),
    Channel.DEADLINE: _("Izin yang hampir habis"),
    Channel.URGENT: _("Keadaan mendesak"),
    Channel.IMPORT: _("Daftar dari aplikasi lain"),
}
PRODUCTS: dict[Product, Promise] = {
    Product.PLAIN: _("Paspor biasa"),
    Product.ELECTRONIC: _("Paspor elektronik"),
    Product.POLYCARBONATE: _("Paspor elektronik polikarbonat"),
}
RELEASES: dict[ReleaseKind, Promise] = {
    ReleaseKind.WEEKLY: _("Tiap minggu"),
    ReleaseKind.MONTHLY: _("Tiap bulan, pada hari kerja terakhir"),
    ReleaseKind.DAILY: _("Tiap hari"),
}
WEEKDAYS = (_("Senin"), _("Selasa"), _("Rabu"), _("Kamis"), _("Jumat"), _("Sabtu"), _("Minggu"))
REASONS: dict[str, Promise] = {
    admission.WalkIn.code: _("Tanpa nomor"),
    admission.CompanionRefused.code: _("Pendamping"),
    admission.ToHelpDesk.code: _("Tanpa nomor, diantar ke meja bantuan"),
    admission.TooEarly.code: _("Terlalu awal"),
    admission.TooLate.code: _("Terlambat"),
    admission.WrongDay.code: _("Nomor untuk hari lain"),
    admission.DayOver.code: _("Nomor untuk hari yang sudah lewat"),
    admission.WrongOffice.code: _("Nomor untuk kantor lain"),
    admission.TicketCancelled.code: _("Nomor sudah dibatalkan"),
    admission.AlreadyInside.code: _("Tiket sudah dipakai"),
    admission.NotATicket.code: _("Bukan tiket Loket"),
    admission.NotOnTheList.code: _("Tidak ada di daftar hari ini"),
    admission.ScheduleChanged.code: _("Jadwal sudah diubah"),
    admission.TicketMissed.code: _("Nomor hangus"),
}
RELIEF_REASONS: dict[ReliefReason, Promise] = {
    ReliefReason.SYSTEM_FAULT: _("Gangguan sistem"),
    ReliefReason.OFFICER_ERROR: _("Kekeliruan petugas"),
    ReliefReason.SERVER_OFFLINE: _("Server tidak dapat dihubungi"),
    ReliefReason.ILL: _("Pemohon sakit"),
    ReliefReason.FAILED_SCREENING: _("Tidak lolos pemeriksaan kesehatan di pintu"),
    ReliefReason.FORCE_MAJEURE: _("Keadaan kahar: banjir, gempa, kebakaran"),
}
URGENT_KINDS: dict[UrgentKind, Promise] = {
    UrgentKind.MEDICAL: _("Keadaan medis"),
    UrgentKind.DEATH: _("Kedukaan"),
}


def reason_in_words(code: str) -> str:
    """A refusal's reason for a table."""
    return str(REASONS[code]) if code in REASONS else gettext("Alasan lain")


def lane_of(person: Inside) -> str:
    """The word our sheets know a lane by: priority before nationality."""
    if person.priority:
        return "prioritas"
    return "wna" if person.nationality == Nationality.WNA else "wni"


def place_of(person: Inside) -> str:
    """Where somebody is: the counter that called, or the zone in which they wait."""
    if person.state == NumberState.CALLED and person.counter is not None:
        return gettext("Loket %(number)s") % {"number": person.counter}
    return spoken(person.zone_id, person.zone_en)


def state_of(person: Inside) -> str:
    """What somebody inside does now."""
    words = {
        NumberState.WAITING: gettext("menunggu"),
        NumberState.CALLED: gettext("dilayani"),
        NumberState.SKIPPED: gettext("dilewati"),
    }
    return words[NumberState(person.state)]


def service_of(person: Inside) -> str:
    """The service in the reader's language."""
    return spoken(person.service_id, person.service_en)
