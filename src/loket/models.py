"""Django's list of all tables. One app, many rooms: moving a table between rooms costs no migration."""

from loket.casework.cases.models import Case
from loket.foundation.audit.models import ClockOffset, LedgerLine
from loket.foundation.notify.models import Message, NoticeChoice, NoticeRound, NoticeSetting
from loket.foundation.offices.models import (
    CalendarDay,
    Counter,
    Floor,
    Offer,
    Office,
    OpeningHours,
    Region,
    Service,
    ServicePoint,
    Step,
    Zone,
)
from loket.foundation.people.models import Account, Attempt, OneTimeCode, Person, Staff
from loket.planning.booking.models import Booking, ReturnedSeat, Seat, Slot
from loket.visits.admission.models import Arrival, GateRefusal
from loket.visits.queueing.models import CounterShift, NumberEvent, NumberSeries, QueueNumber

__all__ = [
    "Account", "Arrival", "Attempt", "Booking", "CalendarDay", "Case", "ClockOffset", "Counter", "CounterShift",
    "Floor", "GateRefusal", "LedgerLine", "Message", "NoticeChoice", "NoticeRound", "NoticeSetting",
    "NumberEvent", "NumberSeries", "Offer", "Office", "OneTimeCode", "OpeningHours", "Person", "QueueNumber",
    "Region", "ReturnedSeat", "Seat", "Service", "ServicePoint", "Slot", "Staff", "Step", "Zone",
]  # fmt: skip
