"""Deputies (pelaksana harian, Plh): named by the head or the region for days, revoked before their time."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import IntegrityError

from loket.foundation.audit.actions import record
from loket.foundation.people import rules_staff
from loket.foundation.people.actions.officers import manager_of
from loket.foundation.people.models import Deputy, Staff
from loket.foundation.people.queries_staff import could_deputise, standing_of
from loket.kit.actor import Actor
from loket.kit.clock import at_office, office_day
from loket.kit.transaction import in_transaction


def name_deputy(*, staff_id: int, first: date, last: date, by: Actor, now: datetime) -> int:
    """Names an officer Plh of the own office from `first` to `last`, both counted; returns the term's id.

    The head's rights hold from midnight to midnight of the office. Raises OfficerUnknown, NotOnYourself,
    OnlyTheHead, TermWrong, TermTaken.
    """
    manager = manager_of(by, now)
    officer = Staff.objects.select_related("office", "account").filter(pk=staff_id).first()
    if officer is None or officer.office is None:
        raise rules_staff.OfficerUnknown
    if officer.pk == manager.pk:
        raise rules_staff.NotOnYourself
    _check_names(manager, officer.office.pk, officer.office.region_id)
    if staff_id not in {who for who, *_ in could_deputise([officer.office.pk])}:
        raise rules_staff.OfficerUnknown
    zone = officer.office.timezone
    rules_staff.check_term(first, last, today=office_day(now, zone))
    try:
        with in_transaction():
            term = Deputy.objects.create(
                staff=officer,
                office=officer.office,
                starts_at=at_office(first, time(0), zone),
                ends_at=at_office(last + timedelta(days=1), time(0), zone),
                named_by=by.id or 0,
            )
            detail = {"staff": staff_id, "from": first.isoformat(), "to": last.isoformat()}
            office_id = officer.office.pk
            record(
                "people.deputy_named", subject=("term", term.pk), detail=detail, office_id=office_id, by=by, now=now
            )  # fmt: skip
    except IntegrityError as error:
        raise rules_staff.TermTaken from error
    return term.pk


def revoke_deputy(*, term_id: int, by: Actor, now: datetime) -> None:
    """Ends a term at once, also one that has not begun. Raises OfficerUnknown, OnlyTheHead."""
    with in_transaction():
        manager = manager_of(by, now)
        terms = Deputy.objects.select_for_update(of=("self",)).select_related("office")
        term = terms.filter(pk=term_id, revoked_at=None, ends_at__gt=now).first()
        if term is None:
            raise rules_staff.OfficerUnknown
        _check_names(manager, term.office_id, term.office.region_id)
        term.revoked_at = now
        term.save(update_fields=["revoked_at"])
        record("people.deputy_revoked", subject=("term", term_id), office_id=term.office_id, by=by, now=now)


def _check_names(manager: Staff, office_id: int, region_id: int | None) -> None:
    standing = standing_of(manager)
    if rules_staff.may_name_deputy(standing, office_id=office_id, region_id=region_id):
        return
    if standing.acting and standing.office_id == office_id:
        raise rules_staff.OnlyTheHead
    raise rules_staff.OfficerUnknown
