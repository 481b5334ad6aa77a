"""Django's list of all tables. One app, many rooms: moving a table between rooms costs no migration."""

from loket.casework.cases.models import Case
from loket.foundation.audit.models import ClockOffset, LedgerLine
from loket.foundation.notify.models import Message
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
from loket.foundation.people.models import Account, Attempt, Kin, Notice, NoticeAct, OneTimeCode, Person, Proof, Staff
from loket.planning.booking.models import Booking, ContestedSeat, ReturnedSeat, Seat, SlipCorrection, Slot
from loket.visits.admission.models import Arrival, GateRefusal
from loket.visits.queueing.models import CounterShift, NumberEvent, NumberSeries, QueueNumber

__all__ = [
    "Account", "Arrival", "Attempt", "Booking", "CalendarDay", "Case", "ClockOffset", "ContestedSeat", "Counter",
    "CounterShift", "Floor", "GateRefusal", "Kin", "LedgerLine", "Message", "Notice", "NoticeAct", "NumberEvent",
    "NumberSeries", "Offer", "Office", "OneTimeCode", "OpeningHours", "Person", "Proof", "QueueNumber", "Region",
    "ReturnedSeat", "Seat", "Service", "ServicePoint", "SlipCorrection", "Slot", "Staff", "Step", "Zone",
]  # fmt: skip
