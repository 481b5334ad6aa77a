"""What a head enters about officers: who comes, with which role, where to, who acts as deputy, who witnesses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.foundation.people.rules import NotAName, NotAStaffName, Role
from loket.interfaces.web.account.nav import ROLE_LABELS
from loket.interfaces.web.forms import DateParts

Choices = Iterable[tuple[Any, Any]]
_DATE_MISSING = {
    "required": _("Tulis tanggal, bulan, dan tahun."),
    "invalid": _("Tanggal ini tidak ada di kalender."),
}


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=DateParts(birth=False), input_formats=["%Y-%m-%d"], error_messages=_DATE_MISSING
    )  # fmt: skip


def _choice(label: Any, missing: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, coerce=int, empty_value=None,
        error_messages={"required": missing, "invalid_choice": _("Pilih dari daftar.")},
    )  # fmt: skip


def _role() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Peran"), widget=forms.RadioSelect,
        error_messages={"required": _("Pilih satu peran."), "invalid_choice": _("Pilih satu peran.")},
    )  # fmt: skip


def _set(form: forms.Form, name: str, choices: Choices) -> None:
    form.fields[name].choices = list(choices)  # type: ignore[attr-defined]


def role_choices(roles: Iterable[Role]) -> list[tuple[str, Any]]:
    """Roles with what people read."""
    return [(role.value, ROLE_LABELS[role]) for role in roles]


class AddForm(forms.Form):
    """A new officer."""

    use_required_attribute = False
    nama = forms.CharField(
        label=_("Nama lengkap"), max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _(NotAName.sentence), "max_length": _(NotAName.sentence)},
    )  # fmt: skip
    nama_petugas = forms.CharField(
        label=_("Nama petugas untuk masuk"), max_length=40,
        help_text=_("Huruf kecil, angka, titik, misalnya jks.rina."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": _(NotAStaffName.sentence), "max_length": _(NotAStaffName.sentence)},
    )  # fmt: skip
    peran = _role()
    kantor = _choice(_("Kantor"), _("Pilih kantor."))

    def __init__(self, roles: Iterable[Role], offices: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = list(offices)
        _set(self, "peran", role_choices(roles))
        _set(self, "kantor", listed)
        if len(listed) == 1:
            self.fields["kantor"].widget = forms.HiddenInput()
            self.fields["kantor"].initial = listed[0][0]


class RoleForm(forms.Form):
    """Another role for an officer."""

    use_required_attribute = False
    peran = _role()

    def __init__(self, roles: Iterable[Role], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _set(self, "peran", role_choices(roles))


class MoveForm(forms.Form):
    """Another office for an officer, from a day on."""

    use_required_attribute = False
    kantor = _choice(_("Pindah ke kantor"), _("Pilih kantor."))
    mulai = _day(_("Mulai tanggal"))

    def __init__(self, offices: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _set(self, "kantor", [("", _("Pilih kantor")), *offices])


class ResetForm(forms.Form):
    """The second officer who is there when second factors are taken away."""

    use_required_attribute = False
    petugas_kedua = _choice(_("Petugas kedua"), _("Pilih petugas kedua."))
    pin = forms.CharField(
        label=_("PIN petugas kedua"), max_length=6,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "inputmode": "numeric", "class": "short"}),
        error_messages={"required": _("Tulis PIN 6 angka."), "max_length": _("PIN terdiri atas 6 angka.")},
    )  # fmt: skip

    def __init__(self, colleagues: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _set(self, "petugas_kedua", [("", _("Pilih petugas")), *colleagues])


class DeputyForm(forms.Form):
    """Who acts for the head, from which day to which."""

    use_required_attribute = False
    petugas = _choice(_("Siapa Plh"), _("Pilih petugas."))
    mulai = _day(_("Mulai tanggal"))
    sampai = _day(_("Sampai dengan tanggal"))

    def __init__(self, officers: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _set(self, "petugas", [("", _("Pilih petugas")), *officers])
