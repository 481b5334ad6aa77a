"""What a citizen has answered so far, kept in the sealed session (interfaces.web.drafts): nothing typed is lost."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from uuid import UUID

from loket.foundation.offices.rules import Nationality
from loket.foundation.people.persons import Act, Guardian, GuardianRelation, is_minor
from loket.foundation.people.rules import Identity, identity_of_citizen, identity_of_foreigner
from loket.interfaces.web import drafts
from loket.interfaces.web.audiences import Visit
from loket.kit import ids
from loket.kit.clock import office_day
from loket.planning.booking.actions import Applicant
from loket.planning.booking.needs import needs_of
from loket.planning.booking.rules import LARGEST_PARTY, PriorityReason

_NAME = "ambil-nomor"


@dataclass
class Someone:
    """One person as typed. `person` is set for a collection: that person is known already and not typed again."""

    name: str = ""
    born: str = ""
    nik: str = ""
    country: str = ""
    passport: str = ""
    declared: str = ""
    person: str = ""
    nationality: str = ""
    needs: list[str] = field(default_factory=list)
    language: str = ""
    #: Who acts for a minor: the name, and the relation (R63).
    guardian: str = ""
    guardian_relation: str = ""
    #: The guardian's identity key when it is kept in the account's household: who is proposed on the notice's page.
    guardian_key: str = ""

    def identity(self) -> Identity:
        """Who this is. Raises NotAnIdentity, NotAPassport."""
        if self.nationality == Nationality.WNA:
            return identity_of_foreigner(self.country, self.passport)
        return identity_of_citizen(self.nik)

    def applicant(self, notice: int = 0) -> Applicant:
        """This person as booking takes it, with the notice that was read. Raises NotAnIdentity, NotAPassport."""
        relation = GuardianRelation(self.guardian_relation) if self.guardian_relation else None
        guardian = Guardian(self.guardian, relation) if relation else None
        return Applicant(
            who=UUID(self.person) if self.person else self.identity(),
            nationality=Nationality(self.nationality),
            name=self.name,
            born=date.fromisoformat(self.born),
            declared=PriorityReason(self.declared) if self.declared else None,
            act=Act(notice, guardian) if notice else None,
            needs=needs_of(self.needs, self.language),
        )

    def is_minor(self, day: date) -> bool:
        """Whether a guardian acts for this person on the day of the visit."""
        return bool(self.born) and is_minor(date.fromisoformat(self.born), day)

    def is_whole(self, nationality: str | None) -> bool:
        """Whether this person was answered for a service of this nationality."""
        return bool(self.name and self.born) and nationality in (None, self.nationality)


@dataclass
class Draft:
    """The answers of one booking in the making. `key` makes its confirmation harmless to repeat.

    `permit_ends`: the last day of the permit, for services with a legal deadline; `is_guaranteed`: all hours before it
    are taken, so the office chooses one (A11).
    `home`: the regency where a foreigner lives, and the point whose area was asked for it: `33.72@12` (R10).
    """

    key: str = ""
    office: str = ""
    point_id: int = 0
    service_id: int = 0
    nationality: str | None = None
    size: int = 0
    slot_id: int = 0
    starts_at: str = ""
    not_before: str = ""
    has_deadline: bool = False
    permit_ends: str = ""
    is_guaranteed: bool = False
    home: str = ""
    people: list[Someone] = field(default_factory=list)
    #: The version of the notice that was read, 0 for none yet.
    notice: int = 0
    #: The day by which minors were told apart, where the office chooses the hour: the day of reading.
    told_on: str = ""

    @property
    def party(self) -> list[Someone]:
        """The persons of the party; places that were not answered yet are empty ones."""
        missing = [Someone() for _ in range(max(0, self.size - len(self.people)))]
        return [*self.people, *missing][: self.size]

    @property
    def is_collection(self) -> bool:
        """Whether somebody's finished document is to be fetched (R45): who comes is settled then."""
        return any(someone.person for someone in self.people)

    @property
    def has_hour(self) -> bool:
        """Whether it is settled when: an hour was chosen, or the office is to choose one before the permit ends."""
        return bool(self.slot_id) or self.is_guaranteed

    @property
    def ends_on(self) -> date | None:
        """The last day of the permit."""
        return date.fromisoformat(self.permit_ends) if self.permit_ends else None

    @property
    def regency(self) -> str:
        """Code of the regency where a foreigner lives, `-` when that is not known; empty while it is not asked here."""
        code, _, point = self.home.partition("@")
        return code if point == str(self.point_id) else ""

    @property
    def asks_home(self) -> bool:
        """Whether the area of the office is to be asked for first: foreigners go to the office of their home (R10)."""
        return self.nationality == Nationality.WNA and not self.is_collection and not self.regency

    @property
    def at(self) -> datetime | None:
        """The chosen hour."""
        return datetime.fromisoformat(self.starts_at) if self.starts_at else None

    @property
    def fingerprint(self) -> str:
        """These answers in 16 characters: whether a page shows the latest ones."""
        return hashlib.sha256(json.dumps(asdict(self)).encode()).hexdigest()[:16]

    def put(self, place: int, someone: Someone) -> None:
        """Keeps the answers for the person at `place` (0 is the first)."""
        self.people = [*self.people, *(Someone() for _ in range(LARGEST_PARTY))][:LARGEST_PARTY]
        self.people[place] = someone

    def next_step(self) -> str:
        """The address of the first question without an answer; the summary when all are answered."""
        questions = (
            (not self.point_id, "/ambil-nomor/"),
            (not self.service_id, f"/ambil-nomor/layanan/?kantor={self.office}"),
            (self.asks_home, "/ambil-nomor/wilayah/"),
            (not self.size, "/ambil-nomor/orang/"),
            (self.has_deadline and not self.permit_ends, "/ambil-nomor/izin/"),
            (not self.has_hour, "/ambil-nomor/hari/"),
            *(
                (not someone.is_whole(self.nationality), f"/ambil-nomor/pemohon/{place}/")
                for place, someone in enumerate(self.party, start=1)
            ),
            (not (self.is_collection or self.is_told), "/ambil-nomor/pemberitahuan/"),
        )
        return next((address for is_open, address in questions if is_open), "/ambil-nomor/periksa/")

    @property
    def is_told(self) -> bool:
        """Whether the notice was read, and a guardian named for each minor (R63)."""
        day = office_day(self.at, "Asia/Jakarta") if self.at else date.fromisoformat(self.told_on or "9999-12-31")
        return self.notice > 0 and all(one.guardian for one in self.party if one.is_minor(day))


def begin() -> Draft:
    """A draft without answers, with a key of its own."""
    return Draft(key=str(ids.new_id()))


def load(request: Visit) -> Draft:
    """The draft of this session; a fresh one when there is none."""
    raw = drafts.get(request.session, _NAME, now=request.now)
    if not raw:
        return begin()
    draft = Draft(**raw)
    draft.people = [Someone(**someone) for someone in raw["people"]]
    return draft


def save(request: Visit, draft: Draft) -> None:
    """Keeps the draft for 24 hours. Raises DraftTooLong."""
    drafts.put(request.session, _NAME, asdict(draft), now=request.now)


def drop(request: Visit) -> None:
    """Forgets the draft: its booking stands."""
    drafts.drop(request.session, _NAME)
