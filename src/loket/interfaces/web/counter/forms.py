"""Who fetches a document at a collection visit (R45)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from loket.casework.cases.rules import CollectorKind
from loket.kit.text import clean_line
from loket.visits.queueing.rules import Handover

NAME_LIMIT, PROOF_LIMIT = 100, 60


class HandoverForm(forms.Form):
    """The owner needs nothing more; family and proxy need a name and the number of their paper."""

    use_required_attribute = False

    pengambil = forms.ChoiceField(
        label=_("Siapa yang mengambil?"),
        widget=forms.RadioSelect,
        choices=[
            (CollectorKind.OWNER.value, _("Pemilik sendiri")),
            (CollectorKind.FAMILY.value, _("Keluarga dalam satu KK")),
            (CollectorKind.PROXY.value, _("Kuasa dengan surat bermeterai")),
        ],
        error_messages={
            "required": _("Pilih siapa yang mengambil dokumen."),
            "invalid_choice": _("Pilih salah satu pengambil."),
        },
    )
    nama_pengambil = forms.CharField(
        label=_("Nama pengambil"),
        max_length=NAME_LIMIT,
        help_text=_("Hanya untuk keluarga atau kuasa"),
        error_messages={"required": _("Tulis nama pengambil seperti pada KTP.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    bukti = forms.CharField(
        label=_("Nomor KK atau surat kuasa"),
        max_length=PROOF_LIMIT,
        help_text=_("Hanya untuk keluarga atau kuasa"),
        error_messages={"required": _("Tulis nomor KK untuk keluarga, nomor surat kuasa untuk kuasa.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.data.get("pengambil") == CollectorKind.OWNER:
            self.fields["nama_pengambil"].required = self.fields["bukti"].required = False

    def clean_nama_pengambil(self) -> str:
        """One clean line."""
        return self._line("nama_pengambil", NAME_LIMIT)

    def clean_bukti(self) -> str:
        """One clean line."""
        return self._line("bukti", PROOF_LIMIT)

    def handover(self) -> Handover:
        """What the form says; after is_valid."""
        said = self.cleaned_data
        return Handover(CollectorKind(said["pengambil"]), said["nama_pengambil"], said["bukti"])

    def _line(self, name: str, limit: int) -> str:
        try:
            line = clean_line(self.cleaned_data[name], limit=limit)
        except ValueError as error:
            raise forms.ValidationError(gettext("Terlalu panjang. Ringkas isian ini.")) from error
        field = self.fields[name]
        if field.required and not line:  # nothing but signs that are not seen
            raise forms.ValidationError(field.error_messages["required"])
        return line
