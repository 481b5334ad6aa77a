"""Where officers go: the page of their role, and the parts that they see on top."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from loket.foundation.people.models import Staff
from loket.foundation.people.queries_staff import acts_as_head
from loket.foundation.people.rules import Role

Entry = tuple[str, str | Promise]

_GATE: Entry = ("/gerbang/", _("Gerbang"))
_COUNTER: Entry = ("/loket/", _("Loket"))
_HELP_DESK: Entry = ("/kantor-saya/bantuan/", _("Meja bantuan"))
_LISTS: Entry = ("/kantor-saya/daftar/", _("Daftar"))
_OFFICE: Entry = ("/kantor-saya/", _("Hari ini"))
_STAFF: Entry = ("/kantor-saya/petugas/", _("Petugas kantor"))
#: The first entry is where a role lands after signing in.
NAV: dict[Role, tuple[Entry, ...]] = {
    Role.HELP_DESK: (_HELP_DESK, _LISTS),
    Role.GATE: (_GATE,),
    Role.COUNTER: (_COUNTER,),
    Role.HEAD: (_OFFICE, _GATE, _COUNTER, _HELP_DESK, _LISTS, _STAFF),
    Role.REGION: (_OFFICE, _STAFF),
}
ROLE_LABELS: dict[Role, str | Promise] = {
    Role.HELP_DESK: _("Meja bantuan"),
    Role.GATE: _("Gerbang"),
    Role.COUNTER: _("Loket"),
    Role.HEAD: _("Kepala kantor"),
    Role.REGION: _("Kantor wilayah"),
}


@dataclass(frozen=True, slots=True)
class OfficerShown:
    """An officer as the frame of staff pages shows them."""

    name: str
    role_label: str | Promise
    office: str
    timezone: str


def nav_for(staff: Staff) -> list[Entry]:
    """Paths and labels of the parts that this officer works in."""
    own = NAV[Role(staff.role)]
    if acts_as_head(staff):
        own = (*own, *(entry for entry in NAV[Role.HEAD] if entry not in own))
    return list(own)


def landing(staff: Staff, wanted: str = "") -> str:
    """Where an officer goes after signing in: back to `wanted` unless it is another role's part."""
    own = [path for path, _label in nav_for(staff)]
    foreign = {path for entries in NAV.values() for path, _label in entries}.difference(own)
    if wanted and (wanted.startswith(tuple(own)) or not wanted.startswith(tuple(foreign))):
        return wanted
    return own[0]


def shown(staff: Staff) -> OfficerShown:
    """The officer for the frame; region officers have no office of their own."""
    place = staff.office or staff.region
    zone = staff.office.timezone if staff.office else settings.TIME_ZONE
    label = _("Plh kepala kantor") if acts_as_head(staff) else ROLE_LABELS[Role(staff.role)]
    return OfficerShown(staff.name, label, str(place), zone)
