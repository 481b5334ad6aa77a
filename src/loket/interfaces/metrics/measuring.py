"""Counts every request: its route, how it ended, how long it took."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from prometheus_client import CollectorRegistry, Counter, Histogram

REGISTRY = CollectorRegistry()
#: The limits of docs/performance.md stand among them: 50 ms for citizens' pages, 100 ms for staff's.
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0)
REQUESTS = Counter("loket_requests", "Requests by route and class of status", ("route", "status"), registry=REGISTRY)
SECONDS = Histogram("loket_request_seconds", "Server time of requests", ("route",), buckets=BUCKETS, registry=REGISTRY)
Handler = Callable[[HttpRequest], HttpResponseBase]


def requests(get_response: Handler) -> Handler:
    """Measures a request from the first middleware to the last."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        began = perf_counter()
        response = get_response(request)
        route = route_of(request)
        REQUESTS.labels(route, f"{response.status_code // 100}xx").inc()
        SECONDS.labels(route).observe(perf_counter() - began)
        return response

    return middleware


def route_of(request: HttpRequest) -> str:
    """The route that answered, such as `tiket/<uuid:booking_id>/`: as many as there are routes, whatever is asked."""
    match = request.resolver_match
    if match is not None:
        return match.route or "/"
    return "static" if request.path.startswith(settings.STATIC_URL) else "none"
