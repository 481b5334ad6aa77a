"""Messages that did not get through, tried again by hand; what messages say; when people are called back (R67)."""

from __future__ import annotations

from datetime import time
from math import ceil
from typing import Any
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from loket.foundation.notify import queries, texts
from loket.foundation.notify.actions import retry_failed, set_near
from loket.foundation.notify.rules import NEAR_BOUND, NearWrong, Template, compose
from loket.foundation.people.rules import Role
from loket.interfaces.web.audiences import Visit, staff
from loket.interfaces.web.office.places import own_office, own_offices
from loket.interfaces.web.office.words_notices import ERRORS, OWN_SAMPLES, SAMPLES, TEMPLATES
from loket.interfaces.web.paths import SeeOther
from loket.interfaces.web.words import CHANNELS, said
from loket.kit.clock import at_office, office_day

_PAGE, _LAST_PAGE = 50, 40
#: An SMS holds 160 signs, each part of a longer one 153 (GSM 03.38).
_ONE_SMS, _PART = 160, 153


class NearForm(forms.Form):
    """At how many numbers ahead people are called back."""

    nomor = forms.IntegerField(
        label=_("Panggil kembali bila tinggal sekian nomor"),
        help_text=_("0 sampai 20. Dengan 0 tidak ada pemberitahuan."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": NearWrong.sentence, "invalid": NearWrong.sentence},
    )


@staff(Role.REGION)
@require_GET
def notices(request: Visit) -> HttpResponse:
    """Today's counts, and what failed: which, how often tried, by which channel, why; not to whom, nor what."""
    return _show(request, None)


@staff(Role.REGION)
@require_POST
def again(request: Visit, message_id: UUID | None = None) -> HttpResponse:
    """Tries one failed message again, or all of them."""
    scope = _scope(request)
    count = retry_failed(office_ids=scope, message_id=message_id, by=request.actor, now=request.now)
    return SeeOther(f"{reverse('office:notices')}?dicoba={count}")


@staff(Role.HEAD)
@require_POST
def near(request: Visit) -> HttpResponse:
    """Sets at how many numbers ahead this office calls people back."""
    form = NearForm(request.POST)
    if form.is_valid():
        try:
            set_near(
                office_id=own_office(request).pk, ahead=form.cleaned_data["nomor"], by=request.actor, now=request.now
            )
        except NearWrong as refusal:
            form.add_error("nomor", said(refusal))
        else:
            return SeeOther(f"{reverse('office:notices')}?tersimpan=1")
    return _show(request, form)


@staff(Role.REGION)
@require_GET
def wordings(request: Visit) -> HttpResponse:
    """Every message in both languages, with its length, on invented facts."""
    return render(request, "office/notice_texts.html", {"rows": [_wording(template) for template in Template]})


def _show(request: Visit, form: NearForm | None) -> HttpResponse:
    scope = _scope(request)
    office = None if request.staff.role == Role.REGION else own_office(request)
    zone = office.timezone if office else "Asia/Jakarta"
    page = Paginator(range(queries.failed_count(scope)), _PAGE).get_page(_page_number(request))
    failed = queries.failed_messages(scope, request.now, offset=max(page.start_index() - 1, 0), limit=_PAGE)
    if office and form is None:
        form = NearForm(initial={"nomor": queries.near_ahead(office.pk)})
    tried = request.GET.get("dicoba", "")
    context: dict[str, Any] = {
        "office": office,
        "counts": queries.counts_since(scope, at_office(office_day(request.now, zone), time(0), zone)),
        "rows": [
            (m, TEMPLATES.get(m.template, ""), CHANNELS.get(m.channel, "–"), ERRORS.get(m.error, "–")) for m in failed
        ],
        "may_retry": any(m.may_retry for m in failed),
        "page": page,
        "form": form,
        "bound": NEAR_BOUND,
        "tried": int(tried) if tried.isascii() and tried.isdigit() and len(tried) < 6 else None,
        "saved": request.GET.get("tersimpan") == "1",
    }
    return render(request, "office/notices.html", context, status=422 if form and form.errors else 200)


def _row(message: queries.FailedMessage) -> tuple[Any, ...]:
    return (
        message,
        TEMPLATES.get(message.template, message.template),
        CHANNELS.get(message.channel, "–"),
        ERRORS.get(message.error, "–"),
    )


def _scope(request: Visit) -> tuple[int | None, ...]:
    """The head's own office; for the region its offices, and what belongs to no office, such as sign-in codes."""
    own = tuple(office_id for office_id, _name in own_offices(request))
    return (*own, None) if request.staff.role == Role.REGION else own


def _page_number(request: Visit) -> int:
    typed = request.GET.get("hal", "1")
    return min(max(int(typed), 1), _LAST_PAGE) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1


def _wording(template: Template) -> dict[str, Any]:
    text = texts.text_of(template.value)
    return {
        "name": TEMPLATES[template],
        "channels": [CHANNELS[channel] for channel in text.channels or CHANNELS],
        "days": text.kept_for.days,
        "languages": [(language, said, len(said.short), _parts(len(said.short))) for language, said in _both(template)],
    }


def _both(template: Template) -> list[tuple[str, Any]]:
    facts = SAMPLES | OWN_SAMPLES.get(template, {})
    return [(language, compose(template, language, facts)) for language in texts.LANGUAGES]


def _parts(length: int) -> int:
    return 1 if length <= _ONE_SMS else ceil(length / _PART)
