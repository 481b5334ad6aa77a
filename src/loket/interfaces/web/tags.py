"""Filters and tags that every template has without loading them; the writing is in loket.kit.formats."""

from __future__ import annotations

import io
from datetime import date, datetime, time
from typing import Any

import segno
from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, FileInput, RadioSelect
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from loket.interfaces.web.forms import DateParts, phone_attributes
from loket.interfaces.web.icons import draw_icon
from loket.kit import formats

register = template.Library()


def _language() -> str:
    return get_language() or formats.INDONESIAN


def _wall(moment: Any, zone: str | None) -> Any:
    """A moment on the wall clock of `zone`, else of the active zone; days and wall times stay."""
    if isinstance(moment, datetime) and moment.tzinfo:
        return formats.in_zone(moment, zone or timezone.get_current_timezone_name())
    return moment


@register.filter
def tanggal(moment: date | datetime | None, zone: str | None = None) -> str:
    """`Rabu, 4 Februari 2026` of a day, or of a moment in a zone."""
    return formats.long_date(_wall(moment, zone), _language()) if moment else ""


@register.filter
def tanggal_saja(moment: date | datetime | None, zone: str | None = None) -> str:
    """`4 Februari 2026`: without the day of the week, for dates of birth."""
    return formats.day_month_year(_wall(moment, zone), _language()) if moment else ""


@register.filter
def tanggal_pendek(moment: date | datetime | None, zone: str | None = None) -> str:
    """`Rab, 4 Feb`."""
    return formats.short_date(_wall(moment, zone), _language()) if moment else ""


@register.filter
def hari(moment: date | datetime | None, zone: str | None = None) -> str:
    """`Rabu`."""
    return formats.weekday(_wall(moment, zone), _language()) if moment else ""


@register.filter
def hari_pendek(moment: date | datetime | None, zone: str | None = None) -> str:
    """`Rab`."""
    return formats.weekday(_wall(moment, zone), _language(), short=True) if moment else ""


@register.filter
def bulan(number: int) -> str:
    """`Februari` from 2."""
    return formats.month(int(number), _language())


@register.filter
def jam(moment: datetime | time | None, zone: str | None = None) -> str:
    """`14.00`, in the zone that is given: `{{ moment|jam:office.timezone }}`."""
    return formats.clock_time(_wall(moment, zone)) if moment is not None else ""


@register.filter
def zona(zone: str, moment: datetime | None = None) -> str:
    """`WIB`, `WITA` or `WIT` of a zone's name. They know no summer time: the moment may be left out."""
    return formats.zone_label(zone, moment or datetime(2000, 1, 1, tzinfo=timezone.get_default_timezone()))


@register.filter
def iso(moment: date | datetime | time | None) -> str:
    """The machine's form, for `<time datetime>`."""
    return moment.isoformat() if moment is not None else ""


@register.filter
def rupiah(amount: int | None) -> str:
    """`Rp350.000`."""
    return formats.rupiah(int(amount)) if amount is not None else ""


@register.filter
def ribuan(number: int | None) -> str:
    """`12.500`."""
    return formats.thousands(int(number), _language()) if number is not None else ""


@register.filter
def nomor(number: Any, letter: str = "") -> str:
    """`A-017` from ("A", 17), from 17|nomor:"A", or from an object with `letter` and `number`."""
    if hasattr(number, "letter"):
        return formats.queue_number(str(number.letter), int(number.number))
    if isinstance(number, tuple | list):
        return formats.queue_number(str(number[0]), int(number[1]))
    return formats.queue_number(letter, int(number)) if letter else str(number)


@register.filter
def telepon(number: str | None) -> str:
    """`0812-3456-7890`."""
    return formats.telephone(number) if number else ""


@register.filter
def menit(number: float | None) -> str:
    """`18 menit`, `1 jam 20 menit`."""
    return formats.minutes(float(number), _language()) if number is not None else ""


@register.filter
def per_cent(part: float | None, whole: float | None) -> str:
    """`64%` of a whole, held between 0 and 100: the width of an SVG bar."""
    if not part or not whole:
        return "0%"
    return f"{max(0.0, min(100.0, 100 * float(part) / float(whole))):.4g}%"


@register.filter
def spark(values: Any) -> str:
    """The path of a sparkline through `values`, in a box of 100 by 40."""
    points = [float(v) for v in values]
    if len(points) < 2:
        return ""
    low, high = min(points), max(points)
    step, height = 100 / (len(points) - 1), (high - low) or 1
    steps = (f"{i * step:.4g} {38 - 36 * (v - low) / height:.4g}" for i, v in enumerate(points))
    return "M" + "L".join(steps)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """One of our own signs, `{% icon "check" %}`; see icons.py."""
    return draw_icon(name, label)


@register.simple_tag
def qr(text: str, label: str = "Kode QR") -> SafeString:
    """A QR code as inline SVG without styles, so that the content policy lets it be."""
    code = segno.make(text, error="m", micro=False)
    out = io.BytesIO()
    code.save(out, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=4, svgclass=None, lineclass=None)
    drawing = mark_safe(out.getvalue().decode().partition(">")[2].rpartition("</svg>")[0])  # noqa: S308 (segno's)
    side = code.symbol_size(border=4)[0]
    return format_html(
        '<svg viewBox="0 0 {0} {0}" role="img" aria-label="{1}"><title>{1}</title>{2}</svg>',
        side,
        label,
        drawing,
    )


@register.filter
def shape(field: BoundField) -> str:
    """Which part draws the field: choices, checkbox, date, file or text."""
    widget = field.field.widget
    for sort, name in (
        ((RadioSelect, CheckboxSelectMultiple), "choices"),
        (CheckboxInput, "checkbox"),
        (DateParts, "date"),
        (FileInput, "file"),
    ):
        if isinstance(widget, sort):
            return name
    return "text"


@register.simple_tag
def control(field: BoundField, css: str = "") -> SafeString:
    """The field's input with autocomplete, inputmode and the ids of hint and error."""
    attributes = phone_attributes(field.name, field.field)
    own = field.field.widget.attrs
    extra: dict[str, str | bool] = {name: value for name, value in attributes.items() if name not in own}
    if css:
        extra["class"] = css
    return field.as_widget(attrs=extra)


@register.filter
def boxes(field: BoundField) -> list[dict[str, Any]]:
    """The three boxes of a date field whose widget is DateParts."""
    widget = field.field.widget
    assert isinstance(widget, DateParts)
    return widget.boxes(field.html_name, field.value(), field.auto_id)


@register.filter
def is_optional(field: BoundField) -> bool:
    """True for a field that may stay empty: only those are marked."""
    return not field.field.required


@register.filter
def first_id(field: BoundField) -> str:
    """Where the error summary leads: the input, or the first one of a group."""
    if shape(field) == "choices":
        return f"{field.auto_id}_0"
    return field.id_for_label or field.auto_id
