"""What people are told of the door before they come: on the ticket, in the notices of booking and H-1 (R34, R67).

Every sentence follows from what is in force on the day of the visit (policy) and stands in notify's door.toml.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from loket.foundation.notify.rules import Pair, door_line
from loket.foundation.offices.rules import Nationality, ServiceKind
from loket.foundation.policy.queries import at
from loket.foundation.policy.rules import Companions, Door, InForce, NumberName, Screening, Visitor
from loket.kit.formats import clock_time, in_zone, zone_label
from loket.planning.booking.needs import Needs
from loket.planning.booking.queries import BookingCard
from loket.planning.booking.reminders import needs_of_bookings

#: Who may come in beside the applicants where companions may not, by the words of door.toml.
_EXCEPTED = {Visitor.GUARDIAN: "guardian", Visitor.HELPER: "helper", Visitor.INTERPRETER: "interpreter"}


def door_of_booking(card: BookingCard) -> tuple[Pair, ...]:
    """`door_of` for one booking, by the rules of its day; two queries. Raises OfficeUnknown."""
    return door_of(card, at(card.office_id, card.starts_at), needs_of_bookings([card.id]).get(card.id, ()))


def doors_of(cards: Sequence[BookingCard], moment: datetime) -> dict[UUID, tuple[Pair, ...]]:
    """`door_of` for many bookings of one office and day, by booking; two queries."""
    if not cards:
        return {}
    in_force, needs = at(cards[0].office_id, moment), needs_of_bookings([card.id for card in cards])
    return {card.id: door_of(card, in_force, needs.get(card.id, ())) for card in cards}


def door_of(card: BookingCard, in_force: InForce, needs: Iterable[Needs] = ()) -> tuple[Pair, ...]:
    """The sentences that hold for this visit, in Indonesian and English, the weightiest first.

    `needs`: what each person of the party asked for; told together, for the notice goes to one phone.
    """
    return (
        _arrival(card),
        _papers(card),
        _company(in_force.door.value, in_force.value(NumberName.GUARDED_UNDER)),
        *_screening(in_force.screening.value),
        *_needs(needs),
    )


def _arrival(card: BookingCard) -> Pair:
    opens, closes = (in_zone(moment, card.timezone) for moment in card.arrival)
    zone = zone_label(card.timezone, closes)
    return door_line("arrive", opens=clock_time(opens), closes=f"{clock_time(closes)} {zone}")


def _papers(card: BookingCard) -> Pair:
    if card.service_kind == ServiceKind.COLLECTION:
        return door_line("bring_collection")
    return door_line("bring_foreigner" if card.nationality == Nationality.WNA else "bring_citizen")


def _company(door: Door, guarded_under: int) -> Pair:
    if door.companions is not Companions.NONE:
        return door_line(f"companions_{door.companions}")
    excepted = [
        door_line(word, **({"age": str(guarded_under)} if visitor is Visitor.GUARDIAN else {}))
        for visitor, word in _EXCEPTED.items()
        if visitor in door.visitors
    ]
    return door_line("companions_except", excepted=_joined(excepted)) if excepted else door_line("companions_none")


def _screening(pack: Screening) -> tuple[Pair, ...]:
    lines = [door_line("mask")] if pack.mask else []
    if pack.temperature_limit is not None:
        degrees = f"{pack.temperature_limit / 10:.1f}"
        lines.append(door_line("temperature", limit=(degrees.replace(".", ","), degrees)))
    return (*lines, door_line("colour")) if pack.colours else tuple(lines)


def _needs(needs: Iterable[Needs]) -> tuple[Pair, ...]:
    kinds = dict.fromkeys(kind for each in needs for kind in each.kinds)
    return (door_line("needs", needs=_joined([door_line(kind.value) for kind in kinds])),) if kinds else ()


def _joined(pairs: Sequence[Pair]) -> Pair:
    indonesian, english = (", ".join(pair[i] for pair in pairs) for i in range(2))
    return indonesian, english
