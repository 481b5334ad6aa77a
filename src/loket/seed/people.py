"""Invented people: citizens with a NIK of valid structure, foreigners with a passport, families; the same each time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from loket.foundation.people.rules import Identity, age_on, identity_of_citizen, identity_of_foreigner
from loket.planning.booking.rules import PriorityReason, priority_of
from loket.seed import names

#: Home Ministry codes of the regencies people come from, with the number of districts used (codes 01 and up).
HOMES = (("3171", 8), ("3172", 6), ("3173", 8), ("3174", 10), ("3175", 10), ("3671", 5), ("3275", 5), ("3276", 6))
#: Serials this high are not reached in one district on one day: no real NIK is met by chance.
FIRST_SERIAL = 9000
LAST_SERIAL = 9999


@dataclass(frozen=True, slots=True)
class Someone:
    """An invented person: identity, name, birth date, and why the priority lane is theirs, if it is."""

    identity: Identity
    name: str
    born: date
    priority: PriorityReason | None


class Crowd:
    """Makes people who differ from each other, for one day of service."""

    def __init__(self, random: Random, day: date) -> None:
        self._random, self._day = random, day
        self._used: set[str] = set()

    def citizen(self, *, ages: tuple[int, int] | None = None, family: str = "") -> Someone:
        """A citizen of an age in the range, both ends included; without one an adult, one in twelve is 60 or older."""
        woman = self._random.random() < 0.52
        born = self._birthday(ages or self._grown())
        name = names.citizen_name(self._random, woman=woman, family=family)
        return self._someone(identity_of_citizen(self._nik(born, woman=woman)), name, born)

    def family(self, size: int) -> tuple[Someone, ...]:
        """One citizen, or a family: one or two adults, then children or an elder, under one family name."""
        if size == 1:
            return (self.citizen(),)
        surname = self._random.choice(names.FAMILIES)
        adults = min(size, 1 if self._random.random() < 0.3 else 2)
        grown = [self.citizen(ages=(26, 48), family=surname) for _ in range(adults)]
        return (*grown, *(self._relative(surname) for _ in range(size - adults)))

    def foreigner(self) -> Someone:
        """A foreigner with a passport of one of a dozen countries."""
        country = self._random.choice(sorted(names.FOREIGNERS))
        woman = self._random.random() < 0.45
        number = self._unused(lambda: f"{self._random.choice('ABCEGKLMNPTX')}{self._random.randint(10**6, 10**7 - 1)}")
        name = names.foreign_name(self._random, country, woman=woman)
        return self._someone(identity_of_foreigner(country, number), name, self._birthday(self._grown()))

    def party_size(self, most: int) -> int:
        """How many come together, at most `most`: mostly one, families up to five (R2)."""
        return min(most, self._random.choices((1, 2, 3, 4, 5), (62, 19, 9, 7, 3))[0])

    def _relative(self, surname: str) -> Someone:
        elder = self._random.random() < 0.15
        return self.citizen(ages=(60, 78) if elder else (1, 16), family=surname)

    def _grown(self) -> tuple[int, int]:
        return (60, 76) if self._random.random() < 1 / 12 else (18, 59)

    def _someone(self, identity: Identity, name: str, born: date) -> Someone:
        declared = None
        luck = self._random.random()
        if luck < 0.02:
            declared = PriorityReason.DISABLED
        return Someone(identity, name, born, priority_of(declared, age_on(born, self._day)))

    def _birthday(self, ages: tuple[int, int]) -> date:
        age = self._random.randint(*ages)
        last = self._day.replace(year=self._day.year - age)
        return last - timedelta(days=self._random.randrange(365))

    def _nik(self, born: date, *, woman: bool) -> str:
        regency, districts = self._random.choice(HOMES)
        start = f"{regency}{self._random.randint(1, districts):02d}{nik_date(born, woman=woman)}"
        return self._unused(lambda: f"{start}{self._random.randint(FIRST_SERIAL, LAST_SERIAL)}")

    def _unused(self, make: Callable[[], str]) -> str:
        while (made := make()) in self._used:
            pass
        self._used.add(made)
        return made


def nik_date(born: date, *, woman: bool) -> str:
    """DDMMYY as a NIK has it: 40 is added to the day of a woman (domain.md section 9)."""
    return f"{born.day + (40 if woman else 0):02d}{born:%m%y}"


def parties(crowd: Crowd, seats: int, *, foreign: bool) -> Iterator[tuple[Someone, ...]]:
    """Parties of together exactly `seats` persons; foreigners come alone."""
    while seats > 0:
        party = (crowd.foreigner(),) if foreign else crowd.family(crowd.party_size(seats))
        seats -= len(party)
        yield party
