"""Django's list of all tables. One app, many rooms: moving a table between rooms costs no migration."""

from loket.casework.cases.models import Case
from loket.foundation.audit.models import ClockOffset, LedgerLine
from loket.foundation.integrations.models import ApiToken
from loket.foundation.notify.models import Message, NoticeChoice, NoticeRound, NoticeSetting
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
from loket.foundation.people.models import (
    Account,
    Attempt,
    Deputy,
    Kin,
    Notice,
    NoticeAct,
    OneTimeCode,
    Person,
    Proof,
    Staff,
    StaffMove,
)
from loket.foundation.policy.models import DoorRule, Enactment, Measure, Number, ScreeningRule, SectorRule, StaffCap
from loket.planning.booking.models import (
    Booking,
    ContestedSeat,
    Move,
    PermitDeadline,
    Relief,
    ReturnedSeat,
    Seat,
    SeatNeeds,
    SlipCorrection,
    Slot,
    UrgentClaim,
)
from loket.planning.daylists.models import DayList, ListedVisit
from loket.visits.admission.models import Arrival, GateRefusal
from loket.visits.queueing.models import CounterShift, NumberEvent, NumberSeries, QueueNumber

__all__ = [
    "Account", "ApiToken", "AreaRegency", "Arrival", "Attempt", "Booking", "CalendarDay", "Case", "ClockOffset",
    "ContestedSeat", "Counter", "CounterShift", "DayList", "Deputy", "DoorRule", "Enactment", "Floor",
    "GateRefusal", "HoursPeriod", "Kin", "LedgerLine", "ListedVisit", "Measure", "Message", "Move", "Notice",
    "NoticeAct", "NoticeChoice", "NoticeRound", "NoticeSetting", "Number", "NumberEvent", "NumberSeries", "Offer",
    "Office", "OfficeRecord", "OneTimeCode", "OpeningHours", "PeriodHours", "PermitDeadline", "Person", "Proof",
    "QueueNumber", "Region", "Relief", "ReturnedSeat", "ScreeningRule", "Seat", "SeatNeeds", "SectorRule",
    "Service", "ServicePoint", "SlipCorrection", "Slot", "Staff", "StaffCap", "StaffMove", "Step", "UrgentClaim",
    "Zone",
]  # fmt: skip
