"""The office's calendar: days and weeks that differ, by decree; before anything is ordered, what it changes (R8)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from loket.foundation.offices import actions, rules
from loket.foundation.offices import queries as offices
from loket.foundation.offices.models import Office
from loket.foundation.offices.queries import CalendarEntry, OfficeCalendar
from loket.foundation.people.rules import Role
from loket.interfaces.web.audiences import Visit, staff
from loket.interfaces.web.office.forms import AT_FIELD, AT_WEEK_FIELD, DayForm, WeekForm
from loket.interfaces.web.office.places import own_office
from loket.interfaces.web.office.words import KINDS
from loket.interfaces.web.pagination import page_asked
from loket.interfaces.web.words import said, spoken
from loket.kit.clock import office_day
from loket.kit.errors import Refusal
from loket.oversight.office_day import changes, queries
from loket.oversight.office_day.rules import PAGE

SEE_OTHER = 303
#: A number of a period is a bigint; the path takes more digits than that.
LARGEST_ID = 2**63 - 1


@staff(Role.HEAD)
@require_GET
def calendar(request: Visit) -> HttpResponse:
    """Days and weeks ahead that differ, and the form for one more day."""
    return _show(request, own_office(request), DayForm())


@staff(Role.HEAD)
@require_http_methods(["POST"])
def set_day(request: Visit) -> HttpResponse:
    """Shows what a day would change; sets it when that was seen and, where people hold numbers, taken on."""
    office = own_office(request)
    form = DayForm(request.POST)
    today = office_day(request.now, office.timezone)
    order = _ordered(form, lambda: form.order(today), AT_FIELD)
    if order is None or "ubah" in request.POST:
        return _show(request, office, form)
    entry = CalendarEntry(order.kind, order.name, order.hours)
    seen = changes.preview(
        office.pk, office.timezone, order.day, order.day, lambda _point, now: now.with_day(order.day, entry)
    )
    if not _confirmed(request, seen):
        return _preview(request, office, seen, title=KINDS[order.kind], order=order, back="ubah")
    hours = order.hours
    actions.set_day(
        office_id=office.pk, day=order.day, kind=order.kind, name=order.name, decree=order.decree,
        opens=hours.opens if hours else None, closes=hours.closes if hours else None,
        break_from=hours.break_from if hours else None, break_to=hours.break_to if hours else None, today=today,
        by=request.actor, now=request.now,
    )  # fmt: skip
    return _back()


@staff(Role.HEAD)
@require_POST
def unset_day(request: Visit, day: str) -> HttpResponse:
    """Shows what taking the office's own entry away would change, then takes it away."""
    office = own_office(request)
    try:
        chosen = date.fromisoformat(day)
    except ValueError as error:
        raise rules.DayNotSet from error
    if not any(entry.is_own and entry.day == chosen for entry in _entries(request, office)):
        raise rules.DayNotSet
    seen = changes.preview(office.pk, office.timezone, chosen, chosen, lambda _point, now: now.with_day(chosen, None))
    if not _confirmed(request, seen):
        return _preview(request, office, seen, title=gettext("Hapus perubahan hari"))
    today = office_day(request.now, office.timezone)
    actions.unset_day(office_id=office.pk, day=chosen, today=today, by=request.actor, now=request.now)
    return _back()


@staff(Role.HEAD)
@require_http_methods(["GET", "HEAD", "POST"])
def set_week(request: Visit) -> HttpResponse:
    """Weekly hours from a day on, for a time (Ramadan) or for good: the form, what it changes, then the order."""
    office = own_office(request)
    today = office_day(request.now, office.timezone)
    points = [(point.id, point.name) for point in offices.points_of(office.pk)]
    week = offices.work_calendar(office, today, today).week_on(today)
    if request.method != "POST":
        return render(request, "office/week.html", {"office": office, "form": WeekForm(points=points, week=week)})
    form = WeekForm(request.POST, points=points, week=week)
    order = _ordered(form, lambda: form.order(today), AT_WEEK_FIELD)
    if order is None or "ubah" in request.POST:
        status = 422 if form.errors else 200
        return render(request, "office/week.html", {"office": office, "form": form}, status=status)
    seen = _week_preview(office, order, form.point_id)
    if not _confirmed(request, seen):
        return _preview(request, office, seen, title=gettext("Jam mingguan"), order=order, back="ubah")
    last = order.ends_on - timedelta(days=1) if order.ends_on else None
    try:
        actions.set_period(
            office_id=office.pk, point_id=form.point_id, first=order.starts_on, last=last, name=order.name,
            decree=order.decree, week=order.week, today=today, by=request.actor, now=request.now,
        )  # fmt: skip
    except rules.PeriodTaken as taken:
        form.add_error("awal", said(taken))
        return render(request, "office/week.html", {"office": office, "form": form}, status=422)
    return _back()


