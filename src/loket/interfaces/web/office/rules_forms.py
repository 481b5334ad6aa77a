"""What a head or a regional head enters into the rules: a number, a staff cap, a level."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.foundation.policy import rules
from loket.foundation.policy.rules import MEASUREMENTS, NumberName, RiskZone
from loket.interfaces.web.forms import DateParts
from loket.interfaces.web.law import NUMBERS
from loket.interfaces.web.office.rules_words import ZONES
from loket.kit.errors import Refusal

#: No number of the law has more digits; a longer text is a typing error.
_LARGEST = 99_999


def _day(label: Any, help_text: Any = "", *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        widget=DateParts(birth=False),
        input_formats=["%Y-%m-%d"],
        error_messages={
            "required": _("Tulis tanggal, bulan, dan tahun."),
            "invalid": _("Tanggal ini tidak ada di kalender."),
        },
    )


def _basis(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=rules.CITATION_LENGTHS[1],
        error_messages={"required": rules.BasisMissing.sentence, "max_length": rules.BasisMissing.sentence},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def _whole(label: Any) -> forms.IntegerField:
    wrong = _("Tulis angka bulat, tanpa titik atau koma.")
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=_LARGEST,
        error_messages={"required": wrong, "invalid": wrong, "min_value": wrong, "max_value": wrong},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class RuleForm(forms.Form):
    """A number of an office or region, from a day on, with its legal basis."""

    aturan = forms.ChoiceField(
        label=_("Aturan"),
        error_messages={"required": _("Pilih satu aturan."), "invalid_choice": _("Pilih satu aturan.")},
    )
    nilai = _whole(_("Nilai"))
    mulai = _day(_("Berlaku mulai"))
    akhir = _day(_("Hari terakhir"), _("Kosongkan bila berlaku sampai diubah."), required=False)
    dasar = _basis(_("Dasar hukum"))

    def __init__(self, *args: Any, by_office: bool, **kwargs: Any) -> None:
        """Offers what an office may set, or for a region everything."""
        super().__init__(*args, **kwargs)
        offered = [name for name in NumberName if MEASUREMENTS[name].by_office or not by_office]
        self.fields["aturan"].choices = [(name.value, NUMBERS[name]) for name in offered]  # type: ignore[attr-defined]


class CapForm(forms.Form):
    """A lower part of the staff that may be at the office (R54)."""

    prefix = "petugas"
    persen = _whole(_("Petugas di kantor, paling banyak (persen)"))
    mulai = _day(_("Berlaku mulai"))
    akhir = _day(_("Hari terakhir"), _("Kosongkan bila berlaku sampai diubah."), required=False)
    dasar = _basis(_("Dasar hukum"))


class LevelForm(forms.Form):
    """A level of restriction for a region or one of its offices, with start and end (B6)."""

    prefix = "ppkm"
    tingkat = forms.TypedChoiceField(
        label=_("Tingkat PPKM"),
        choices=[(level, str(level)) for level in rules.LEVELS],
        coerce=int,
        error_messages={"required": rules.LevelWrong.sentence, "invalid_choice": rules.LevelWrong.sentence},
        widget=forms.RadioSelect,
    )
    kantor = forms.ChoiceField(
        label=_("Berlaku untuk"), required=False, error_messages={"invalid_choice": _("Pilih kantor di wilayah ini.")}
    )
    zona = forms.ChoiceField(
        label=_("Zona risiko"),
        help_text=_("Hanya bila surat edarannya membedakan zona, di luar Jawa dan Bali."),
        required=False,
        choices=[("", _("Tidak dibedakan")), *((zone.value, ZONES[zone]) for zone in RiskZone)],
        error_messages={"invalid_choice": _("Pilih salah satu.")},
    )
    mulai = _day(_("Hari pertama"))
    akhir = _day(_("Hari terakhir"))
    dasar = _basis(_("Nomor surat keputusan atau instruksi"))

    def __init__(self, *args: Any, offices: list[tuple[int, str]], **kwargs: Any) -> None:
        """`offices`: id and name of the region's offices."""
        super().__init__(*args, **kwargs)
        whole = ("", _("Seluruh wilayah"))
        self.fields["kantor"].choices = [whole, *((str(pk), name) for pk, name in offices)]  # type: ignore[attr-defined]

    @property
    def office_id(self) -> int | None:
        """The one office that was chosen, None for the whole region."""
        typed = self.cleaned_data["kantor"]
        return int(typed) if typed else None

    @property
    def level(self) -> rules.Level:
        """The level as if it were in force, for the preview."""
        said = self.cleaned_data
        first: date = said["mulai"]
        return rules.Level(0, said["tingkat"], said["dasar"], first, said["akhir"] + timedelta(days=1), self.risk_zone)

    def sent(self) -> list[tuple[str, str]]:
        """What was sent, for the form that asks once more."""
        names = [self.add_prefix(name) for name in ("tingkat", "kantor", "zona", "dasar")]
        names += [f"{self.add_prefix(day)}_{part}" for day in ("mulai", "akhir") for part in DateParts.parts]
        return [(name, self.data.get(name, "")) for name in names]

    @property
    def risk_zone(self) -> RiskZone | None:
        """The zone that was chosen."""
        return RiskZone(self.cleaned_data["zona"]) if self.cleaned_data["zona"] else None


#: A rule's no to the field that mends it.
AT_FIELD: dict[type[Refusal], str] = {
    rules.NumberWrong: "nilai",
    rules.NotYours: "aturan",
    rules.CapTooHigh: "persen",
    rules.PeriodWrong: "akhir",
    rules.BasisMissing: "dasar",
    rules.LevelWrong: "tingkat",
    rules.LevelOverlaps: "mulai",
    rules.RuleOverlaps: "mulai",
    rules.RegionElsewhere: "kantor",
}
