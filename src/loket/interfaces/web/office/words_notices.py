"""Words for messages on the head's pages: which they are, why they failed, and samples to read them by."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from loket.foundation.notify.rules import DeliveryError, Template, door_line

TEMPLATES: dict[str, Promise] = {
    Template.CODE: _("Kode masuk"),
    Template.EMAIL_CODE: _("Kode surel"),
    Template.BOOKING_MADE: _("Jadwal tercatat"),
    Template.BOOKING_HELD: _("Jadwal ditahan"),
    Template.BOOKING_MOVED: _("Jadwal diubah"),
    Template.BOOKING_CANCELLED: _("Jadwal dibatalkan"),
    Template.BOOKING_EXPIRED: _("Jadwal kedaluwarsa"),
    Template.BOOKING_MISSED: _("Jadwal hangus"),
    Template.BOOKING_EXCUSED: _("Jadwal ulang khusus"),
    Template.PLACE_FROZEN: _("Tempat dibekukan"),
    Template.PLACE_RESTORED: _("Tempat dikembalikan"),
    Template.PLACE_CLOSED: _("Tempat ditutup"),
    Template.DAY_BEFORE: _("Pengingat H-1"),
    Template.NUMBER_NEAR: _("Nomor segera dipanggil"),
    Template.DOCUMENT_READY: _("Dokumen siap"),
    Template.DOCUMENT_WAITING: _("Dokumen belum diambil"),
    Template.PLACE_FROZEN: _("Nomor ditangguhkan"),
    Template.PLACE_RESTORED: _("Nomor berlaku lagi"),
    Template.PLACE_CLOSED: _("Nomor diserahkan kepada pemiliknya"),
    Template.PERMIT_ENDING: _("Izin tinggal hampir berakhir"),
}
ERRORS: dict[str, Promise] = {
    DeliveryError.TIMEOUT: _("Tidak menjawab pada waktunya"),
    DeliveryError.UNREACHABLE: _("Tidak terhubung"),
    DeliveryError.BUSY: _("Penyedia sedang sibuk"),
    DeliveryError.REFUSED: _("Ditolak penyedia"),
    DeliveryError.UNREADABLE: _("Jawaban penyedia tidak dikenali"),
    DeliveryError.NO_CHANNEL: _("Tidak ada saluran yang tersedia"),
    DeliveryError.TOO_LATE: _("Sudah lewat waktunya"),
}
#: A code of six digits is not a ticket's.
OWN_SAMPLES: dict[str, dict[str, Any]] = {t: {"code": "482913"} for t in (Template.CODE, Template.EMAIL_CODE)}
_ADDRESS = "Jalan Warung Buncit Raya 207, Jakarta Selatan"
#: One value for every fact that a text may name: invented, and as long as real ones get.
SAMPLES: dict[str, Any] = {
    "code": "7K4M 2QRT",
    "minutes": 10,
    "office": "Jakarta Selatan",
    "day": date(2022, 2, 9),
    "last": date(2022, 3, 11),
    "hour": "09.00 WIB",
    "until": "11.00 WIB",
    "number": "JKS-0902-09-A17",
    "people": 2,
    "ahead": 3,
    "waited": 20,
    "left": 14,
    "service": ("Paspor", "Passport"),
    "place": _ADDRESS,
    "door": (
        door_line("arrive", opens="08.30", closes="09.15 WIB"),
        door_line("bring_citizen"),
        door_line("companions_none"),
        door_line("mask"),
        door_line("temperature", limit=("37,5", "37.5")),
        door_line("colour"),
        door_line("needs", needs=door_line("wheelchair")),
    ),
}
