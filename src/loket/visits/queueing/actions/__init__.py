"""What queueing does, one file a group of verbs. Neighbours import from here."""

from __future__ import annotations

from loket.visits.queueing.actions.numbers import give_numbers

__all__ = ("give_numbers",)
