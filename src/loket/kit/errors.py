"""Refusals: what an action raises when a rule says no. The sentence is for the person who reads it."""

from __future__ import annotations

from typing import Any, ClassVar


class Refusal(Exception):
    """A rule said no. `code` is for machines, `status` the HTTP status, `sentence` for people.

    Subclasses name the rule that was kept (`SeatTaken`, `GateRefused`); `sentence` is a translatable text
    with %-placeholders that are filled from the keyword arguments, which never hold personal data.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409
    sentence: Any = "Permintaan ini tidak dapat dipenuhi."

    def __init__(self, **facts: Any) -> None:
        self.facts = facts
        super().__init__(self.code)

    def __str__(self) -> str:
        text = str(self.sentence)
        return text % self.facts if self.facts else text
