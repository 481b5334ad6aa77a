"""The page for Prometheus, and who may read it."""

from __future__ import annotations

from ipaddress import ip_address

from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from loket.interfaces.metrics.figures import Figures
from loket.interfaces.metrics.measuring import REGISTRY

REGISTRY.register(Figures())
#: Whoever comes with one of these came through a proxy, even when the proxy stands on this machine.
_BY_A_PROXY = (
    "Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP",
)  # fmt: skip
_THIS_MACHINE = ("localhost", "127.0.0.1", "[::1]")


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The figures of this process; 404 for everybody else, as if there were nothing."""
    if not came_directly(request):
        raise Http404
    response = HttpResponse(generate_latest(REGISTRY), content_type=CONTENT_TYPE_LATEST)
    response["Cache-Control"] = "no-store"
    return response


def came_directly(request: HttpRequest) -> bool:
    """Whether somebody asks from this machine, at its own name, and no proxy passed it on."""
    named = split_domain_port(request.get_host())[0] in _THIS_MACHINE
    return named and _is_loopback(request) and not any(name in request.headers for name in _BY_A_PROXY)


def _is_loopback(request: HttpRequest) -> bool:
    try:
        return ip_address(str(request.META.get("REMOTE_ADDR", ""))).is_loopback
    except ValueError:
        return False


show.loket_audience = "loopback"  # type: ignore[attr-defined]
