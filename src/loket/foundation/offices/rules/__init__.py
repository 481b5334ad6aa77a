"""Words of the house and pure questions about hours, days, areas and distance."""

from loket.foundation.offices.rules.areas import Cover, area_says
from loket.foundation.offices.rules.days import (
    LONGEST_AHEAD_DAYS,
    LONGEST_PERIOD_DAYS,
    BreakWrong,
    DayHoursWrong,
    DayIsOver,
    DayNameWrong,
    DayNotSet,
    DayOrder,
    DecreeMissing,
    OfficeNameWrong,
    OfficeOrder,
    PeriodEmpty,
    PeriodNotSet,
    PeriodOrder,
    PeriodTaken,
    PeriodWrong,
    checked_hours,
    order_day,
    order_office,
    order_period,
)
from loket.foundation.offices.rules.distance import distance_km
from loket.foundation.offices.rules.hours import (
    DayHours,
    Hours,
    Opening,
    Period,
    Reach,
    after_service,
    decide_hours,
    hours_on,
    lies_in_service,
    opening_at,
    period_on,
    week_on,
)
from loket.foundation.offices.rules.words import (
    AreaSays,
    DayKind,
    HoursSource,
    Nationality,
    OpeningState,
    PointKind,
    ServiceKind,
    Stage,
    ZoneColour,
)

__all__ = [
    "LONGEST_AHEAD_DAYS", "LONGEST_PERIOD_DAYS", "AreaSays", "BreakWrong", "Cover", "DayHours", "DayHoursWrong",
    "DayIsOver", "DayKind", "DayNameWrong", "DayNotSet", "DayOrder", "DecreeMissing", "Hours", "HoursSource",
    "Nationality", "OfficeNameWrong", "OfficeOrder", "Opening", "OpeningState", "Period", "PeriodEmpty",
    "PeriodNotSet", "PeriodOrder", "PeriodTaken", "PeriodWrong", "PointKind", "Reach", "ServiceKind", "Stage",
    "ZoneColour", "after_service", "area_says", "checked_hours", "decide_hours", "distance_km", "hours_on",
    "lies_in_service", "opening_at", "order_day", "order_office", "order_period", "period_on", "week_on",
]  # fmt: skip
