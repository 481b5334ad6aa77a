"""The household on the way of a booking: who is ticked need not be typed."""

from __future__ import annotations

from dataclasses import dataclass

from loket.foundation.offices.rules import Nationality
from loket.foundation.people.queries import KinCard, household
from loket.interfaces.web.audiences import Visit
from loket.interfaces.web.public.drafts import Draft, Someone
from loket.interfaces.web.public.words import RELATIONS, Words
from loket.kit.actor import ActorKind
from loket.planning.booking.rules import LARGEST_PARTY


@dataclass(frozen=True, slots=True)
class Relative:
    """One of the household, in words and as the draft keeps a person."""

    card: KinCard
    relation: Words
    someone: Someone

    def sits_in(self, draft: Draft) -> bool:
        """Whether the draft has this person already."""
        return any(_same(one, self.someone) for one in draft.party)


def relatives_of(account_id: int) -> list[Relative]:
    """An account's household, each with who stands as guardian."""
    cards = {card.id: card for card in household(account_id)}
    return [
        Relative(card, RELATIONS[card.relation], someone_of(card, cards.get(card.guardian) if card.guardian else None))
        for card in cards.values()
    ]


def family_for(request: Visit, draft: Draft) -> list[Relative]:
    """Who of the signed-in citizen's household this service is for; nobody for others."""
    if request.account is None or request.actor.kind is not ActorKind.CITIZEN:
        return []
    wanted = draft.nationality
    return [one for one in relatives_of(request.account.pk) if wanted in (None, one.card.nationality)]


def someone_of(card: KinCard, guardian: KinCard | None) -> Someone:
    """A person of the household as the draft keeps those who were typed."""
    sort, *numbers = card.key.split(":")
    return Someone(
        name=card.name,
        born=card.born.isoformat(),
        nik=numbers[-1] if sort == "nik" else "",
        country=numbers[0] if sort == "passport" else "",
        passport=numbers[-1] if sort == "passport" else "",
        nationality=Nationality.WNI.value if sort == "nik" else Nationality.WNA.value,
        guardian_key=guardian.key if guardian else "",
    )


def seat_family(draft: Draft, family: list[Relative], chosen: list[Relative], size: int) -> None:
    """Puts the ticked ones first, then who was typed before; takes out who was ticked and is not any more."""
    typed = [one for one in draft.people if one.name and not any(_same(one, each.someone) for each in family)]
    kept = [next((old for old in draft.people if _same(old, each.someone)), each.someone) for each in chosen]
    draft.size, draft.people = size, [*kept, *typed][:LARGEST_PARTY]


def _same(one: Someone, other: Someone) -> bool:
    mine, theirs = ((each.nik, each.country, each.passport) for each in (one, other))
    return any(mine) and mine == theirs
