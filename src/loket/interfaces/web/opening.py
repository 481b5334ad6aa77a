"""What a door says, in words, for every audience."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext

from loket.foundation.offices.rules import Opening, OpeningState
from loket.kit.formats import clock_time, in_zone, zone_label


def opening_words(opening: Opening, timezone: str, now: datetime, *, name: str = "") -> str:
    """`Istirahat sampai 13.00 WIB.` `name`: why the day is closed."""
    label = zone_label(timezone, in_zone(now, timezone))
    until = f"{clock_time(opening.until)} {label}" if opening.until else ""
    words = {
        OpeningState.OPEN: gettext("Buka sampai %(time)s."),
        OpeningState.BREAK: gettext("Istirahat sampai %(time)s."),
        OpeningState.BEFORE: gettext("Belum buka. Buka pukul %(time)s."),
        OpeningState.AFTER: gettext("Pelayanan hari ini sudah selesai."),
        OpeningState.CLOSED: gettext("Hari ini tutup: %(name)s.") if name else gettext("Hari ini tutup."),
    }
    return words[opening.state] % {"time": until, "name": name}
