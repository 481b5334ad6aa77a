"""What people are told of the door before they come: on the ticket, in the notices of booking and H-1 (R34, R67)."""

from __future__ import annotations

from collections.abc import Sequence

from loket.foundation.notify.rules import Pair, door_line
from loket.foundation.offices.rules import Nationality, ServiceKind
from loket.kit.formats import clock_time, in_zone, zone_label
from loket.planning.booking.queries import BookingCard


def door_of(card: BookingCard, *, needs: Sequence[Pair] = ()) -> tuple[Pair, ...]:
    """The sentences that hold for this visit, in Indonesian and English, the weightiest first.

    `needs`: what was asked for at booking, such as a wheelchair, by its names.
    """
    return (*_arrival(card), *_papers(card), door_line("companion_helper"), *_needs(needs))


def _arrival(card: BookingCard) -> tuple[Pair, ...]:
    opens, closes = (in_zone(moment, card.timezone) for moment in card.arrival)
    zone = zone_label(card.timezone, closes)
    return (door_line("arrive", opens=clock_time(opens), closes=f"{clock_time(closes)} {zone}"),)


def _papers(card: BookingCard) -> tuple[Pair, ...]:
    if card.service_kind == ServiceKind.COLLECTION:
        return (door_line("bring_collection"),)
    return (door_line("bring_foreigner" if card.nationality == Nationality.WNA else "bring_citizen"),)


def _needs(needs: Sequence[Pair]) -> tuple[Pair, ...]:
    if not needs:
        return ()
    indonesian, english = (", ".join(pair[i] for pair in needs) for i in range(2))
    return (door_line("needs", needs=(indonesian, english)),)
