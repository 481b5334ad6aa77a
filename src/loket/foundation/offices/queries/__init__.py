"""What is asked of offices: lists, services with reasons, calendars, areas, names of a day."""

from loket.foundation.offices.queries.areas import AreaAnswer, area_answer, area_of_office
from loket.foundation.offices.queries.calendars import (
    CalendarEntry,
    OfficeCalendar,
    calendar_of,
    calendars_of,
    work_calendar,
)
from loket.foundation.offices.queries.places import (
    OfficeCard,
    PointCard,
    ServiceCard,
    Unavailable,
    all_offices,
    find_offices,
    nearest_offices,
    office_by_slug,
    points_of,
    services_of,
)
from loket.foundation.offices.queries.records import OfficeThen, attribute_on, office_on, records_of
from loket.foundation.offices.regencies import Regency, all_regencies, regency_of

__all__ = [
    "AreaAnswer", "CalendarEntry", "OfficeCalendar", "OfficeCard", "OfficeThen", "PointCard", "Regency", "ServiceCard",
    "Unavailable", "all_offices", "all_regencies", "area_answer", "area_of_office", "attribute_on", "calendar_of",
    "calendars_of", "find_offices", "nearest_offices", "office_by_slug", "office_on", "points_of", "records_of",
    "regency_of", "services_of", "work_calendar",
]  # fmt: skip
