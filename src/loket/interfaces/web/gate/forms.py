"""What an officer sends from the gate."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.foundation.people.persons import DocumentKind
from loket.foundation.people.rules import (
    NotABirthDate,
    NotAnIdentity,
    check_birth_date,
    identity_of_citizen,
    identity_of_foreigner,
)
from loket.foundation.policy.rules import NumberName
from loket.interfaces.web.forms import DateParts
from loket.interfaces.web.public.words import DOCUMENTS
from loket.interfaces.web.words import needs_in_words, said
from loket.kit.clock import office_day
from loket.visits.admission import rules
from loket.visits.admission.queries import Party

#: A ticket's token has 152 characters; a longer text is no ticket.
LONGEST_SCAN = 400
#: Said in the form as a choice; kept as these words with the arrival (R32).
OTHER = "lain"
REASONS = (
    ("lalu_lintas", _("Lalu lintas atau angkutan terganggu")),
    ("antrean_pintu", _("Antrean di pintu kantor")),
    ("sistem", _("Gangguan sistem atau jaringan")),
    ("darurat", _("Sakit atau keadaan darurat")),
    (OTHER, _("Alasan lain")),
)


class TicketForm(forms.Form):
    """What a camera, a USB scanner or a finger put in: a ticket's token or its 8-character code."""

    kode = forms.CharField(
        label=_("Tiket, kode 8 huruf, atau nomor permohonan"),
        max_length=LONGEST_SCAN,
        error_messages={
            "required": _("Pindai tiket, atau ketik kode 8 huruf."),
            "max_length": _("Ini terlalu panjang untuk sebuah tiket. Pindai sekali lagi."),
        },
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off", "spellcheck": "false"}),
    )


