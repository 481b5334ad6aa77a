"""The front page and the pages that explain."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from loket.interfaces.web.audiences import Visit, everyone
from loket.interfaces.web.public import drafts


@everyone
@require_safe
@gzip_page
def start(request: Visit) -> HttpResponse:
    """What this is, and the three things people come for."""
    draft = drafts.load(request)
    return render(request, "public/start.html", {"unfinished": draft.next_step() if draft.service_id else ""})


@everyone
@require_safe
@gzip_page
def how_it_works(request: Visit) -> HttpResponse:
    """From booking to collection in five steps, and what to bring."""
    return render(request, "public/how.html", {})


@everyone
@require_safe
@gzip_page
def privacy(request: Visit) -> HttpResponse:
    """Which data are asked, why, and how they are kept (UU 27/2022)."""
    return render(request, "public/privacy.html", {})
