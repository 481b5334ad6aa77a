"""What forms of every audience share: a date in three boxes, and attributes that phones understand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

#: A form field's name (or its last word) to the HTML autocomplete value, so that phones fill it in.
AUTOCOMPLETE = {
    "nama": "name",
    "nama_lengkap": "name",
    "name": "name",
    "full_name": "name",
    "surel": "email",
    "email": "email",
    "telepon": "tel",
    "ponsel": "tel",
    "phone": "tel",
    "alamat": "street-address",
    "address": "street-address",
    "kode_pos": "postal-code",
    "postcode": "postal-code",
    "kata_sandi": "current-password",
    "password": "current-password",
    "kata_sandi_baru": "new-password",
    "new_password": "new-password",
    "kode": "one-time-code",
    "otp": "one-time-code",
}
#: Autocomplete values whose keyboard shows figures.
_INPUTMODE = {"one-time-code": "numeric", "tel": "tel", "email": "email", "postal-code": "numeric"}
#: Numbers that identify are digits, but not amounts: text boxes with the figures' keyboard.
_DIGITS = {"nik", "kode_billing", "nomor_kk"}


class DateParts(forms.Widget):
    """Three boxes, tanggal, bulan and tahun, for a date that people know by heart (`forms.DateField`)."""

    template_name = "parts/date_inputs.html"
    use_fieldset = True
    birth = True
    parts = ("tanggal", "bulan", "tahun")

    def __init__(self, attrs: dict[str, Any] | None = None, *, birth: bool = True) -> None:
        self.birth = birth
        super().__init__(attrs)

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str | None:
        """The three boxes as `1990-2-28`; what is not a date is kept so that the field can say so."""
        typed = [str(data.get(f"{name}_{part}", "")).strip() for part in self.parts]
        if not any(typed):
            return None
        return "-".join(reversed(typed))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """True when none of the three boxes was sent."""
        return not any(f"{name}_{part}" in data for part in self.parts)

    def id_for_label(self, id_: str, index: Any = None) -> str:
        """An error's link leads to the first box."""
        return f"{id_}_{self.parts[0]}" if id_ else ""

    def boxes(self, name: str, value: Any, auto_id: str) -> list[dict[str, Any]]:
        """Name, id, value, length and autocomplete of the three boxes, in reading order."""
        values = _split(value)
        birth = ("bday-day", "bday-month", "bday-year") if self.birth else ("off", "off", "off")
        return [
            {
                "part": part,
                "name": f"{name}_{part}",
                "id": f"{auto_id}_{part}",
                "value": values[i],
                "length": 4 if part == "tahun" else 2,
                "autocomplete": birth[i],
            }
            for i, part in enumerate(self.parts)
        ]


def _split(value: Any) -> tuple[str, str, str]:
    if isinstance(value, date):
        return str(value.day), str(value.month), str(value.year)
    pieces = [*str(value or "").split("-"), "", ""][:3]
    return pieces[2], pieces[1], pieces[0]


def phone_attributes(name: str, field: forms.Field) -> dict[str, str]:
    """autocomplete, inputmode and spell-checking for a field, by its name and sort."""
    attributes: dict[str, str] = {}
    complete = AUTOCOMPLETE.get(name) or _by_sort(field)
    if complete:
        attributes["autocomplete"] = complete
        if mode := _INPUTMODE.get(complete):
            attributes["inputmode"] = mode
    if name in _DIGITS or isinstance(field, forms.IntegerField):
        attributes |= {"inputmode": "numeric", "autocomplete": attributes.get("autocomplete", "off")}
    if complete in ("email", "one-time-code") or name in _DIGITS:
        attributes |= {"spellcheck": "false", "autocapitalize": "none"}
    return attributes


def _by_sort(field: forms.Field) -> str:
    if isinstance(field, forms.EmailField):
        return "email"
    if isinstance(field.widget, forms.PasswordInput):
        return "current-password"
    return ""
