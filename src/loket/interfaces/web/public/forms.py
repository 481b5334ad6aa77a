"""Forms of citizens' pages. Each error is one sentence at its field."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from loket.foundation.offices.rules import Nationality
from loket.foundation.people.rules import (
    NotABirthDate,
    check_birth_date,
    identity_of_citizen,
    identity_of_foreigner,
    name_of,
)
from loket.interfaces.web.forms import DateParts
from loket.interfaces.web.public.drafts import Someone
from loket.interfaces.web.public.words import PRIORITY
from loket.interfaces.web.words import said
from loket.kit.errors import Refusal
from loket.kit.ids import CODE_LENGTH, clean_code
from loket.planning.booking.needs import Need, needs_of
from loket.planning.booking.rules import PriorityReason

_LONG = 200


T = TypeVar("T")


def _keeps(rule: Callable[[], T]) -> T:
    """What a rule answers; its refusal as this field's error. Raises ValidationError."""
    try:
        return rule()
    except Refusal as refused:
        raise ValidationError(said(refused), code=refused.code) from refused


class BirthDate(forms.DateField):
    """A date of birth in three boxes."""

    def __init__(self, *, today: date, label: Any = None) -> None:
        self.today = today
        super().__init__(
            label=label or _("Tanggal lahir"),
            input_formats=["%Y-%m-%d"],
            widget=DateParts(),
            help_text=_("Contoh: 28 2 1990"),
            error_messages={
                "required": _("Tulis tanggal lahir: tanggal, bulan, dan tahun."),
                "invalid": _("Tanggal lahir ini tidak mungkin. Periksa tanggal, bulan, dan tahunnya."),
            },
        )

    def clean(self, value: Any) -> date | None:
        """A day not after today and at most 120 years back; None when it may stay empty. Raises ValidationError."""
        born: date | None = super().clean(value)
        if born is None:
            return None
        try:
            check_birth_date(born, today=self.today)
        except NotABirthDate as refused:
            raise ValidationError(self.error_messages["invalid"]) from refused
        return born


class PersonForm(forms.Form):
    """One person of a party. `others` are the identity keys of the party's other persons."""

    nik = forms.CharField(
        label=_("NIK"),
        help_text=_("16 angka pada KTP, KIA, atau kartu keluarga."),
        max_length=_LONG,
        error_messages={"required": _("Tulis NIK: 16 angka pada KTP, KIA, atau kartu keluarga.")},
    )
    negara = forms.CharField(
        label=_("Kode negara penerbit paspor"),
        help_text=_("3 huruf seperti pada halaman identitas paspor, misalnya AUS, CHN, KOR."),
        max_length=_LONG,
        widget=forms.TextInput({"class": "short", "autocapitalize": "characters", "autocomplete": "off"}),
        error_messages={"required": _("Tulis kode negara: 3 huruf seperti pada paspor.")},
    )
    paspor = forms.CharField(
        label=_("Nomor paspor"),
        max_length=_LONG,
        widget=forms.TextInput({"class": "short", "autocapitalize": "characters", "autocomplete": "off"}),
        error_messages={"required": _("Tulis nomor paspor seperti pada halaman identitas.")},
    )
    nama = forms.CharField(
        label=_("Nama lengkap"),
        help_text=_("Seperti pada KTP atau akta lahir. Satu kata boleh."),
        max_length=_LONG,
        error_messages={"required": _("Tulis nama seperti pada dokumen.")},
    )
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

    def __init__(
        self, *args: Any, nationality: str, today: date, others: frozenset[str] = frozenset(), **more: Any
    ) -> None:
        self.nationality, self.others = nationality, others
        super().__init__(*args, **more)
        self.fields["lahir"] = BirthDate(today=today)
        gone = ("nik",) if nationality == Nationality.WNA else ("negara", "paspor")
        for name in gone:
            del self.fields[name]
        self.order_fields(["nik", "negara", "paspor", "nama", "lahir", "prioritas", "kebutuhan", "bahasa"])

    def clean_nik(self) -> str:
        """A NIK as 16 digits (R59). Raises ValidationError."""
        return self._new(_keeps(lambda: identity_of_citizen(self.cleaned_data["nik"])).key).partition(":")[2]

    def clean_paspor(self) -> str:
        """A passport number. Raises ValidationError."""
        country, number = self.cleaned_data.get("negara", ""), self.cleaned_data["paspor"]
        if not country:
            return str(number)
        return self._new(_keeps(lambda: identity_of_foreigner(country, number)).key).rpartition(":")[2]

    def clean_nama(self) -> str:
        """A name as written, on one line (R60). Raises ValidationError."""
        return _keeps(lambda: name_of(self.cleaned_data["nama"]))

    def clean_bahasa(self) -> str:
        """The interpreter's language, needed when one is asked for. Raises ValidationError."""
        typed = str(self.cleaned_data["bahasa"])
        return _keeps(lambda: needs_of(self.cleaned_data.get("kebutuhan", []), typed)).language

    def _new(self, key: str) -> str:
        if key in self.others:
            raise ValidationError(_("Nomor ini sudah Anda isi untuk pemohon lain di pendaftaran ini."))
        return key

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
