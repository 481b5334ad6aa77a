"""The demo as a whole: reference, eight furnished offices, officers, one citizen, the day, the clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from loket.foundation.audit.actions import set_demo_clock
from loket.foundation.audit.models import ClockOffset
from loket.kit.transaction import in_transaction
from loket.planning.booking.models import Slot
from loket.seed.beyond import seed_beyond
from loket.seed.day import DAY, seed_day
from loket.seed.layout import furnish_offices
from loket.seed.notices import seed_notices
from loket.seed.persons import seed_contested, seed_household
from loket.seed.policy import seed_policy
from loket.seed.ramadan import seed_ramadan
from loket.seed.reference import seed_reference
from loket.seed.staff import seed_citizen, seed_deputies, seed_staff
from loket.seed.week import WEEKS, bookable_points


def seed(say: Callable[[str], None], *, starts_at: datetime) -> bool:
    """Fills an empty database with the demo, all or nothing, and starts its clock at `starts_at`.

    Returns whether anything was made: a database that has the day already stays as it is. Demo only; the caller checks.
    """
    with in_transaction():
        if Slot.objects.filter(day=DAY).exists():
            return False
        say("Noting offices, services and closed days")
        seed_reference()
        furnish_offices()
        seed_ramadan()
        seed_policy(now=starts_at, today=DAY)
        say("Hiring officers")
        seed_staff(now=starts_at)
        seed_deputies(now=starts_at)
        citizen_id = seed_citizen(now=starts_at)
        seed_day(say, citizen_id=citizen_id)
        seed_beyond(DAY, weeks=WEEKS, now=starts_at)
        seed_household(account_id=citizen_id, now=starts_at)
        seed_contested(bookable_points()[0], account_id=citizen_id, day=DAY, now=starts_at)
        seed_notices("JKS", now=starts_at)
        if not ClockOffset.objects.exists():
            set_demo_clock(starts_at=starts_at)
    return True
