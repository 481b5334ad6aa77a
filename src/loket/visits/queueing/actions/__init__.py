"""What queueing does, one file a group of verbs. Neighbours import from here."""

from __future__ import annotations

from loket.visits.queueing.actions.calling import call_next, recall, recall_skipped, skip
from loket.visits.queueing.actions.counters import close_counter, open_counter
from loket.visits.queueing.actions.finishing import finish
from loket.visits.queueing.actions.numbers import give_numbers
from loket.visits.queueing.actions.undoing import undo_finish
from loket.visits.queueing.actions.verifying import verify_person

__all__ = (
    "call_next",
    "close_counter",
    "finish",
    "give_numbers",
    "open_counter",
    "recall",
    "recall_skipped",
    "skip",
    "undo_finish",
    "verify_person",
)
