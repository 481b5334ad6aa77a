"""Forms of citizens' pages. Each error is one sentence at its field."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from loket.interfaces.web.public.drafts import Someone
from loket.interfaces.web.public.identity import BirthDate, IdentityForm, keeps
from loket.interfaces.web.public.words import PRIORITY
from loket.kit.ids import CODE_LENGTH, clean_code
from loket.planning.booking.needs import Need, needs_of
from loket.planning.booking.rules import PriorityReason

_LONG = 200


class PersonForm(IdentityForm):
    """One person of a party. `others` are the identity keys of the party's other persons."""

    prioritas = forms.ChoiceField(
        label=_("Perlu layanan prioritas?"),
        help_text=_("Lansia dan balita dikenali dari tanggal lahir. Petugas memastikan di pintu masuk."),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            ("", _("Tidak")),
            (PriorityReason.DISABLED.value, PRIORITY[PriorityReason.DISABLED]),
            (PriorityReason.PREGNANT.value, PRIORITY[PriorityReason.PREGNANT]),
        ],
    )

    kebutuhan = forms.MultipleChoiceField(
        label=_("Ada yang perlu kami siapkan?"),
        help_text=_("Hanya untuk kunjungan ini; disimpan tersandi dan dihapus sesudahnya."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[
            (Need.WHEELCHAIR.value, _("Saya memakai kursi roda")),
            (Need.DEAF.value, _("Saya tuli atau sulit mendengar")),
            (Need.BLIND.value, _("Saya netra atau sulit melihat")),
            (Need.INTERPRETER.value, _("Saya perlu juru bahasa")),
        ],
        error_messages={"invalid_choice": _("Pilih dari daftar kebutuhan.")},
    )
    bahasa = forms.CharField(
        label=_("Bahasa juru bahasa"),
        help_text=_("Misalnya Mandarin, Korea, atau bahasa isyarat (BISINDO)."),
        required=False,
        max_length=_LONG,
        widget=forms.TextInput({"class": "short", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.order_fields(["nik", "negara", "paspor", "nama", "lahir", "prioritas", "kebutuhan", "bahasa"])

    def clean_bahasa(self) -> str:
        """The interpreter's language, needed when one is asked for. Raises ValidationError."""
        typed = str(self.cleaned_data["bahasa"])
        return keeps(lambda: needs_of(self.cleaned_data.get("kebutuhan", []), typed)).language

    def someone(self) -> Someone:
        """The answers, for the draft."""
        said = self.cleaned_data
        return Someone(
            name=said["nama"],
            born=said["lahir"].isoformat(),
            nik=said.get("nik", ""),
            country=said.get("negara", "").strip().upper(),
            passport=said.get("paspor", ""),
            declared=said["prioritas"],
            nationality=self.nationality,
            needs=list(said["kebutuhan"]),
            language=said["bahasa"],
        )


def answers_of(someone: Someone) -> dict[str, Any]:
    """What was typed for this person, as the form's initial values."""
    return {
        "nik": someone.nik,
        "negara": someone.country,
        "paspor": someone.passport,
        "nama": someone.name,
        "lahir": date.fromisoformat(someone.born) if someone.born else None,
        "prioritas": someone.declared,
        "kebutuhan": someone.needs,
        "bahasa": someone.language,
    }


class FindTicketForm(forms.Form):
    """A ticket's code and one person's birth date."""

    nomor = forms.CharField(
        label=_("Kode tiket"),
        help_text=_("8 huruf dan angka di tiket, misalnya K7PW 3MXD."),
        max_length=_LONG,
        widget=forms.TextInput({"class": "short", "autocapitalize": "characters", "autocomplete": "off"}),
        error_messages={"required": _("Tulis kode tiket: 8 huruf dan angka.")},
    )

    def __init__(self, *args: Any, today: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["lahir"] = BirthDate(today=today, label=_("Tanggal lahir salah satu pemohon"))

    def clean_nomor(self) -> str:
        """The 8 characters that were meant. Raises ValidationError."""
        code = clean_code(self.cleaned_data["nomor"])
        if len(code) != CODE_LENGTH:
            raise ValidationError(_("Kode tiket terdiri atas 8 huruf dan angka."))
        return code
