"""What is asked of policy: what is in force and why (reading), what was entered and what is to come (entered)."""

from loket.foundation.policy.queries.entered import (
    Entered,
    Entry,
    LevelShown,
    changes_ahead,
    entries_of,
    levels_of,
    screening_ahead,
)
from loket.foundation.policy.queries.reading import (
    OfficeChange,
    OfficeUnknown,
    as_if,
    at,
    rows_at,
    rows_on,
    what_changes,
)

__all__ = [
    "Entered",
    "Entry",
    "LevelShown",
    "OfficeChange",
    "OfficeUnknown",
    "as_if",
    "at",
    "changes_ahead",
    "entries_of",
    "levels_of",
    "rows_at",
    "rows_on",
    "screening_ahead",
    "what_changes",
]
