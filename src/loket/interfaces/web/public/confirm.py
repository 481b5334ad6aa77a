"""The summary before anything is final, and the one action that books."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_http_methods

from loket.foundation.offices import queries as offices
from loket.foundation.offices.rules import Nationality
from loket.foundation.people.names import passport_name
from loket.foundation.people.persons import GuardianMissing, GuardianRelation, NoticeOutdated
from loket.foundation.people.rules import NotABirthDate, NotAnIdentity
from loket.interfaces.web.audiences import Visit, citizen
from loket.interfaces.web.public import drafts
from loket.interfaces.web.public.booking import service_of
from loket.interfaces.web.public.words import GUARDIANS, PRIORITY, name_of
from loket.interfaces.web.words import needs_in_words, said
from loket.kit.errors import Refusal
from loket.kit.formats import clock_time, day_month_year, in_zone, long_date, zone_label
from loket.planning.booking import deadlines, rules
from loket.planning.booking.actions import Claimed, book_before_deadline, book_party, guarantee_seat
from loket.planning.booking.needs import needs_of
from loket.planning.booking.queries import id_of_key

SUMMARY = "/ambil-nomor/periksa/"
#: Refusals after which only the hour has to be chosen anew.
_OTHER_HOUR = (
    *(rules.SeatTaken, rules.NotOpenYet, rules.SlotClosed),
    *(deadlines.SeatsAreFree, deadlines.PastDeadline),
)


class AnswersChanged(Refusal):
    """The summary that was confirmed is not the one that would be booked: another tab went on with the answers."""

    code = "answers_changed"
    sentence = "Jawaban Anda berubah di halaman lain. Ini isian yang terakhir: periksa sekali lagi, lalu ambil nomor."


#: Refusals that are said above the summary.
_SAID_HERE: tuple[type[Refusal], ...] = (
    *(AnswersChanged, rules.AlreadyBooked, rules.AccountHoldsEnough, rules.AccountBooksTooOften),
    *(rules.PartyWrong, rules.BusyTryAgain, NotAnIdentity, NotABirthDate),
    *(deadlines.NoHourLeft, deadlines.PermitExpired, deadlines.PermitTooEarly),
)


@citizen
@require_http_methods(["GET", "HEAD", "POST"])
def check_answers(request: Visit) -> HttpResponse:
    """Periksa jawaban Anda: every answer with a link to change it; confirming books."""
    draft = drafts.load(request)
    if request.method == "POST" and (sent := _sent_before(request, draft)):
        return sent
    if draft.next_step() != SUMMARY:
        return HttpResponseRedirect(draft.next_step(), status=303)
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            return _finish(request, draft)
        except rules.KeyReused as refused:
            draft.key = drafts.begin().key
            drafts.save(request, draft)
            refusal = refused
        except _SAID_HERE as refused:
            refusal = refused
    context = _summary(draft) | {"refusal": said(refusal) if refusal else ""}
    return render(request, "public/check.html", context, status=refusal.status if refusal else 200)


def _finish(request: Visit, draft: drafts.Draft) -> HttpResponse:
    """The one action; answers with the ticket, or with the page on which only one thing has to be done anew."""
    try:
        _check_shown(request, draft)
        claimed = _book(request, draft)
    except _OTHER_HOUR:
        return HttpResponseRedirect("/ambil-nomor/hari/?penuh=1", status=303)
    except (NoticeOutdated, GuardianMissing):
        draft.notice = 0
        drafts.save(request, draft)
        return HttpResponseRedirect("/ambil-nomor/pemberitahuan/?baru=1", status=303)
    drafts.drop(request)
    return HttpResponseRedirect(f"/tiket/{claimed.booking_id}/?baru=1", status=303)


def _book(request: Visit, draft: drafts.Draft) -> Claimed:
    """An ordinary hour, one before a permit's end, or the one that the office chooses then (A11)."""
    asked: dict[str, Any] = {
        "applicants": [someone.applicant(draft.notice) for someone in draft.party],
        "key": draft.key,
        "account_id": request.account.pk if request.account else None,
        "by": request.actor,
        "now": request.now,
    }
    if draft.ends_on is None:
        return book_party(slot_id=draft.slot_id, **asked)
    if not draft.is_guaranteed:
        return book_before_deadline(slot_id=draft.slot_id, ends_on=draft.ends_on, **asked)
    return guarantee_seat(point_id=draft.point_id, service_id=draft.service_id, ends_on=draft.ends_on, **asked)


