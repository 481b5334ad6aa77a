"""/healthz: the process lives. /readyz: it can serve: the database answers, its tables are this version's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

_SECONDS = 2
_NEWEST = Path(__file__).resolve().parents[2] / "migrations/max_migration.txt"
_ASK = """
    SELECT EXISTS (SELECT 1 FROM django_migrations WHERE app = 'loket' AND name = %s),
           EXISTS (SELECT 1 FROM procrastinate_workers WHERE last_heartbeat > now() - interval '60 seconds')
"""


def _everyone(view: Callable[..., JsonResponse]) -> Callable[..., JsonResponse]:
    view.loket_audience = "everyone"  # type: ignore[attr-defined]
    return view


@_everyone
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 while the process answers; asks nobody."""
    return _said(200, status="alive")


@_everyone
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when pages can be served, else 503 with the reason. A missing worker is told, not a failure."""
    try:
        is_migrated, has_worker = _ask_database()
    except psycopg.Error:
        return _said(503, status="not ready", database="no answer")
    worker = "alive" if has_worker else "missing"
    if not is_migrated:
        return _said(503, status="not ready", database="ok", migrations="missing", worker=worker)
    return _said(200, status="ready", database="ok", migrations="applied", worker=worker)


def _ask_database() -> tuple[bool, bool]:
    """On a connection of its own, so that a full pool does not read as a dead database. Raises psycopg.Error."""
    parameters: dict[str, Any] = connection.get_connection_params()
    parameters |= {"connect_timeout": _SECONDS, "options": f"-c statement_timeout={_SECONDS}s"}
    with psycopg.connect(**parameters) as asked, asked.cursor() as cursor:
        cursor.execute(_ASK, [_NEWEST.read_text().strip()])
        row = cursor.fetchone()
    return (bool(row[0]), bool(row[1])) if row else (False, False)


def _said(http_status: int, **words: str) -> JsonResponse:
    response = JsonResponse(words, status=http_status)
    response["Cache-Control"] = "no-store"
    return response
