"""Officers go to another office: one head asks, the other agrees, on the day it happens.

A head of a region moves heads within the region by asking: both sides are his.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError
from django.db.models import F

from loket.foundation.audit.actions import record
from loket.foundation.offices.models import Office
from loket.foundation.people import rules_staff
from loket.foundation.people.actions.officers import managed, manager_of
from loket.foundation.people.models import Account, Deputy, Staff, StaffMove
from loket.foundation.people.queries_staff import heads_office
from loket.foundation.people.rules import Role
from loket.kit.actor import Actor
from loket.kit.clock import office_day
from loket.kit.transaction import in_transaction


def ask_move(*, staff_id: int, to_office_id: int, on: date, by: Actor, now: datetime) -> int:
    """Plans that an officer goes to another office on a day; returns the move's id.

    It waits for the receiving head; a regional head's own heads need nobody's word within the region.
    Raises OfficerUnknown, NotOnYourself, MoveWrong, MoveOpen.
    """
    try:
        with in_transaction():
            manager = manager_of(by, now)
            officer = managed(manager, staff_id, now=now)
            target = Office.objects.filter(pk=to_office_id).first()
            if target is None or officer.office is None:
                raise rules_staff.MoveWrong
            today = office_day(now, officer.office.timezone)
            rules_staff.check_move(from_office=officer.office_id, to_office=target.pk, on=on, today=today)
            if manager.role == Role.REGION and target.region_id != manager.region_id:
                raise rules_staff.MoveWrong
            move = StaffMove.objects.create(
                staff=officer,
                from_office=officer.office,
                to_office=target,
                moves_on=on,
                asked_by=by.id or 0,
                asked_at=now,
            )
            detail = {"staff": staff_id, "to": target.pk, "on": on.isoformat()}
            record("people.move_asked", subject=("move", move.pk), detail=detail, by=by, now=now)
            if manager.role == Role.REGION:
                _agree(move, by=by, now=now)
    except IntegrityError as error:
        raise rules_staff.MoveOpen from error
    return move.pk


def agree_to_move(*, move_id: int, by: Actor, now: datetime) -> None:
    """The receiving head (or Plh) agrees; a move of today or before happens at once. Raises MoveGone."""
    with in_transaction():
        manager = manager_of(by, now)
        move = _open_move(move_id)
        if move.agreed_at or not heads_office(manager) or manager.office_id != move.to_office_id:
            raise rules_staff.MoveGone
        _agree(move, by=by, now=now)


def drop_move(*, move_id: int, by: Actor, now: datetime) -> None:
    """Either side, or the region, drops a move that is not done. Raises MoveGone."""
    with in_transaction():
        manager = manager_of(by, now)
        move = _open_move(move_id)
        of_office = heads_office(manager) and manager.office_id in (move.from_office_id, move.to_office_id)
        of_region = manager.role == Role.REGION and manager.region_id == move.from_office.region_id
        if manager.pk == move.staff_id or not (of_office or (of_region and move.staff.role == Role.HEAD)):
            raise rules_staff.MoveGone
        move.dropped_at = now
        move.save(update_fields=["dropped_at"])
        record("people.move_dropped", subject=("move", move_id), by=by, now=now)


def carry_out_moves(*, by: Actor, now: datetime) -> int:
    """Moves every officer whose agreed day has come at the receiving office; returns how many. Safe to repeat."""
    done = 0
    waiting = StaffMove.objects.filter(done_at=None, dropped_at=None, agreed_at__isnull=False)
    for move_id in list(waiting.order_by("id").values_list("id", flat=True)):
        with in_transaction():
            done += _carry_out(_open_move(move_id), by=by, now=now)
    return done


def _open_move(move_id: int) -> StaffMove:
    open_moves = StaffMove.objects.select_for_update(of=("self",)).select_related("staff", "from_office", "to_office")
    move = open_moves.filter(pk=move_id, done_at=None, dropped_at=None).first()
    if move is None:
        raise rules_staff.MoveGone
    return move


def _agree(move: StaffMove, *, by: Actor, now: datetime) -> None:
    move.agreed_by, move.agreed_at = by.id, now
    move.save(update_fields=["agreed_by", "agreed_at"])
    record("people.move_agreed", subject=("move", move.pk), by=by, now=now)
    _carry_out(move, by=by, now=now)


def _carry_out(move: StaffMove, *, by: Actor, now: datetime) -> int:
    """Sessions end, so that no machine of the old office stays open to somebody of the new one."""
    if move.moves_on > office_day(now, move.to_office.timezone):
        return 0
    Staff.objects.filter(pk=move.staff_id).update(office_id=move.to_office_id)
    Account.objects.filter(pk=move.staff.account_id).update(sessions_ended=F("sessions_ended") + 1)
    Deputy.objects.filter(staff_id=move.staff_id, revoked_at=None, ends_at__gt=now).update(revoked_at=now)
    move.done_at = now
    move.save(update_fields=["done_at"])
    detail = {"from": move.from_office_id, "to": move.to_office_id}
    subject = ("staff", move.staff_id)
    record("people.officer_moved", subject=subject, detail=detail, office_id=move.to_office_id, by=by, now=now)
    return 1
