"""What a process counts for whoever watches it: plain numbers by bounded words; interfaces.metrics shows them.

Nothing of a person is counted by name, and no word comes from a request: outcomes are codes of refusals.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import ParamSpec, TypeVar

from loket.kit.errors import Refusal

P = ParamSpec("P")
R = TypeVar("R")
_lock = Lock()
_outcomes: Counter[tuple[str, str]] = Counter()
_levels: dict[str, Callable[[], float]] = {}


def outcomes(what: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Counts how an action ended: `done`, the code of the refusal, or `broken`."""

    def decorate(action: Callable[P, R]) -> Callable[P, R]:
        @wraps(action)
        def counted(*args: P.args, **kwargs: P.kwargs) -> R:
            ended = "broken"
            try:
                done = action(*args, **kwargs)
                ended = "done"
                return done
            except Refusal as refused:
                ended = refused.code
                raise
            finally:
                with _lock:
                    _outcomes[what, ended] += 1

        return counted

    return decorate


def counted(what: str) -> dict[str, int]:
    """How often each outcome of `what` was counted in this process."""
    with _lock:
        return {ended: number for (name, ended), number in sorted(_outcomes.items()) if name == what}


def watch(name: str, level: Callable[[], float]) -> None:
    """Names a level of this process that can be asked at any time, such as open event streams."""
    _levels[name] = level


def level(name: str) -> float:
    """A watched level now, 0 for one that this process doesn't have."""
    asked = _levels.get(name)
    return asked() if asked else 0.0
