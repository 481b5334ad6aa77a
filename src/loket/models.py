"""Django's list of all tables. One app, many rooms: moving a table between rooms costs no migration."""

from loket.casework.cases.models import Case
from loket.foundation.audit.models import ClockOffset, LedgerLine
from loket.foundation.notify.models import Message
from loket.foundation.offices.models import (
    AreaRegency,
    CalendarDay,
    Counter,
    Floor,
    HoursPeriod,
    Offer,
    Office,
    OfficeRecord,
    OpeningHours,
    PeriodHours,
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
    "Account", "AreaRegency", "Arrival", "Attempt", "Booking", "CalendarDay", "Case", "ClockOffset", "Counter",
    "CounterShift", "Floor", "GateRefusal", "HoursPeriod", "LedgerLine", "Message", "NumberEvent", "NumberSeries",
    "Offer", "Office", "OfficeRecord", "OneTimeCode", "OpeningHours", "PeriodHours", "Person", "QueueNumber",
    "Region", "ReturnedSeat", "Seat", "Service", "ServicePoint", "Slot", "Staff", "Step", "Zone",
]  # fmt: skip
