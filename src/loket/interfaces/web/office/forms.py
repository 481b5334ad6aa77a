"""What a head enters into the calendar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from loket.foundation.offices import rules
from loket.foundation.offices.rules import Hours
from loket.interfaces.web.forms import DateParts
from loket.interfaces.web.office.words import KINDS
from loket.interfaces.web.words import said
from loket.kit.errors import Refusal
from loket.kit.formats import clock_time
from loket.kit.formats import weekday as weekday_name

_TIME_WRONG = _("Tulis jam seperti 08.00.")
_TIMES = ["%H.%M", "%H:%M", "%H"]
#: The four times of a day, in reading order.
TIMES = ("buka", "tutup", "istirahat_dari", "istirahat_sampai")


def weekdays(language: str) -> list[str]:
    """The names of Monday to Sunday."""
    return [weekday_name(date(2024, 1, day), language) for day in range(1, 8)]  # 1 January 2024 was a Monday


class WallTime(forms.TimeField):
    """A time of the day as people write it: 08.00, 8:00 or 8."""

    def __init__(self, label: Any, *, help_text: Any = "") -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            required=False,
            input_formats=_TIMES,
            error_messages={"invalid": _TIME_WRONG},
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "maxlength": "5"}),
        )


class CalendarDate(forms.DateField):
    """A day of the calendar in three boxes."""

    def __init__(self, label: Any, *, required: bool = True, help_text: Any = "") -> None:
        super().__init__(
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


class Ordered(forms.Form):
    """What every order says: why, and by which decree; `yakin` is asked when people hold numbers on what closes."""

    nama = forms.CharField(
        label=_("Alasan, seperti yang dibaca pemohon"),
        max_length=120,
        error_messages={"required": rules.DayNameWrong.sentence, "max_length": rules.DayNameWrong.sentence},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    sk = forms.CharField(
        label=_("Nomor surat keputusan (SK)"),
        max_length=120,
        error_messages={"required": rules.DecreeMissing.sentence, "max_length": rules.DecreeMissing.sentence},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class DayForm(Ordered):
    """A day that is to be closed, opened or shortened, and the decree that orders it."""

    hari = CalendarDate(_("Hari"))
    jenis = forms.ChoiceField(
        label=_("Yang berubah"),
        choices=[(kind.value, KINDS[kind]) for kind in rules.DayKind],
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih apa yang berubah."), "invalid_choice": _("Pilih salah satu.")},
    )
    buka = WallTime(_("Jam buka"), help_text=_("Hanya untuk buka tambahan dan jam khusus."))
    tutup = WallTime(_("Jam tutup"))
    istirahat_dari = WallTime(_("Istirahat dari"))
    istirahat_sampai = WallTime(_("Istirahat sampai"))
    field_order = ("hari", "jenis", "nama", "sk", *TIMES)

    def order(self, today: date) -> rules.DayOrder:
        """The order that this form gives. Raises the refusals of rules.order_day."""
        said = self.cleaned_data
        return rules.order_day(
            day=said["hari"], kind=rules.DayKind(said["jenis"]), name=said["nama"], decree=said["sk"],
            opens=said["buka"], closes=said["tutup"], break_from=said["istirahat_dari"],
            break_to=said["istirahat_sampai"], today=today,
        )  # fmt: skip


class WeekForm(Ordered):
    """Weekly hours of their own from a day on, until a last day or for good. `week`: what the boxes begin with."""

    tempat = forms.ChoiceField(
        label=_("Untuk tempat"),
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": _("Pilih salah satu.")},
    )
    awal = CalendarDate(_("Hari pertama"))
    akhir = CalendarDate(
        _("Hari terakhir"),
        required=False,
        help_text=_("Kosongkan bila jam ini berlaku seterusnya sebagai jam mingguan."),
    )
    field_order = ("nama", "sk", "tempat", "awal", "akhir")

    def __init__(
        self, *args: Any, points: list[tuple[int, str]], week: Mapping[int, Hours] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Seluruh kantor")), *((str(pk), name) for pk, name in points)]
        self.fields["tempat"].choices = choices  # type: ignore[attr-defined]
        if len(points) < 2:
            del self.fields["tempat"]
        for weekday, name_of_day in enumerate(weekdays(get_language() or "id")):
            hours = (week or {}).get(weekday)
            usual = (hours.opens, hours.closes, hours.break_from, hours.break_to) if hours else (None,) * 4
            for name, label, moment in zip(TIMES, _LABELS, usual, strict=True):
                field = WallTime(f"{name_of_day}, {str(label).lower()}")
                field.widget.attrs["aria-label"] = field.label
                field.initial = clock_time(moment) if moment else ""
                self.fields[f"{name}_{weekday}"] = field

    @property
    def heads(self) -> tuple[Any, ...]:
        """What the four boxes of a day are called."""
        return _LABELS

    def rows(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """Monday to Sunday, each with its four boxes."""
        for weekday, name_of_day in enumerate(weekdays(get_language() or "id")):
            yield name_of_day, [self[f"{name}_{weekday}"] for name in TIMES]

    @property
    def point_id(self) -> int | None:
        """The chosen point, None for the whole office."""
        chosen = self.cleaned_data.get("tempat")
        return int(chosen) if chosen else None

    def clean(self) -> dict[str, Any]:
        """The week, from the boxes. A day without opening and closing is closed."""
        week: dict[int, Hours] = {}
        for weekday in range(7):
            times = [self.cleaned_data.get(f"{name}_{weekday}") for name in TIMES]
            if any(times) and not any(f"{name}_{weekday}" in self.errors for name in TIMES):
                try:
                    week[weekday] = rules.checked_hours(*times)
                except Refusal as refused:
                    place = "istirahat_dari" if isinstance(refused, rules.BreakWrong) else "tutup"
                    self.add_error(f"{place}_{weekday}", ValidationError(said(refused)))
        self.cleaned_data["week"] = week
        return self.cleaned_data

    def order(self, today: date) -> rules.PeriodOrder:
        """The order that this form gives. Raises the refusals of rules.order_period."""
        said = self.cleaned_data
        return rules.order_period(
            first=said["awal"], last=said["akhir"], name=said["nama"], decree=said["sk"], week=said["week"],
            today=today,
        )  # fmt: skip


_LABELS = (_("Jam buka"), _("Jam tutup"), _("Istirahat dari"), _("Istirahat sampai"))

#: A rule's no to the field that mends it, of a day and of a week.
AT_FIELD: dict[type[Refusal], str] = {
    rules.DayIsOver: "hari",
    rules.DayNameWrong: "nama",
    rules.DecreeMissing: "sk",
    rules.DayHoursWrong: "tutup",
    rules.BreakWrong: "istirahat_dari",
}
AT_WEEK_FIELD: dict[type[Refusal], str] = {
    rules.DayIsOver: "awal",
    rules.DayNameWrong: "nama",
    rules.DecreeMissing: "sk",
    rules.PeriodWrong: "akhir",
    rules.PeriodTaken: "awal",
    rules.PeriodEmpty: "buka_0",
}
