"""What offices does: days and periods of calendars, names through time."""

from loket.foundation.offices.actions.days import set_day, unset_day
from loket.foundation.offices.actions.periods import set_period, unset_period
from loket.foundation.offices.actions.records import change_office, follow_records

__all__ = ["change_office", "follow_records", "set_day", "set_period", "unset_day", "unset_period"]
