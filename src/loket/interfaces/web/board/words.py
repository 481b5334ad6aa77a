"""What boards say besides numbers."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from loket.foundation.offices.rules import ZoneColour

LANES: dict[str, str] = {
    ZoneColour.WNI: "wni",
    ZoneColour.WNA: "wna",
    ZoneColour.PRIORITY: "prioritas",
    ZoneColour.NEUTRAL: "wni",
}
#: What to have at hand while waiting (domain.md sections 1, 5 and 6).
HINTS: dict[str, str | Promise] = {
    ZoneColour.WNI: _("Siapkan KTP asli dan kartu keluarga"),
    ZoneColour.WNA: _("Siapkan paspor asli dan dokumen penjamin"),
    ZoneColour.PRIORITY: _("Siapkan KTP asli dan kartu keluarga"),
    ZoneColour.NEUTRAL: _("Siapkan KTP dan tanda terima"),
}
