"""What a head enters into the calendar."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.foundation.offices import rules
from loket.interfaces.web.forms import DateParts
from loket.interfaces.web.office.words import KINDS
from loket.kit.errors import Refusal

_TIME_WRONG = _("Tulis jam seperti 08.00.")
_TIMES = ["%H.%M", "%H:%M", "%H"]


class DayForm(forms.Form):
    """A day that is to be closed, opened or shortened, and the decree that orders it."""

    hari = forms.DateField(
        label=_("Hari"),
        widget=DateParts(birth=False),
        input_formats=["%Y-%m-%d"],
        error_messages={
            "required": _("Tulis tanggal, bulan, dan tahun."),
            "invalid": _("Tanggal ini tidak ada di kalender."),
        },
    )
    jenis = forms.ChoiceField(
        label=_("Yang berubah"),
        choices=[(kind.value, KINDS[kind]) for kind in rules.DayKind],
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih apa yang berubah."), "invalid_choice": _("Pilih salah satu.")},
    )
    nama = forms.CharField(
        label=_("Alasan, seperti yang dibaca pemohon"),
        max_length=120,
        error_messages={"required": rules.DayNameWrong.sentence, "max_length": rules.DayNameWrong.sentence},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    sk = forms.CharField(
        label=_("Nomor surat keputusan (SK)"),
        max_length=120,
        error_messages={"required": rules.DecreeMissing.sentence, "max_length": rules.DecreeMissing.sentence},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    buka = forms.TimeField(
        label=_("Jam buka"),
        help_text=_("Hanya untuk buka tambahan dan jam khusus."),
        required=False,
        input_formats=_TIMES,
        error_messages={"invalid": _TIME_WRONG},
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    tutup = forms.TimeField(
        label=_("Jam tutup"),
        required=False,
        input_formats=_TIMES,
        error_messages={"invalid": _TIME_WRONG},
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    yakin = forms.BooleanField(label=_("Saya akan memberi tahu mereka dan mencarikan jadwal lain."), required=False)

    def __init__(self, *args: Any, asks: bool = False, **kwargs: Any) -> None:
        """With `asks` the head is asked to confirm: people hold seats on that day."""
        super().__init__(*args, **kwargs)
        if not asks:
            self.fields["yakin"].widget = forms.HiddenInput()


#: A rule's no to the field that mends it.
AT_FIELD: dict[type[Refusal], str] = {
    rules.DayIsOver: "hari",
    rules.DayNameWrong: "nama",
    rules.DecreeMissing: "sk",
    rules.DayHoursWrong: "tutup",
}
