"""Who does something. Passed into every action as `by`; the ledger keeps its ids."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    """The sorts of people and things that act."""

    CITIZEN = "citizen"
    STAFF = "staff"
    API = "api"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """One acting person or process: kind, id of its account (None: the system), office of a staff member.

    `acting`: in whose stead, such as `plh` for a deputy of the head; the ledger tells it beside the id.
    """

    kind: ActorKind
    id: int | None = None
    office_id: int | None = None
    acting: str = ""

    @property
    def principal(self) -> str:
        """Stable text of who this is, such as `staff:12`: keys of idempotency are bound to it."""
        return f"{self.kind}:{self.id or 0}"


SYSTEM = Actor(ActorKind.SYSTEM)
