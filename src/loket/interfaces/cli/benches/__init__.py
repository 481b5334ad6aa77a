"""Rows of the performance programme, one file a row: `measure(environment, progress) -> Row`, or RowInvalid."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

Progress = Callable[[str], None]


class RowInvalid(Exception):
    """What was measured does not hold (a seat too many, a missing line): the row is not printed."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure: what, its unit, the repeats, and the goal in words when there is one."""

    what: str
    unit: str
    repeats: tuple[float, ...]
    goal: str = ""

    @property
    def median(self) -> float:
        """The middle repeat: what the tables show."""
        return statistics.median(self.repeats)


@dataclass(frozen=True, slots=True)
class Row:
    """A measured row with what the machine was doing meanwhile."""

    name: str
    cells: Sequence[Cell]
    machine: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The row as it is written into bench/results."""
        return asdict(self)
