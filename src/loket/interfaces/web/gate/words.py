"""What verdict pages say: the reason, the next step, who came. In the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.translation import get_language, gettext, ngettext

from loket.foundation.policy.rules import InForce, NumberName
from loket.interfaces.web import law as law_words
from loket.kit import formats
from loket.visits.admission import rules
from loket.visits.admission.queries import Guest, Party
from loket.visits.admission.rules import GateRefused


@dataclass(frozen=True, slots=True)
class Said:
    """A refusal in words."""

    reason: str
    next_step: str
    rule: law_words.RuleShown | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One line of what was seen at the door."""

    label: str
    ok: bool = True


def language() -> str:
    """The reader's language, as kit.formats knows it."""
    return formats.table_language(get_language() or formats.INDONESIAN)


def said_of(refusal: type[GateRefused], party: Party | None, law: InForce) -> Said:
    """The one reason and the one next step of a refusal, and the rule behind it where one decided."""
    facts: Mapping[str, str] = rules.facts_of(party.shown, language()) if party else {}
    facts = {**facts, "guarded_under": str(law.value(NumberName.GUARDED_UNDER))}
    reason, step = gettext(str(refusal.sentence)), gettext(refusal.next_step)
    return Said(reason % facts, step % facts, rule_behind(refusal, law))


def rule_behind(refusal: type[GateRefused], law: InForce) -> law_words.RuleShown | None:
    """The rule in force that a refusal applies; None where the ticket itself is wrong."""
    if refusal in _BY_NUMBER:
        return law_words.number_rule(law, _BY_NUMBER[refusal])
    return law_words.door_rule(law) if refusal in _BY_DOOR else None


_BY_NUMBER: dict[type[GateRefused], NumberName] = {
    rules.TooEarly: NumberName.CHECK_IN_BEFORE,
    rules.TooLate: NumberName.CHECK_IN_AFTER,
}
_BY_DOOR = (rules.WalkIn, rules.CompanionRefused, rules.ToHelpDesk)


def people(number: int) -> str:
    """`2 orang`."""
    return ngettext("%(number)s orang", "%(number)s orang", number) % {"number": number}


def hour_of(party: Party) -> str:
    """The booked hour on the office's wall, `09.00`."""
    return formats.clock_time(formats.in_zone(party.shown.starts_at, party.shown.timezone))


def floor_words(number: int) -> str:
    """`Lantai 2`."""
    return gettext("Lantai %(number)s") % {"number": number}


def who_came(party: Party, guests: tuple[Guest, ...]) -> str:
    """`2 orang · jadwal 09.00 · Lantai 2`."""
    floors = sorted({guest.floor for guest in guests if guest.floor is not None}) or [
        floor for floor in [party.floor] if floor is not None
    ]
    hour = gettext("jadwal %(hour)s") % {"hour": hour_of(party)}
    return " · ".join([people(len(guests)), hour, *map(floor_words, floors)])


def checks_of(party: Party, guests: tuple[Guest, ...]) -> list[Check]:
    """What made the door open."""
    checks = [Check(gettext("Nomor"))]
    in_time = rules.verdict(_before_they_came(party), _moment_of(party, guests)) is None
    checks.append(Check(gettext("Jadwal")) if in_time else Check(gettext("Di luar jadwal, dengan alasan"), ok=False))
    if any(guest.lane == "prioritas" for guest in guests):
        checks.append(Check(gettext("Prioritas")))
    guardians = sum(guest.guardians for guest in guests)
    if guardians:
        words = ngettext("%(number)s wali anak", "%(number)s wali anak", guardians)
        checks.append(Check(words % {"number": guardians}))
    companions = sum(guest.companions for guest in guests)
    if companions:
        words = ngettext("%(number)s pendamping", "%(number)s pendamping", companions)
        checks.append(Check(words % {"number": companions}))
    return checks


def note_of(party: Party, guests: tuple[Guest, ...]) -> str:
    """Where each number waits, and who of the party is still outside."""
    said = []
    zones = {guest.zone_en if language() == formats.ENGLISH else guest.zone_id for guest in guests}
    if any(zones):
        said.append(gettext("Menunggu di: %(zones)s.") % {"zones": ", ".join(sorted(filter(None, zones)))})
    if party.outside:
        hour = formats.clock_time(formats.in_zone(party.shown.closes_at, party.shown.timezone))
        left = ngettext(
            "%(number)s orang belum datang; tempatnya menunggu sampai pukul %(hour)s.",
            "%(number)s orang belum datang; tempatnya menunggu sampai pukul %(hour)s.",
            len(party.outside),
        )
        said.append(left % {"number": len(party.outside), "hour": hour})
    return " ".join(said)


def _before_they_came(party: Party) -> rules.Shown:
    return replace(party.shown, passed_at=(None,) * len(party.shown.passed_at))


def _moment_of(party: Party, guests: tuple[Guest, ...]) -> rules.Door:
    passed = max(guest.passed_at for guest in guests if guest.passed_at)
    return rules.Door(party.shown.point_id, party.shown.day, passed)
