"""Forms of the help desk: what an officer types for someone who stands before the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from loket.foundation.offices.queries import ServiceCard
from loket.foundation.offices.rules import Nationality, ServiceKind
from loket.foundation.people.rules import Identity, identity_of_citizen, identity_of_foreigner
from loket.interfaces.web.public.forms import BirthDate, PersonForm
from loket.interfaces.web.public.words import name_of
from loket.kit.errors import Refusal
from loket.kit.ids import CODE_LENGTH, clean_code
from loket.planning.booking import queries as booking
from loket.planning.booking.actions import Applicant
from loket.planning.booking.rules import LARGEST_PARTY
from loket.visits.queueing.queries import case_to_collect


@dataclass(frozen=True, slots=True)
class Choice:
    """A service for people of one nationality, as the desk's list names it."""

    value: str
    label: str
    service: ServiceCard
    nationality: str


def choices_of(services: list[ServiceCard]) -> list[Choice]:
    """The services that can be booked here; one for everybody stands twice, for citizens and for foreigners."""
    found = []
    for service in services:
        if service.reason is not None:
            continue
        for nationality in [service.nationality] if service.nationality else list(Nationality):
            label = name_of(service) if service.nationality else f"{name_of(service)} ({nationality.upper()})"
            found.append(Choice(f"{service.code}.{nationality}", label, service, str(nationality)))
    return found


def size_of(typed: str) -> int:
    """A party's size from the address or form; anything else is one person."""
    return int(typed) if typed in {str(n) for n in range(1, LARGEST_PARTY + 1)} else 1


class PartyForm:
    """The persons of a party, one PersonForm each, and what is wrong between them."""

    def __init__(self, choice: Choice, size: int, *, today: date, data: QueryDict | None = None) -> None:
        self.choice = choice
        self.forms = [
            PersonForm(data, prefix=f"p{n}", nationality=choice.nationality, today=today) for n in range(1, size + 1)
        ]

    def is_valid(self) -> bool:
        """Whether every person is whole and nobody stands here twice."""
        valid = not any(len(form.errors) for form in self.forms)
        seen: set[str] = set()
        for form in self.forms if valid else []:
            key = form.someone().identity().key
            if key in seen:
                form.add_error(self._who, gettext("Nomor ini sudah diisi untuk pemohon lain."))
            seen.add(key)
        return valid and len(seen) == len(self.forms)

    def collects(self, *, office_id: int, day: date) -> bool:
        """For a collection: whether everybody's document is ready on that day (R43, R45); marks who has none."""
        if self.choice.service.kind != ServiceKind.COLLECTION:
            return True
        for form in self.forms:
            person = booking.person_by_identity(form.someone().identity())
            case = case_to_collect(person_id=person, office_id=office_id) if person else None
            if case is None or not case.is_ready_on(day):
                form.add_error(self._who, gettext("Belum ada dokumen orang ini yang siap diambil pada hari itu."))
        return not any(form.errors for form in self.forms)

    def applicants(self) -> list[Applicant]:
        """The party as booking takes it."""
        return [form.someone().applicant() for form in self.forms]

    @property
    def _who(self) -> str:
        return "paspor" if self.choice.nationality == Nationality.WNA else "nik"


class FindForm(forms.Form):
    """A ticket's code; or NIK, or country and passport number, with the birth date."""

    nomor = forms.CharField(
        label=_("Kode tiket, NIK, atau paspor"),
        help_text=_("Paspor ditulis dengan kode negara: AUS N1234567."),
        max_length=60,
        error_messages={"required": _("Tulis kode tiket, NIK, atau nomor paspor.")},
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, today: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["lahir"] = BirthDate(today=today)
        self.fields["lahir"].required = False

    @property
    def code(self) -> str:
        """The code that was typed, empty when it is none."""
        typed = self.cleaned_data["nomor"]
        code = clean_code(typed)
        return code if len(code) == CODE_LENGTH and len(typed.replace(" ", "").replace("-", "")) == CODE_LENGTH else ""

    @property
    def identity(self) -> Identity | None:
        """The identity that was typed, None when it is none."""
        typed = self.cleaned_data["nomor"].strip()
        try:
            if typed[:1].isdigit():
                return identity_of_citizen(typed)
            return identity_of_foreigner(typed[:3], typed[3:])
        except Refusal:
            return None
