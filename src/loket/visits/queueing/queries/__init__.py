"""What is asked of queueing: boards, desks, positions. Neighbours import from here."""

from __future__ import annotations

from loket.visits.queueing.queries.boards import (
    Board,
    BoardCall,
    ZoneCard,
    board_of,
    offices_with_boards,
    zones_of_office,
)
from loket.visits.queueing.queries.collecting import CaseToCollect, case_to_collect
from loket.visits.queueing.queries.counters import CounterChoice, OpenCounter, counters_of_office, open_counter_of
from loket.visits.queueing.queries.desks import AtDesk, Desk, Undoable, desk_of, last_finish
from loket.visits.queueing.queries.near import Near, numbers_near
from loket.visits.queueing.queries.positions import Position, position_of_booking
from loket.visits.queueing.queries.waiting import Waiting, is_of_office, skipped_of, waiting_of

__all__ = (
    "AtDesk",
    "Board",
    "BoardCall",
    "CaseToCollect",
    "CounterChoice",
    "Desk",
    "Near",
    "OpenCounter",
    "Position",
    "Undoable",
    "Waiting",
    "ZoneCard",
    "board_of",
    "case_to_collect",
    "counters_of_office",
    "desk_of",
    "is_of_office",
    "last_finish",
    "numbers_near",
    "offices_with_boards",
    "open_counter_of",
    "position_of_booking",
    "skipped_of",
    "waiting_of",
    "zones_of_office",
)
