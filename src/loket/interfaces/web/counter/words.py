"""What codes are called on the counter's pages."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from loket.casework.cases.rules import CaseState
from loket.foundation.offices.rules import Stage, ZoneColour
from loket.planning.booking.rules import PriorityReason

Words = str | Promise

STAGES: dict[str, Words] = {
    Stage.DOCUMENTS: _("Pemeriksaan berkas"),
    Stage.BIOMETRICS: _("Foto dan sidik jari"),
    Stage.INTERVIEW: _("Wawancara"),
    Stage.HANDOVER: _("Pengambilan dokumen"),
}
NEEDS: dict[str, Words] = {
    PriorityReason.ELDERLY: _("Lansia"),
    PriorityReason.CHILD: _("Balita"),
    PriorityReason.DISABLED: _("Penyandang disabilitas"),
    PriorityReason.PREGNANT: _("Ibu hamil"),
}
CASES: dict[str, Words] = {
    CaseState.OPEN: _("Baru"),
    CaseState.IN_PROCESS: _("Sedang diproses"),
    CaseState.READY: _("Siap diambil"),
    CaseState.COLLECTED: _("Sudah diambil"),
    CaseState.CLOSED: _("Ditutup"),
}
#: Which colour class of the sheet a zone's colour is.
LANES: dict[str, str] = {
    ZoneColour.WNI: "wni",
    ZoneColour.WNA: "wna",
    ZoneColour.PRIORITY: "prioritas",
    ZoneColour.NEUTRAL: "plain",
}
