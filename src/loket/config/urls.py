"""All addresses, by audience. Every view states its audience (interfaces.web.audiences); tests/house hold it."""

from __future__ import annotations

from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("loket.interfaces.web.public.urls")),
    path("", include("loket.interfaces.web.account.urls")),
    path("gerbang/", include("loket.interfaces.web.gate.urls")),
    path("loket/", include("loket.interfaces.web.counter.urls")),
    path("papan/", include("loket.interfaces.web.board.urls")),
    path("kantor-saya/", include("loket.interfaces.web.office.urls")),
]
if find_spec("loket.interfaces.api.urls"):
    urlpatterns.append(path("", include("loket.interfaces.api.urls")))
urlpatterns.append(path("", include("loket.interfaces.metrics.urls")))
if settings.LOKET.demo and find_spec("loket.interfaces.web.gaya"):
    urlpatterns.append(path("gaya/", include("loket.interfaces.web.gaya.urls")))

handler400 = "loket.interfaces.web.failures.bad_request"
handler403 = "loket.interfaces.web.failures.forbidden"
handler404 = "loket.interfaces.web.failures.not_found"
handler500 = "loket.interfaces.web.failures.server_error"