@staff(Role.HEAD)
@require_POST
def unset_week(request: Visit, period_id: int) -> HttpResponse:
    """Shows what ending a period would change, then ends it from today on."""
    office = own_office(request)
    today = office_day(request.now, office.timezone)
    mine = queries.periods_ahead(office.pk, office.timezone, request.now) if period_id <= LARGEST_ID else []
    period = next((p for p in mine if p.id == period_id and p.is_own and p.may_undo), None)
    if period is None:
        raise rules.PeriodNotSet
    seen = changes.preview(
        office.pk, office.timezone, max(period.first, today), period.last,
        lambda _point, now: now.without_period(period_id),
    )  # fmt: skip
    if not _confirmed(request, seen):
        return _preview(request, office, seen, title=gettext("Hapus jam khusus"))
    actions.unset_period(office_id=office.pk, period_id=period_id, today=today, by=request.actor, now=request.now)
    return _back()


@staff(Role.HEAD)
@require_GET
def affected(request: Visit) -> HttpResponse:
    """Bookings on hours that the calendar has closed: whom to tell and to move (R8)."""
    office = own_office(request)
    asked = page_asked(request)
    rows, count = changes.affected_bookings(office.pk, office.timezone, request.now, page=asked)
    shown = [(row, spoken(row.service_id, row.service_en)) for row in rows]
    page = Paginator(range(count), PAGE).get_page(asked)
    return render(request, "office/affected.html", {"office": office, "rows": shown, "count": count, "page": page})


def _ordered(form: Any, give: Callable[[], Any], at: dict[type[Refusal], str]) -> Any:
    """The order of a form, None when something is wrong: the form says what."""
    if not form.is_valid():
        return None
    try:
        return give()
    except tuple(at) as wrong:
        form.add_error(at[type(wrong)], said(wrong))
        return None


def _week_preview(office: Office, order: rules.PeriodOrder, point_id: int | None) -> changes.Preview:
    reach = rules.Reach.OFFICE if point_id is None else rules.Reach.POINT
    period = rules.Period(order.starts_on, order.ends_on, order.week, reach, order.name, order.decree)

    def proposed(point: int, now: OfficeCalendar) -> OfficeCalendar:
        return now.with_period(period) if point_id in (None, point) else now

    last = order.ends_on - timedelta(days=1) if order.ends_on else None
    return changes.preview(office.pk, office.timezone, order.starts_on, last, proposed)


def _confirmed(request: Visit, seen: changes.Preview) -> bool:
    """Whether the head saw what changes, and takes on those who hold numbers on what closes."""
    return "pasti" in request.POST and (not seen.people or request.POST.get("yakin") == "on")


def _preview(
    request: Visit, office: Office, seen: changes.Preview, *, title: Any, order: Any = None, back: str = ""
) -> HttpResponse:
    """The page before an order: which days, which hours stop, how many hold numbers on them. Counts only."""
    typed = [
        (name, value)
        for name, value in request.POST.items()
        if name not in ("csrfmiddlewaretoken", "pasti", "yakin", "ubah")
    ]
    forgot = "pasti" in request.POST
    context = {"office": office, "seen": seen, "title": title, "order": order, "typed": typed, "back": back}
    context |= {"forgot": forgot, "more": seen.count - len(seen.days)}
    return render(request, "office/changes.html", context, status=422 if forgot else 200)


def _entries(request: Visit, office: Office) -> list[queries.Entry]:
    return queries.entries_ahead(office.pk, office.timezone, request.now)


def _show(request: Visit, office: Office, form: DayForm) -> HttpResponse:
    context: dict[str, Any] = {
        "office": office,
        "form": form,
        "entries": [(entry, KINDS[entry.kind]) for entry in _entries(request, office)],
        "periods": queries.periods_ahead(office.pk, office.timezone, request.now),
        "affected": changes.affected_count(office.pk, office.timezone, request.now),
        "saved": request.GET.get("tersimpan") == "1",
    }
    return render(request, "office/calendar.html", context, status=422 if form.errors else 200)


def _back() -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('office:calendar')}?tersimpan=1", status=SEE_OTHER)