def _sent_before(request: Visit, draft: drafts.Draft) -> HttpResponse | None:
    """The way to the ticket when this very form was sent before: a second tap on a slow line books nothing twice."""
    key = request.POST.get("kunci", "")[:36]
    if not key or key == draft.key:
        return None
    booking_id = id_of_key(request.actor.principal, key)
    return HttpResponseRedirect(f"/tiket/{booking_id}/", status=303) if booking_id else None


def _check_shown(request: Visit, draft: drafts.Draft) -> None:
    """Nobody confirms answers that they have not seen. Raises AnswersChanged."""
    shown = request.POST.get("isi", "")
    if shown and shown != draft.fingerprint:
        raise AnswersChanged


def _summary(draft: drafts.Draft) -> dict[str, Any]:
    """Every answer with the address where it is changed."""
    office = offices.office_by_slug(draft.office)
    service = service_of(draft)
    language = get_language() or "id"
    zone = office.timezone if office else "Asia/Jakarta"
    wall = in_zone(draft.at, zone) if draft.at else None
    when = f"{long_date(wall, language)}, {clock_time(wall)} {zone_label(zone, wall)}" if wall else ""
    if draft.is_guaranteed:
        when = gettext("Dipilihkan kantor, sebelum izin berakhir")
    fixed = draft.is_collection
    visit = [
        _row(gettext("Kantor"), office.name if office else "", "" if fixed else "/ambil-nomor/"),
        _row(gettext("Layanan"), name_of(service) if service else "", "" if fixed else "/ambil-nomor/layanan/"),
        _row(
            gettext("Jumlah"),
            ngettext("%(n)s orang", "%(n)s orang", draft.size) % {"n": draft.size},
            "" if fixed else "/ambil-nomor/orang/",
        ),
        _row(gettext("Hari dan jam"), when, "/ambil-nomor/hari/"),
    ]
    if draft.ends_on:
        ends = day_month_year(draft.ends_on, language)
        visit.insert(3, _row(gettext("Izin tinggal berakhir"), ends, "/ambil-nomor/izin/"))
    home = offices.regency_of(draft.regency)
    if home:
        visit.insert(2, _row(gettext("Tempat tinggal"), home.name, "/ambil-nomor/wilayah/"))
    people = [
        (_title(place, draft), _person_rows(someone, "" if fixed else f"/ambil-nomor/pemohon/{place}/", language))
        for place, someone in enumerate(draft.party, start=1)
    ]
    last = "/ambil-nomor/hari/" if fixed else "/ambil-nomor/pemberitahuan/"
    return {"draft": draft, "visit": visit, "people": people, "last": last}


def _title(place: int, draft: drafts.Draft) -> str:
    return gettext("Pemohon") if draft.size == 1 else gettext("Pemohon %(n)s") % {"n": place}


def _row(label: str, value: str, href: str) -> dict[str, str]:
    return {"label": label, "value": value, "href": href}


def _person_rows(someone: drafts.Someone, href: str, language: str) -> list[dict[str, str]]:
    born = day_month_year(date.fromisoformat(someone.born), language)
    rows = [_row(gettext("Nama"), someone.name, href)]
    if someone.nationality == Nationality.WNI and not someone.person:
        rows.append(_row(gettext("Nama di paspor"), _printed(someone.name), ""))
    if someone.nik:
        rows.append(_row(gettext("NIK"), someone.nik, href))
    if someone.passport:
        rows.append(_row(gettext("Paspor"), f"{someone.country} {someone.passport}", href))
    rows.append(_row(gettext("Tanggal lahir"), born, href))
    if someone.declared:
        rows.append(_row(gettext("Prioritas"), str(PRIORITY[rules.PriorityReason(someone.declared)]), href))
    if someone.guardian:
        relation = GUARDIANS[GuardianRelation(someone.guardian_relation)]
        rows.append(_row(gettext("Wali"), f"{someone.guardian} ({relation})", "/ambil-nomor/pemberitahuan/"))
    if someone.needs:
        wanted = ", ".join(said.word for said in needs_in_words(needs_of(someone.needs, someone.language)))
        rows.append(_row(gettext("Yang perlu disiapkan"), wanted, href))
    return rows


def _printed(name: str) -> str:
    """How a passport would print a name; where it is longer than the line, that is said (R60)."""
    preview = passport_name(name)
    if not preview.over:
        return preview.text
    return gettext("%(name)s (lebih dari %(most)s huruf; petugas menyingkatnya bersama Anda)") % {
        "name": preview.text, "most": preview.over
    }  # fmt: skip
