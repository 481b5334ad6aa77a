"""Forms of what lies beyond the ordinary quota: special reschedules and urgent cases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.interfaces.web.office.words import RELIEF_REASONS, URGENT_KINDS
from loket.interfaces.web.public.moving import when
from loket.planning.booking.aftercare import SpecialHour
from loket.planning.booking.deadlines import UrgentKind
from loket.planning.booking.moves import EVIDENCE_LENGTHS, ReliefReason

Hours = Sequence[tuple[str, str]]
#: A list of hours that still fits a screen.
MOST_HOURS = 60


def hours_for(hours: Sequence[SpecialHour], timezone: str) -> Hours:
    """Hours as a select offers them: day, hour, seats left."""
    return [
        (str(hour.slot_id), _("%(when)s · sisa %(left)s") % {"when": when(hour.starts_at, timezone), "left": hour.left})
        for hour in hours[:MOST_HOURS]
    ]


def _evidence(help_text: Any) -> forms.CharField:
    shortest, longest = EVIDENCE_LENGTHS
    return forms.CharField(
        label=_("Bukti"),
        help_text=help_text,
        min_length=shortest,
        max_length=longest,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={
            "required": _("Tulis buktinya, 4 sampai 300 huruf."),
            "min_length": _("Tulis buktinya, 4 sampai 300 huruf."),
            "max_length": _("Tulis buktinya, 4 sampai 300 huruf."),
        },
    )


def _hour(*, required: bool = True) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Hari dan jam"),
        required=required,
        error_messages={
            "required": _("Pilih hari dan jam."),
            "invalid_choice": _("Jam itu tidak tersedia lagi. Pilih yang lain."),
        },
    )


class ReliefForm(forms.Form):
    """Why, proved by what, and to which hour."""

    alasan = forms.ChoiceField(
        label=_("Alasan"),
        widget=forms.RadioSelect,
        choices=[(reason.value, RELIEF_REASONS[reason]) for reason in ReliefReason],
        error_messages={"required": _("Pilih satu alasan."), "invalid_choice": _("Pilih satu alasan.")},
    )
    bukti = _evidence(_("Nomor gangguan, nomor surat, atau apa yang dilihat petugas. Disimpan tersandi."))
    jam = _hour()

    def __init__(self, *args: Any, hours: Hours, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["jam"].choices = hours  # type: ignore[attr-defined]

    def asked(self) -> dict[str, Any]:
        """The answers, for the action."""
        said = self.cleaned_data
        return {"slot_id": int(said["jam"]), "reason": ReliefReason(said["alasan"]), "evidence": said["bukti"]}


class DecisionForm(forms.Form):
    """The second officer may choose another hour when the one asked for has filled."""

    jam = _hour(required=False)

    def __init__(self, *args: Any, hours: Hours, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["jam"].choices = [("", _("Seperti diminta")), *hours]  # type: ignore[attr-defined]


class UrgentForm(forms.Form):
    """Which case, proved by what, and which hour of the pool."""

    perkara = forms.ChoiceField(
        label=_("Perkara"),
        widget=forms.RadioSelect,
        choices=[(kind.value, URGENT_KINDS[kind]) for kind in UrgentKind],
        error_messages={"required": _("Pilih satu perkara."), "invalid_choice": _("Pilih satu perkara.")},
    )
    bukti = _evidence(_("Nomor surat rujukan atau surat kematian, atau apa yang dilihat petugas. Disimpan tersandi."))
    jam = _hour()

    def __init__(self, *args: Any, hours: Hours, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["jam"].choices = hours  # type: ignore[attr-defined]
