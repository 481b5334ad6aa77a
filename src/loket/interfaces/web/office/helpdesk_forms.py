"""Forms of the help desk: what an officer types for someone who stands before the desk."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from loket.foundation.offices.queries import ServiceCard
from loket.foundation.offices.rules import Nationality, ServiceKind
from loket.foundation.people.persons import DocumentKind, GuardianMissing, GuardianRelation, is_minor
from loket.foundation.people.rules import Identity, identity_of_citizen, identity_of_foreigner, name_of
from loket.interfaces.web.public.forms import PersonForm
from loket.interfaces.web.public.identity import BirthDate, keeps
from loket.interfaces.web.public.words import DOCUMENTS, GUARDIANS
from loket.interfaces.web.public.words import name_of as service_name
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
            label = service_name(service) if service.nationality else f"{service_name(service)} ({nationality.upper()})"
            found.append(Choice(f"{service.code}.{nationality}", label, service, str(nationality)))
    return found


def size_of(typed: str) -> int:
    """A party's size from the address or form; anything else is one person."""
    return int(typed) if typed in {str(n) for n in range(1, LARGEST_PARTY + 1)} else 1


class DeskPersonForm(PersonForm):
    """A person before the desk: also which document the officer held, and for a minor who the guardian is (R63)."""

    dokumen = forms.ChoiceField(
        label=_("Dokumen asli yang dilihat"),
        help_text=_("Jenisnya saja dicatat, tanpa salinan."),
        required=False,
        choices=[("", _("Belum dilihat")), *((kind.value, DOCUMENTS[kind]) for kind in DocumentKind)],
    )
    wali = forms.CharField(label=_("Nama wali, bila di bawah 17 tahun"), max_length=200, required=False)
    hubungan = forms.ChoiceField(
        label=_("Hubungan wali"),
        required=False,
        choices=[("", "–"), *((each.value, GUARDIANS[each]) for each in GuardianRelation)],
    )

    def __init__(self, *args: Any, today: date, **more: Any) -> None:
        self.today = today
        super().__init__(*args, today=today, **more)
        self.order_fields([*(name for name in self.fields if name not in ("dokumen", "wali", "hubungan")), "dokumen"])

    def clean(self) -> dict[str, Any]:
        """A minor needs a guardian's name and relation (R63)."""
        typed = super().clean() or {}
        if not typed.get("lahir") or not is_minor(typed["lahir"], self.today):
            return typed | {"wali": "", "hubungan": ""}
        try:
            typed["wali"] = keeps(lambda: name_of(typed.get("wali", "")))
        except ValidationError:
            self.add_error("wali", gettext(GuardianMissing.sentence))
        if not typed.get("hubungan"):
            self.add_error("hubungan", gettext("Pilih hubungannya."))
        return typed

    def applicant(self, version: int) -> Applicant:
        """This person as booking takes it, with the notice that was handed out."""
        typed, someone = self.cleaned_data, self.someone()
        someone.guardian, someone.guardian_relation = typed["wali"], typed["hubungan"]
        seen = DocumentKind(typed["dokumen"]) if typed["dokumen"] else None
        return replace(someone.applicant(version), seen=seen)


class PartyForm:
    """The persons of a party, one DeskPersonForm each, and what is wrong between them.

    `told`: the officer says that the notice was handed out or read aloud (R63).
    """

    def __init__(self, choice: Choice, size: int, *, today: date, data: QueryDict | None = None) -> None:
        self.choice = choice
        self.forms = [
            DeskPersonForm(data, prefix=f"p{n}", nationality=choice.nationality, today=today)
            for n in range(1, size + 1)
        ]
        self.told = data is not None and data.get("diberitahu") == "1"

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

    def asks_again(self) -> bool:
        """Whether somebody's answers are doubted and the officer has not seen that yet (R59)."""
        return any(form.asks_again() for form in self.forms)

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

    def applicants(self, version: int) -> list[Applicant]:
        """The party as booking takes it; `version` of the notice."""
        return [form.applicant(version) for form in self.forms]

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
