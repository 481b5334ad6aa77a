"""Who somebody is, as typed: identity, name, birth date, and what is doubted but never refused (R59, R60)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from loket.foundation.offices.rules import Nationality
from loket.foundation.people.niks import Doubt, Sex, doubts_of_nik, read_nik
from loket.foundation.people.rules import (
    Identity,
    NotABirthDate,
    check_birth_date,
    identity_of_citizen,
    identity_of_foreigner,
    is_usual_passport,
    name_of,
)
from loket.interfaces.web.forms import DateParts
from loket.interfaces.web.public.words import DOUBTS
from loket.interfaces.web.words import said
from loket.kit.errors import Refusal

_LONG = 200


T = TypeVar("T")


def keeps(rule: Callable[[], T]) -> T:
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


class IdentityForm(forms.Form):
    """One person: NIK or passport, name, birth date. `others` are identity keys that can't be this person's."""

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
    #: That what was doubted is right all the same: a digest of the answers that were doubted.
    yakin = forms.CharField(required=False, max_length=_LONG, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, nationality: str, today: date, others: frozenset[str] = frozenset(), **more: Any
    ) -> None:
        self.nationality, self.others = nationality, others
        super().__init__(*args, **more)
        self.fields["lahir"] = BirthDate(today=today)
        gone = ("nik",) if nationality == Nationality.WNA else ("negara", "paspor")
        for name in gone:
            del self.fields[name]
        self.order_fields(["nik", "negara", "paspor", "nama", "lahir"])

    def clean_nik(self) -> str:
        """A NIK as 16 digits whose birth date exists (R59). Raises ValidationError."""
        nik = self._new(keeps(lambda: identity_of_citizen(self.cleaned_data["nik"])).key).partition(":")[2]
        keeps(lambda: read_nik(nik))
        return nik

    def clean_paspor(self) -> str:
        """A passport number. Raises ValidationError."""
        country, number = self.cleaned_data.get("negara", ""), self.cleaned_data["paspor"]
        if not country:
            return str(number)
        return self._new(keeps(lambda: identity_of_foreigner(country, number)).key).rpartition(":")[2]

    def clean_nama(self) -> str:
        """A name as written, on one line (R60). Raises ValidationError."""
        return keeps(lambda: name_of(self.cleaned_data["nama"]))

    def identity(self) -> Identity:
        """Who this is; the form is valid."""
        typed = self.cleaned_data
        if self.nationality == Nationality.WNA:
            return identity_of_foreigner(typed["negara"], typed["paspor"])
        return identity_of_citizen(typed["nik"])

    def sex(self) -> Sex | None:
        """What else was said of the sex, to compare with the NIK."""
        return None

    def doubts(self) -> tuple[Doubt, ...]:
        """What does not fit together in answers that are valid."""
        if self.nationality == Nationality.WNA:
            return () if is_usual_passport(self.cleaned_data["paspor"]) else (Doubt.PASSPORT,)
        return doubts_of_nik(self.cleaned_data["nik"], born=self.cleaned_data["lahir"], sex=self.sex())

    def asks_again(self) -> bool:
        """Whether there are doubts that were not seen yet with these very answers; never more than once."""
        return self.is_valid() and bool(self.doubts()) and self.cleaned_data["yakin"] != self.seen

    @property
    def seen(self) -> str:
        """These answers in 12 characters."""
        answers = [str(self.cleaned_data.get(name, "")) for name in ("nik", "negara", "paspor", "lahir")]
        return hashlib.sha256("|".join([*answers, str(self.sex())]).encode()).hexdigest()[:12]

    @property
    def doubt(self) -> str:
        """What to look at again, in one sentence; empty before the answers were sent, and without doubts."""
        if not self.is_bound or not self.is_valid() or not self.doubts():
            return ""
        which = "; ".join(str(DOUBTS[doubt]) for doubt in self.doubts())
        return gettext("Periksa lagi: %(which)s. Jika benar, lanjutkan.") % {"which": which}

    @property
    def doubted(self) -> str:
        """The name of the field at which the doubt is told."""
        return "paspor" if self.nationality == Nationality.WNA else "nik"

    def _new(self, key: str) -> str:
        if key in self.others:
            raise ValidationError(self.twice)
        return key

    twice: Any = _("Nomor ini sudah Anda isi untuk pemohon lain di pendaftaran ini.")
