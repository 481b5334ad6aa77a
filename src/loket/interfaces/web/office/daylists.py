"""Day lists of the national apps: send a file, see what it would do, bring it in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from loket.foundation.offices import queries as offices
from loket.foundation.offices.queries import PointCard
from loket.foundation.people.rules import Role
from loket.interfaces.web.audiences import Visit, staff
from loket.interfaces.web.office.places import own_office
from loket.interfaces.web.words import said, spoken
from loket.kit.errors import Refusal
from loket.planning.daylists import actions, queries, rules
from loket.planning.daylists.queries import Preview
from loket.planning.daylists.rules import ListState, RowSays, Source
from loket.visits.admission.rules import masked_name

SEE_OTHER = 303
#: The page shows the first rows as a sample; the counts tell of all.
SAMPLE = 20
SOURCES = ((Source.M_PASPOR.value, "M-Paspor"), (Source.APAPO.value, "APAPO"))
#: What a row does, in the order of the page, with the tag's kind.
SAYS = (
    (RowSays.NEW.value, "ok", _("Akan dimasukkan")),
    (RowSays.MOVED.value, "wna", _("Pindah jam")),
    (RowSays.KNOWN.value, "plain", _("Sudah ada, tidak berubah")),
    (RowSays.PAST.value, "warn", _("Jamnya sudah lewat")),
    (RowSays.CLOSED.value, "warn", _("Kantor tutup atau layanan tidak ada")),
    (RowSays.MISFIT.value, "warn", _("Layanan untuk kewarganegaraan lain")),
    ("taken", "warn", _("Orangnya sudah memegang nomor sejenis")),
    ("refused", "warn", _("Layanan sedang dihentikan")),
    ("fault", "no", _("Tidak terbaca")),
)


class ListForm(forms.Form):
    """The app, the service where the sheet names none, and the file."""

    aplikasi = forms.ChoiceField(
        label=_("Dari aplikasi apa?"),
        choices=SOURCES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih aplikasinya."), "invalid_choice": _("Pilih aplikasinya.")},
    )
    layanan = forms.ChoiceField(
        label=_("Layanan"),
        help_text=_("Dipakai bila berkas tidak punya kolom layanan."),
        error_messages={"required": _("Pilih satu layanan."), "invalid_choice": _("Pilih satu layanan.")},
    )
    berkas = forms.FileField(
        label=_("Berkas CSV atau XLSX"),
        help_text=_("Paling banyak 3.000 baris dan 900 kB."),
        error_messages={
            "required": _("Pilih berkas daftarnya."),
            "empty": _("Berkas ini kosong. Unduh lagi dari aplikasinya."),
            "invalid": _("Pilih berkas daftarnya."),
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,text/csv"}),
    )

    def __init__(self, *args: Any, services: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["layanan"].choices = services  # type: ignore[attr-defined]


@staff(Role.HEAD, Role.HELP_DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: Visit) -> HttpResponse:
    """The form, with what was brought in lately below it; a file is read and its page follows."""
    office, point = own_office(request), _own_point(request)
    services = [(s.code, spoken(s.name_id, s.name_en)) for s in queries.services_here(point.id)]
    form = ListForm(request.POST, request.FILES, services=services) if request.method == "POST" else None
    if form is not None and form.is_valid():
        try:
            list_id = actions.read_day_list(
                point_id=point.id,
                source=Source(form.cleaned_data["aplikasi"]),
                usual_service=form.cleaned_data["layanan"],
                content=form.cleaned_data["berkas"].read(),
                by=request.actor,
                now=request.now,
            )
        except Refusal as refusal:
            form.add_error("berkas", said(refusal))
        else:
            return _to(list_id)
    context = {
        "office": office,
        "form": form or ListForm(services=services),
        "lists": [(card, _counted(card.counts)) for card in queries.lists_of([point.id])],
        "sources": dict(SOURCES),
    }
    return render(request, "office/day_lists.html", context, status=422 if form is not None else 200)


@staff(Role.HEAD, Role.HELP_DESK)
@require_GET
def show(request: Visit, list_id: UUID) -> HttpResponse:
    """What a list would do, or did: counts, the first rows with masked names, what could not be read."""
    found = _own_list(request, list_id)
    office = own_office(request)
    faults = [(line, said(rules.FAULTS[code]())) for line, code in found.faults]
    words = {says: word for says, _kind, word in SAYS}
    sample = [(row, masked_name(row.listed.name), words[row.says.value]) for row in found.rows[:SAMPLE]]
    context = {
        "office": office,
        "list": found,
        "source": dict(SOURCES)[found.source.value],
        "is_read": found.state is ListState.READ,
        "counts": _counted(found.counts),
        "willing": sum(row.says in (RowSays.NEW, RowSays.MOVED) for row in found.rows),
        "sample": sample,
        "faults": faults,
        "most_faults": rules.MOST_FAULTS,
    }
    return render(request, "office/day_list.html", context)


@staff(Role.HEAD, Role.HELP_DESK)
@require_POST
def bring_in(request: Visit, list_id: UUID) -> HttpResponse:
    """Books what the page has shown."""
    _own_list(request, list_id)
    actions.bring_in(list_id=list_id, by=request.actor, now=request.now)
    return _to(list_id)


@staff(Role.HEAD, Role.HELP_DESK)
@require_POST
def drop(request: Visit, list_id: UUID) -> HttpResponse:
    """Forgets a list that shall not be brought in."""
    _own_list(request, list_id)
    actions.drop_day_list(list_id=list_id, by=request.actor, now=request.now)
    return HttpResponseRedirect(reverse("office:day_lists"), status=SEE_OTHER)


def _own_point(request: Visit) -> PointCard:
    points = offices.points_of(request.staff.office_id or 0)
    if not points:
        raise Http404
    return points[0]


def _own_list(request: Visit, list_id: UUID) -> Preview:
    found = queries.preview(list_id, request.now)
    if found is None or found.office_id != request.staff.office_id:
        raise Http404
    return found


def _counted(counts: Any) -> list[tuple[int, str, Any]]:
    return [(counts[says], kind, word) for says, kind, word in SAYS if counts.get(says)]


def _to(list_id: UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("office:day_list", args=[list_id]), status=SEE_OTHER)