class SearchForm(forms.Form):
    """Somebody without a ticket: identity and birth date, for the day list only."""

    identitas = forms.CharField(
        label=_("NIK atau nomor paspor"),
        max_length=40,
        error_messages={
            "required": _("Tulis NIK atau nomor paspor."),
            "max_length": _("NIK terdiri atas 16 angka, nomor paspor 5 sampai 9 huruf dan angka."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    negara = forms.CharField(
        label=_("Negara penerbit paspor"),
        help_text=_("Hanya untuk paspor: kode tiga huruf, misalnya JPN."),
        required=False,
        max_length=3,
        error_messages={"max_length": _("Kode negara terdiri atas tiga huruf, misalnya JPN.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "short"}),
    )
    lahir = forms.DateField(
        label=_("Tanggal lahir"),
        input_formats=["%Y-%m-%d"],
        error_messages={
            "required": _("Tulis tanggal lahir."),
            "invalid": _("Tanggal lahir ini tidak mungkin. Periksa tanggal, bulan, dan tahunnya."),
        },
        widget=DateParts(birth=False),
    )

    def __init__(self, *args: Any, now: Any, timezone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = office_day(now, timezone)

    def clean(self) -> dict[str, Any]:
        """Adds `identity`, or says at its field what is wrong."""
        typed = super().clean() or {}
        number, country = typed.get("identitas"), typed.get("negara", "")
        if born := typed.get("lahir"):
            try:
                check_birth_date(born, today=self._today)
            except NotABirthDate as refusal:
                self.add_error("lahir", said(refusal))
        if number and any(c.isalpha() for c in number) and not country:
            self.add_error("negara", _("Tulis kode negara penerbit paspor, tiga huruf, misalnya JPN."))
        elif number:
            try:
                typed["identity"] = identity_of_foreigner(country, number) if country else identity_of_citizen(number)
            except NotAnIdentity as refusal:
                self.add_error("identitas", said(refusal))
        return typed


class TurnAwayForm(forms.Form):
    """Why somebody without a ticket can't come in."""

    alasan = forms.ChoiceField(choices=[(each.code, each.code) for each in (rules.WalkIn, rules.CompanionRefused)])


class AdmissionForm(forms.Form):
    """Who of a party came, whose priority was seen, how many guardians, and outside the window why."""

    kursi = forms.MultipleChoiceField(
        error_messages={
            "required": _("Centang siapa yang datang."),
            "invalid_choice": _("Daftar orang sudah berubah. Periksa centangnya, lalu kirim lagi."),
        }
    )
    prioritas = forms.MultipleChoiceField(
        required=False,
        error_messages={"invalid_choice": _("Daftar orang sudah berubah. Periksa centangnya, lalu kirim lagi.")},
    )
    wali = forms.TypedChoiceField(
        label=_("Wali anak yang ikut masuk"),
        coerce=int,
        required=False,
        error_messages={"invalid_choice": _("Jumlah wali ini lebih dari yang boleh masuk.")},
        widget=forms.RadioSelect,
    )
    pendamping = forms.TypedChoiceField(
        label=_("Pendamping yang ikut masuk"),
        coerce=int,
        required=False,
        error_messages={"invalid_choice": _("Jumlah pendamping ini lebih dari yang boleh masuk.")},
        widget=forms.RadioSelect,
    )
    dokumen = forms.ChoiceField(
        label=_("Dokumen asli yang dilihat"),
        required=False,
        choices=[("", _("Tidak dicatat")), *((kind.value, DOCUMENTS[kind]) for kind in DocumentKind)],
        error_messages={"invalid_choice": _("Pilih dokumennya.")},
    )
    alasan = forms.ChoiceField(
        label=_("Alasan menerima di luar jadwal"),
        choices=REASONS,
        error_messages={
            "required": _("Pilih satu alasan."),
            "invalid_choice": _("Pilih satu alasan."),
        },
        widget=forms.RadioSelect,
    )
    alasan_lain = forms.CharField(
        label=_("Alasan lain"),
        help_text=_("Tanpa nama orang; 4 sampai 120 huruf."),
        required=False,
        max_length=rules.REASON_LENGTHS[1],
        error_messages={"max_length": _("Tulis alasan, 4 sampai 120 huruf.")},
    )

    def __init__(self, *args: Any, party: Party, outside_window: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.party = party
        seats = [(str(guest.seat_id), "") for guest in party.outside]
        by_age = [str(guest.seat_id) for guest in party.outside if rules.is_priority_by_age(guest.priority)]
        self.fields["kursi"].choices = self.fields["prioritas"].choices = seats  # type: ignore[attr-defined]
        self.initial = {
            "kursi": [seat for seat, _label in seats],
            "prioritas": by_age,
            "wali": self._guardians(),
            "pendamping": 0,
        }
        minors = any(guest.minor for guest in party.outside)
        self._up_to("wali", party.law.value(NumberName.GUARDIANS) if minors else 0)
        reasons = [guest.priority for guest in party.outside]
        self._up_to("pendamping", rules.companions_allowed(party.law.door.value, reasons))
        if not outside_window:
            del self.fields["alasan"], self.fields["alasan_lain"]

    def _up_to(self, name: str, most: int) -> None:
        """Offers none up to `most`; a field that has nothing to offer is left out."""
        if most:
            self.fields[name].choices = [(0, _("Tidak ada")), *((n, str(n)) for n in range(1, most + 1))]  # type: ignore[attr-defined]
        else:
            del self.fields[name]

    def _guardians(self) -> int:
        """A family usually brings its grown-ups as applicants; children alone bring somebody."""
        return int(all(guest.minor for guest in self.party.outside))

    def clean(self) -> dict[str, Any]:
        """Adds `reason`: the words that are kept, lazily translated when they are ours."""
        typed = super().clean() or {}
        chosen = typed.get("alasan")
        typed["reason"] = dict(REASONS)[chosen] if chosen and chosen != OTHER else typed.get("alasan_lain", "")
        if chosen == OTHER and len(typed["reason"]) < rules.REASON_LENGTHS[0]:
            self.add_error("alasan_lain", _("Tulis alasan, 4 sampai 120 huruf."))
        return typed

    def rows(self) -> list[dict[str, Any]]:
        """Each person outside with the state of both boxes."""
        ticked, priority = self["kursi"].value() or [], self["prioritas"].value() or []
        return [
            {
                "guest": guest,
                "needs": needs_in_words(guest.needs),
                "seat": str(guest.seat_id),
                "ticked": str(guest.seat_id) in ticked,
                "priority": str(guest.seat_id) in priority,
            }
            for guest in self.party.outside
        ]
