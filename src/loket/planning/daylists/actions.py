"""What day lists do: read a file, bring its applicants in, drop it, forget what was left lying."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError
from django.db.models import F

from loket.foundation.audit.actions import queue_reactions, record
from loket.foundation.offices.models import ServicePoint
from loket.foundation.people.actions import note_person
from loket.foundation.people.rules import Identity, age_on
from loket.foundation.policy import queries as policy
from loket.kit import ids
from loket.kit.actor import Actor
from loket.kit.clock import office_day
from loket.kit.transaction import announce, in_transaction
from loket.planning.booking.actions import cancel_booking
from loket.planning.booking.actions.claiming import limits_of
from loket.planning.booking.batches import Answer, Request, Sitter, ask_for_seats
from loket.planning.booking.models import Slot
from loket.planning.booking.rules import Channel, Limits, priority_of
from loket.planning.daylists import rules
from loket.planning.daylists.models import DayList, ListedVisit
from loket.planning.daylists.queries import Judged, judge, services_here
from loket.planning.daylists.rules import Fault, Listed, ListState, RowSays, Source
from loket.planning.daylists.sealing import index_of_reference, open_rows, seal_rows
from loket.planning.daylists.sheets import cells_of

#: So many requests go into one statement (seed/claims.py has measured it).
BATCH = 400
#: Somebody of the list may be booking at this very moment.
TRIES = 8


def read_day_list(
    *, point_id: int, source: Source, usual_service: str, content: bytes, by: Actor, now: datetime
) -> UUID:
    """Reads a file and keeps what it says, sealed, for a day; nobody is booked yet. Answers the list's id.

    Raises NotASheet, SheetTooLarge, ColumnsMissing, SheetEmpty.
    """
    point = ServicePoint.objects.select_related("office").get(pk=point_id)
    today = office_day(now, point.office.timezone)
    names = _names(point_id)
    read = list(rules.read_rows(cells_of(content), services=names, usual=usual_service, today=today))
    rows, faults = [row for row in read if isinstance(row, Listed)], [row for row in read if isinstance(row, Fault)]
    list_id = ids.new_id()
    with in_transaction():
        DayList.objects.create(
            id=list_id, point_id=point_id, source=source, state=ListState.READ, read_at=now,
            rows_sealed=seal_rows(rows, list_id=list_id), counts={"fault": len(faults)},
            faults=[[fault.line, fault.code] for fault in faults[: rules.MOST_FAULTS]],
        )  # fmt: skip
        detail = {"source": source.value, "rows": len(rows), "faults": len(faults)}
        record("daylists.read", subject=("day_list", list_id), detail=detail, office_id=point.office_id, by=by, now=now)
    return list_id


def bring_in(*, list_id: UUID, by: Actor, now: datetime) -> Mapping[str, int]:
    """Books everybody of a list that is new, moves who has another hour; what is known, past or closed stays.

    The quota of the channel `import` grows by what the app has sold (R4). Who holds a number of that kind already
    (R3) counts as `taken`, whom the service does not take now as `refused`. Raises ListGone, ListBusy.
    """
    with in_transaction():
        found = DayList.objects.select_for_update(of=("self",)).filter(pk=list_id).first()
        if found is None or found.rows_sealed is None:
            raise rules.ListGone
        # one list at a time at a point: two that move the same people never wait in a circle
        point = ServicePoint.objects.select_for_update(no_key=True).get(pk=found.point_id)
        judged = judge(point.pk, found.source, open_rows(bytes(found.rows_sealed), list_id=list_id), now)
        counts = Counter(row.says.value for row in judged) + Counter(fault=found.counts.get("fault", 0))
        counts += _move_in(found, [row for row in judged if row.says in (RowSays.NEW, RowSays.MOVED)], by, now)
        found.state, found.rows_sealed = ListState.BROUGHT_IN, None
        found.brought_in_at, found.counts = now, dict(counts)
        found.save(update_fields=["state", "rows_sealed", "brought_in_at", "counts"])
        record(
            "daylists.brought_in", subject=("day_list", list_id), detail=dict(counts), office_id=point.office_id,
            by=by, now=now,
        )  # fmt: skip
        announce(f"slots:{point.pk}")
    return counts


def drop_day_list(*, list_id: UUID, by: Actor, now: datetime) -> None:
    """Forgets a list that was read and shall not be brought in. Raises ListGone."""
    with in_transaction():
        found = DayList.objects.select_for_update().filter(pk=list_id, state=ListState.READ).first()
        if found is None:
            raise rules.ListGone
        record("daylists.dropped", subject=("day_list", list_id), by=by, now=now)
        found.delete()


def forget_day_lists(*, by: Actor, now: datetime) -> int:
    """Deletes what was read a day ago and never brought in: it holds names (R64). Returns how many lists."""
    with in_transaction():
        old = DayList.objects.filter(state=ListState.READ, read_at__lt=now - rules.READ_FOR)
        forgotten, _ = old.delete()
        if forgotten:
            record("daylists.forgotten", subject=("house", 0), detail={"lists": forgotten}, by=by, now=now)
    return forgotten


def _names(point_id: int) -> dict[str, str]:
    """What may stand in a sheet for a service here: its code and its names, casefolded."""
    return {
        " ".join(word.casefold().split()): service.code
        for service in services_here(point_id)
        for word in (service.code, service.name_id, service.name_en)
    }


def _move_in(found: DayList, wanted: Sequence[Judged], by: Actor, now: datetime) -> Counter[str]:
    """Gives each row a seat in its import slot; answers how many got none, by reason."""
    # noted before any slot is locked, and in one order: a citizen who books meanwhile never waits in a circle with us
    identities = sorted({row.listed.identity for row in wanted}, key=lambda identity: identity.key)
    persons = {identity: note_person(identity, now=now) for identity in identities}
    for row in wanted:
        if row.booking_id is not None:
            cancel_booking(booking_id=row.booking_id, by=by, now=now)
    slots = _slots_for(found.point_id, wanted)
    limits = limits_of(policy.at(found.point.office_id, now))
    asked = [(row, _request(found, row, slots[row.service_id, row.starts_at], persons, limits)) for row in wanted]
    without: Counter[str] = Counter()
    for start in range(0, len(asked), BATCH):
        without += _claim(found, asked[start : start + BATCH], by, now)
    # what nobody took is not for sale here: the quota is what the app has sold
    Slot.objects.filter(pk__in=set(slots.values())).update(quota=F("taken") + F("returned"))
    return without


def _claim(found: DayList, asked: Sequence[tuple[Judged, Request]], by: Actor, now: datetime) -> Counter[str]:
    """One statement for all; who stands in it twice (two services) is asked for again."""
    answers = _answers([request for _, request in asked], by, now)
    queue_reactions([answer.ledger_id for answer in answers if answer.ledger_id is not None])
    pairs = list(zip(asked, answers, strict=True))
    _note_visits(found, [(row, answer.booking_id) for (row, _), answer in pairs if answer.booking_id is not None])
    again = [pair for pair, answer in pairs if answer.outcome == "again"]
    without = Counter(
        "taken" if answer.outcome == "already_booked" else "refused"
        for _, answer in pairs
        if answer.booking_id is None and answer.outcome != "again"
    )
    return without + _claim(found, again, by, now) if again else without


def _answers(requests: Sequence[Request], by: Actor, now: datetime) -> list[Answer]:
    for _ in range(TRIES):
        try:
            with in_transaction():
                return ask_for_seats(requests, by=by, now=now)
        except IntegrityError:
            continue  # somebody booked one of these persons just now: ask again and see that booking
    raise rules.ListBusy


def _request(found: DayList, row: Judged, slot_id: int, persons: Mapping[Identity, UUID], limits: Limits) -> Request:
    listed = row.listed
    said = f"{found.source}\n{found.point_id}\n{listed.reference}\n{row.starts_at.isoformat()}\n{found.pk}"
    sitter = Sitter(
        persons[listed.identity], listed.name, listed.born, priority_of(None, age_on(listed.born, listed.day))
    )
    return Request(
        slot_id=slot_id,
        key=ids.bound_key("day list", said),
        fingerprint=hashlib.sha256(said.encode()).digest(),
        members=[sitter],
    )


def _slots_for(point_id: int, wanted: Sequence[Judged]) -> dict[tuple[int | None, datetime], int]:
    """The import slots of these rows, made where they are missing, with room for everybody; locked in id order."""
    needed = Counter((row.service_id, row.starts_at) for row in wanted if row.service_id is not None)
    ends = {(row.service_id, row.starts_at): (row.listed.day, row.ends_at) for row in wanted}
    Slot.objects.bulk_create(
        (
            Slot(
                point_id=point_id, service_id=service, channel=Channel.IMPORT, day=ends[service, starts_at][0],
                starts_at=starts_at, ends_at=ends[service, starts_at][1], quota=0,
            )
            for service, starts_at in sorted(needed)
        ),
        ignore_conflicts=True,
    )  # fmt: skip
    mine = Slot.objects.select_for_update(of=("self",), no_key=True).filter(point_id=point_id, channel=Channel.IMPORT)
    slots = list(mine.filter(starts_at__in={starts_at for _, starts_at in needed}).order_by("pk"))
    for slot in slots:
        slot.quota = slot.taken + slot.returned + needed[slot.service_id, slot.starts_at]
    Slot.objects.bulk_update(slots, ["quota"])
    return {(slot.service_id, slot.starts_at): slot.pk for slot in slots}


def _note_visits(found: DayList, booked: Iterable[tuple[Judged, UUID]]) -> None:
    ListedVisit.objects.bulk_create(
        (
            ListedVisit(
                point_id=found.point_id,
                source=found.source,
                reference_index=index_of_reference(found.source, row.listed.reference),
                booking_id=booking_id,
            )
            for row, booking_id in booked
        ),
        update_conflicts=True,
        unique_fields=["point", "source", "reference_index"],
        update_fields=["booking"],
    )
