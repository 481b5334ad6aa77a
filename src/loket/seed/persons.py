"""The demo citizen's household, and one person whom two sides claim."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from loket.foundation.offices.models import ServicePoint
from loket.foundation.offices.rules import Nationality
from loket.foundation.people.actions import Relative, keep_kin
from loket.foundation.people.models import Staff
from loket.foundation.people.persons import DocumentKind, Relation
from loket.foundation.people.rules import Role, identity_of_citizen
from loket.kit.actor import Actor, ActorKind
from loket.planning.booking.actions import Applicant, book_party
from loket.planning.booking.models import Slot
from loket.planning.booking.rules import Channel
from loket.seed.people import FIRST_SERIAL, nik_date
from loket.seed.reference import NEW

#: Relation, name, birth date, woman; the child comes last and the mother is the guardian.
_FAMILY = (
    (Relation.SELF, "Rahmat Hidayat", date(1984, 8, 17), False),
    (Relation.WIFE, "Laila Hidayat", date(1987, 3, 2), True),
    (Relation.MOTHER, "Suparmi", date(1955, 11, 20), True),
    (Relation.CHILD, "Bagas Hidayat", date(2013, 6, 9), False),
)
_CONTESTED = ("Endang Sulistyo", date(1979, 1, 30))


def seed_household(*, account_id: int, now: datetime) -> None:
    """Four people whom the demo's citizen books for."""
    by, mother = Actor(ActorKind.CITIZEN, account_id), None
    for serial, (relation, name, born, woman) in enumerate(_FAMILY, start=FIRST_SERIAL):
        who = identity_of_citizen(f"317409{nik_date(born, woman=woman)}{serial}")
        guardian = mother if relation is Relation.CHILD else None
        relative = Relative(who, name, born, relation, guardian)
        kept = keep_kin(account_id=account_id, relative=relative, by=by, now=now)
        mother = kept if relation is Relation.WIFE else mother


def seed_contested(point: ServicePoint, *, account_id: int, day: date, now: datetime) -> None:
    """The demo's citizen typed somebody; she came to the help desk with her KTP and took over: the head decides."""
    name, born = _CONTESTED
    who = identity_of_citizen(f"317409{nik_date(born, woman=True)}{FIRST_SERIAL + 90}")
    desk = Staff.objects.filter(office=point.office_id, role=Role.HELP_DESK).order_by("pk").first()
    slots = Slot.objects.filter(point=point, day__gt=day, service__code=NEW, channel=Channel.ONLINE, opens_at__lte=now)
    free = [slot for slot in slots.order_by("-starts_at", "pk") if slot.quota - slot.taken - slot.returned > 1][:2]
    if desk is None or len(free) < 2:
        return
    officer = Actor(ActorKind.STAFF, desk.account_id, point.office_id)
    typist = Actor(ActorKind.CITIZEN, account_id)
    for slot, seen, holder, by, ago in (
        (free[0], None, account_id, typist, timedelta(hours=3)),
        (free[1], DocumentKind.KTP, None, officer, timedelta(hours=1)),
    ):
        applicants = [Applicant(who, Nationality.WNI, name, born, seen=seen)]
        book_party(
            slot_id=slot.pk, applicants=applicants, key="seed contested", account_id=holder, by=by, now=now - ago
        )
