"""The notice of what is done with personal data: read before the summary, by a guardian for each minor (R63)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_safe

from loket.foundation.people.persons import GuardianMissing, GuardianRelation
from loket.foundation.people.queries import NoticeText, notice_in_force, notices
from loket.foundation.people.rules import NotAnIdentity, name_of
from loket.interfaces.web.audiences import Visit, everyone
from loket.interfaces.web.public import drafts
from loket.interfaces.web.public.drafts import Draft, Someone
from loket.interfaces.web.public.identity import keeps
from loket.interfaces.web.public.words import GUARDIANS
from loket.interfaces.web.words import spoken
from loket.kit.clock import office_day

#: The account's holder as guardian: no applicant, so the name is asked.
HOLDER = "akun"
_MISSING = GuardianMissing.sentence


@dataclass(frozen=True, slots=True)
class Block:
    """A heading of a notice and what stands below it."""

    heading: str
    text: str


def blocks_of(notice: NoticeText) -> list[Block]:
    """A notice in the reader's language, in its blocks."""
    text = spoken(notice.text_id, notice.text_en)
    return [Block(*block.strip().partition("\n")[::2]) for block in text.split("\n\n") if block.strip()]


class NoticeForm(forms.Form):
    """That the notice was read, and who acts for each minor of the party."""

    versi = forms.IntegerField(min_value=1, max_value=32767, widget=forms.HiddenInput)
    setuju = forms.BooleanField(
        label=_("Saya sudah membaca pemberitahuan ini, untuk saya dan pemohon yang saya daftarkan."),
        error_messages={"required": _("Baca pemberitahuannya, lalu centang.")},
    )

    def __init__(self, *args: Any, draft: Draft, day: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.minors = {place: one for place, one in enumerate(draft.party, 1) if one.is_minor(day)}
        self.adults = {f"p{n}": one for n, one in enumerate(draft.party, 1) if one.born and not one.is_minor(day)}
        for place, one in self.minors.items():
            self._ask_guardian(place, one)
        self.order_fields(["versi", *(name for name in self.fields if name not in ("versi", "setuju")), "setuju"])

    def _ask_guardian(self, place: int, minor: Someone) -> None:
        who = forms.ChoiceField(
            label=gettext("Siapa wali %(name)s?") % {"name": minor.name},
            choices=[*((key, one.name) for key, one in self.adults.items()), (HOLDER, gettext("Saya, pemegang akun"))],
            widget=forms.RadioSelect,
            error_messages={"required": _MISSING, "invalid_choice": _MISSING},
            initial=self._proposed(minor),
        )
        name = forms.CharField(
            label=gettext("Nama Anda, bila pemegang akun"), max_length=200, required=False,
            initial=minor.guardian if self._proposed(minor) == HOLDER else "",
        )  # fmt: skip
        relation = forms.ChoiceField(
            label=gettext("Hubungannya dengan %(name)s") % {"name": minor.name},
            choices=[(each.value, GUARDIANS[each]) for each in GuardianRelation],
            widget=forms.RadioSelect,
            error_messages={"required": _MISSING, "invalid_choice": _MISSING},
            initial=minor.guardian_relation or None,
        )
        self.fields |= {f"wali_{place}": who, f"nama_{place}": name, f"hubungan_{place}": relation}

    def _proposed(self, minor: Someone) -> str:
        """Who acted before, or stands as guardian in the household, or is the only adult."""
        by_name = next((key for key, one in self.adults.items() if minor.guardian and one.name == minor.guardian), "")
        by_key = next((key for key, one in self.adults.items() if minor.guardian_key == _key_of(one)), "")
        only = next(iter(self.adults)) if len(self.adults) == 1 else ""
        return by_name or (HOLDER if minor.guardian else "") or by_key or only

    def clean(self) -> dict[str, Any]:
        """Adds the guardians' names; the holder of the account writes the own one."""
        typed = super().clean() or {}
        for place in self.minors:
            who = typed.get(f"wali_{place}")
            if who == HOLDER:
                try:
                    typed[f"nama_{place}"] = keeps(lambda: name_of(typed.get(f"nama_{place}", "")))  # noqa: B023 (at once)
                except ValidationError as error:
                    self.add_error(f"nama_{place}", error)
            elif who:
                typed[f"nama_{place}"] = self.adults[who].name
        return typed

    def write(self, draft: Draft) -> None:
        """Puts the answers into the draft."""
        said = self.cleaned_data
        draft.notice = said["versi"]
        for place, minor in self.minors.items():
            minor.guardian, minor.guardian_relation = said[f"nama_{place}"], said[f"hubungan_{place}"]
            draft.put(place - 1, minor)


def _key_of(someone: Someone) -> str:
    try:
        return someone.identity().key
    except NotAnIdentity:
        return "-"


@everyone
@require_http_methods(["GET", "HEAD", "POST"])
def read_notice(request: Visit) -> HttpResponse:
    """What we keep and how long, and who acts for the minors; one step before the summary."""
    draft = drafts.load(request)
    if draft.is_collection or not draft.has_hour or not all(one.is_whole(draft.nationality) for one in draft.party):
        return HttpResponseRedirect(draft.next_step(), status=303)
    notice = notice_in_force(request.now)
    day = office_day(draft.at or request.now, "Asia/Jakarta")
    form = NoticeForm(
        request.POST if request.method == "POST" else None, draft=draft, day=day, initial={"versi": notice.version}
    )
    changed = request.GET.get("baru") == "1"
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["versi"] == notice.version:
            form.write(draft)
            draft.told_on = day.isoformat()
            drafts.save(request, draft)
            return HttpResponseRedirect(draft.next_step(), status=303)
        changed = True
        form = NoticeForm(draft=draft, day=day, initial={"versi": notice.version})
    context = {"form": form, "notice": notice, "blocks": blocks_of(notice), "draft": draft, "changed": changed}
    return render(
        request, "public/notice.html", context, status=422 if form.errors or (changed and form.is_bound) else 200
    )


@everyone
@require_safe
@gzip_page
def all_notices(request: Visit) -> HttpResponse:
    """Every version of the notice, the latest first: what was told, and from when."""
    shown = [(notice, blocks_of(notice), notice.valid_from <= request.now) for notice in notices()]
    current = notice_in_force(request.now).version
    return render(request, "public/notices.html", {"notices": shown, "current": current})
