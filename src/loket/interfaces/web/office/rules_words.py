"""Words of the pages on which rules are shown and set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from loket.foundation.policy.queries import Entry, OfficeChange
from loket.foundation.policy.rules import Companions, InForce, NumberName, RiskZone
from loket.interfaces.web.law import (
    NUMBERS,
    SCOPES,
    SECTORS,
    RuleShown,
    amount,
    door_rule,
    number_rule,
    screening_rule,
    told,
)

ZONES: dict[RiskZone, str | Promise] = {
    RiskZone.GREEN: _("Zona hijau"),
    RiskZone.YELLOW: _("Zona kuning"),
    RiskZone.ORANGE: _("Zona oranye"),
    RiskZone.RED: _("Zona merah"),
}
COMPANIONS_SHORT: dict[Companions, str | Promise] = {
    Companions.NONE: _("tidak"),
    Companions.ONE: _("satu, bagi yang perlu"),
    Companions.ANYONE: _("boleh"),
}


@dataclass(frozen=True, slots=True)
class EntryShown:
    """An entry in a table: what, how much, from when until when, on which basis, whose."""

    id: int
    label: str
    value: str
    since: date | None
    last_on: date | None
    citation: str
    scope: str
    is_cap: bool


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """What a level changes at one office: staff, quota, companions, each before and after."""

    name: str
    pairs: tuple[tuple[str, str], ...]


def all_rules(law: InForce) -> list[RuleShown]:
    """Everything in force at an office, the door first, then staff, then the numbers."""
    words = gettext("Kantor ini dihitung sektor %(sector)s") % {"sector": SECTORS[law.sector.value]}
    sector = told(words, law.sector.basis)
    return [door_rule(law), screening_rule(law), *_staff(law), sector, *(number_rule(law, name) for name in NumberName)]


def _staff(law: InForce) -> list[RuleShown]:
    if law.staff_cap is None:
        return []
    words = gettext("Petugas di kantor, paling banyak: %(n)s persen") % {"n": law.staff_cap.value.percent}
    return [told(words, law.staff_cap.basis)]


def entry_shown(entry: Entry) -> EntryShown:
    """An entry for a table."""
    return EntryShown(
        id=entry.id,
        label=_label(entry),
        value=amount(entry.name, entry.value) if entry.name else gettext("%(number)s persen") % {"number": entry.value},
        since=entry.basis.since,
        last_on=entry.basis.last_on,
        citation=entry.basis.citation,
        scope=str(SCOPES[entry.basis.scope]),
        is_cap=entry.name is None,
    )


def _label(entry: Entry) -> str:
    label = str(NUMBERS[entry.name]) if entry.name else gettext("Petugas di kantor, paling banyak")
    if entry.basis.level is not None:
        label += ", " + gettext("tingkat %(n)s") % {"n": entry.basis.level}
    return f"{label}, {ZONES[entry.risk_zone]}" if entry.risk_zone else label


def change_shown(change: OfficeChange) -> ChangeShown:
    """What a level changes at an office, in words."""
    before, after = change.before, change.after
    return ChangeShown(
        name=change.name,
        pairs=((_share(before), _share(after)), (_quota(before), _quota(after)), (_company(before), _company(after))),
    )


def _share(law: InForce) -> str:
    return f"{law.staff_cap.value.percent} %" if law.staff_cap else gettext("tidak dibatasi")


def _quota(law: InForce) -> str:
    return f"{law.value(NumberName.QUOTA_PERCENT)} %"


def _company(law: InForce) -> str:
    return str(COMPANIONS_SHORT[law.door.value.companions])
