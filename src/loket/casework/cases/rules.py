"""States of a case, who may collect, when it is ready."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from enum import StrEnum

from loket.kit.errors import Refusal


class CaseState(StrEnum):
    """Where a case stands. Ready: the document waits for its owner."""

    OPEN = "open"
    IN_PROCESS = "in_process"
    READY = "ready"
    COLLECTED = "collected"
    CLOSED = "closed"


class CollectorKind(StrEnum):
    """Who may fetch a document (R45)."""

    OWNER = "owner"
    FAMILY = "family"
    PROXY = "proxy"
    COURIER = "courier"


class NotReady(Refusal):
    """A document was asked for before it is ready, or after it was handed over."""

    code = "not_ready"
    sentence = "Dokumen ini belum siap diambil, atau sudah diserahkan. Periksa status berkas."


class CollectorIncomplete(Refusal):
    """A collector other than the owner needs a name and the paper that entitles (R45)."""

    code, status = "collector_incomplete", 422
    sentence = "Tulis nama pengambil dan nomor bukti: KK untuk keluarga, surat kuasa bermeterai untuk kuasa."


def ready_on(finished: date, works: Callable[[date], bool], *, working_days: int) -> date:
    """The day a document is ready: so many working days after `finished` by the office's calendar (R43)."""
    day, left = finished, working_days
    while left:
        day += timedelta(days=1)
        left -= works(day)
    return day
