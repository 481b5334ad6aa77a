"""Forms of signing in. Limits of length stand here; what a phone, code or PIN is, the rules of people say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.foundation.people.queries import Colleague
from loket.foundation.people.rules import PASSWORD_LONGEST, NotAnEmail
from loket.foundation.people.rules_staff import LONGEST_KEY_NAME, NotAKeyName
from loket.interfaces.web.account.nav import ROLE_LABELS
from loket.interfaces.web.words import said
from loket.kit.errors import Refusal

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words = str | _StrPromise

_PHONE_EXAMPLE = _("Seperti 0812 3456 7890.")


def _errors(empty: Words, long: Words = "") -> dict[str, Any]:
    too_long = long or _("Isian ini terlalu panjang.")
    unreadable = _("Ada tanda yang tidak dapat kami baca. Ketik ulang.")
    return {"required": empty, "max_length": too_long, "null_characters_not_allowed": unreadable}


def _password(label: Words, autocomplete: str, hint: Words = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=PASSWORD_LONGEST,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
        error_messages=_errors(_("Tulis kata sandi."), _("Kata sandi paling panjang 128 huruf.")),
    )


class PlainForm(forms.Form):
    """A form whose refusals land at a field."""

    use_required_attribute = False

    def refuse(self, refusal: Refusal, field: str) -> int:
        """Puts the refusal's sentence at `field` and returns its HTTP status."""
        self.add_error(field, said(refusal))
        return refusal.status


class PhoneForm(PlainForm):
    """Asks for the phone number."""

    telepon = forms.CharField(
        label=_("Nomor telepon"),
        help_text=_PHONE_EXAMPLE,
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel"}),
        error_messages=_errors(_("Tulis nomor telepon Anda."), _("Nomor telepon paling panjang 30 angka.")),
    )


class CodeForm(PlainForm):
    """Asks for the code that was sent."""

    kode = forms.CharField(
        label=_("Kode 6 angka"),
        max_length=20,
        widget=forms.TextInput(attrs={"class": "short"}),
        error_messages=_errors(_("Tulis kode 6 angka dari pesan."), _("Kode terdiri atas 6 angka.")),
    )


class PasswordSignInForm(PhoneForm):
    """Asks for phone and password."""

    kata_sandi = _password(_("Kata sandi"), "current-password")


class NewPasswordForm(PlainForm):
    """Asks for a password to keep."""

    kata_sandi_baru = _password(
        _("Kata sandi baru"),
        "new-password",
        _("Paling sedikit 10 huruf atau angka. Kalimat pendek paling mudah diingat."),
    )


class StaffSignInForm(PlainForm):
    """Asks for staff name and password."""

    nama_petugas = forms.CharField(
        label=_("Nama petugas"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages=_errors(_("Tulis nama petugas Anda.")),
    )
    kata_sandi = _password(_("Kata sandi"), "current-password")


class EmailForm(PlainForm):
    """Asks for an e-mail address."""

    surel = forms.CharField(
        label=_("Alamat surel"),
        max_length=254,
        widget=forms.TextInput(attrs={"type": "email"}),
        error_messages=_errors(_("Tulis alamat surel Anda."), _(NotAnEmail.sentence)),
    )


class FactorForm(PlainForm):
    """Asks for the app's code or a recovery code."""

    kode = forms.CharField(
        label=_("Kode dari aplikasi, atau kode cadangan"),
        max_length=20,
        widget=forms.TextInput(attrs={"class": "short"}),
        error_messages=_errors(_("Tulis kode dari aplikasi."), _("Kode terdiri atas 6 atau 8 angka.")),
    )

    def __init__(self, *args: Any, by_key: bool = False, **kwargs: Any) -> None:
        """With `by_key` a security key answers and no code is asked for."""
        super().__init__(*args, **kwargs)
        self.fields["kode"].required = not by_key


class AppForm(PlainForm):
    """Asks for the first code of an app that was just set up."""

    kode = forms.CharField(
        label=_("Kode 6 angka dari aplikasi"),
        max_length=20,
        widget=forms.TextInput(attrs={"class": "short"}),
        error_messages=_errors(_("Tulis kode dari aplikasi."), _("Kode terdiri atas 6 angka.")),
    )


class KeyNameForm(PlainForm):
    """Asks how the owner calls a device."""

    nama_perangkat = forms.CharField(
        label=_("Nama perangkat"),
        help_text=_("Supaya Anda mengenalinya nanti, misalnya HP Siti."),
        max_length=LONGEST_KEY_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages=_errors(_(NotAKeyName.sentence), _(NotAKeyName.sentence)),
    )


class PinForm(PlainForm):
    """Asks for a PIN to keep."""

    pin = forms.CharField(
        label=_("PIN 6 angka"),
        max_length=6,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "inputmode": "numeric", "class": "short"}),
        error_messages=_errors(_("Tulis PIN 6 angka."), _("PIN terdiri atas 6 angka.")),
    )


class ChangeOfficerForm(PlainForm):
    """Asks who takes over, and for that officer's PIN."""

    petugas = forms.TypedChoiceField(
        label=_("Petugas"),
        coerce=int,
        empty_value=None,
        error_messages={"required": _("Pilih petugas."), "invalid_choice": _("Pilih petugas dari daftar.")},
    )
    pin = forms.CharField(
        label=_("PIN 6 angka"),
        max_length=6,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "inputmode": "numeric", "class": "short"}),
        error_messages=_errors(_("Tulis PIN 6 angka."), _("PIN terdiri atas 6 angka.")),
    )

    def __init__(self, colleagues: Sequence[Colleague], today: Sequence[int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["petugas"].choices = _grouped(colleagues, today)  # type: ignore[attr-defined]


def _grouped(colleagues: Sequence[Colleague], today: Sequence[int]) -> list[Any]:
    """Who worked on this machine today first, then the other colleagues."""
    here = [c for c in colleagues if c.staff_id in today]
    others = [c for c in colleagues if c.staff_id not in today]
    groups: list[Any] = [("", _("Pilih petugas"))]
    if here:
        groups.append((_("Hari ini di komputer ini"), [_choice(c) for c in here]))
    if others:
        groups.append((_("Petugas lain di kantor ini"), [_choice(c) for c in others]))
    return groups


def _choice(colleague: Colleague) -> tuple[int, str]:
    label = next((label for role, label in ROLE_LABELS.items() if role.value == colleague.role), "")
    return colleague.staff_id, f"{colleague.name} – {label}"
