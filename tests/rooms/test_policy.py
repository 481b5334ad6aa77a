"""What is in force, where and when: asked of the real database with the law in it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.db import IntegrityError, transaction
from tests.factories.offices import MORNING, bare_office, furnished_office
from tests.rooms.races import race

from loket.foundation.audit.models import LedgerLine
from loket.foundation.offices.models import Office, Region
from loket.foundation.policy import actions, rules
from loket.foundation.policy.models import Enactment, Number
from loket.foundation.policy.queries import OfficeUnknown, as_if, at
from loket.foundation.policy.rules import Area, Companions, HealthColour, NumberName, RiskZone, Scope, Sector
from loket.kit.actor import SYSTEM
from loket.kit.clock import at_office

pytestmark = pytest.mark.django_db
FRIDAY = date(2022, 2, 4)
DAY = timedelta(days=1)
#: Where the clock is seven, eight and nine hours before Greenwich's.
ZONES = ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]


def enact(office: Office, level: int = 2, first: date = FRIDAY, last: date = date(2022, 2, 7), **more: Any) -> int:
    """A level for the office's region."""
    order = {"decree": "Inmendagri 6/2022", "today": FRIDAY, "by": SYSTEM, "now": MORNING} | more
    return actions.enact_level(region_id=office.region_id, level=level, starts_on=first, last_on=last, **order)


def set_number(office: Office, value: int, first: date = FRIDAY, last: date | None = None, **more: Any) -> int:
    """An office's own number: how long before the hour the door opens."""
    order = {"citation": "SK Kepala Kantor 12/2022", "today": FRIDAY, "by": SYSTEM, "now": MORNING} | more
    name = NumberName.CHECK_IN_BEFORE
    return actions.set_number(name=name, value=value, office_id=office.pk, starts_on=first, last_on=last, **order)


def opens_before(office: Office, day: date) -> int:
    return at(office.pk, at_office(day, MORNING.time(), office.timezone)).value(NumberName.CHECK_IN_BEFORE)


@pytest.mark.parametrize("moment", [datetime(1990, 1, 1, tzinfo=UTC), MORNING, datetime(2099, 12, 31, tzinfo=UTC)])
def test_answers_every_number_at_any_time(moment: datetime) -> None:
    law = at(bare_office().pk, moment)
    assert set(law.numbers) == set(NumberName)
    for name, ruled in law.numbers.items():
        bounds = rules.MEASUREMENTS[name]
        assert bounds.least <= ruled.value <= bounds.most, name
        assert len(ruled.basis.citation) > 10


def test_one_query_answers_everything(django_assert_num_queries: Any) -> None:
    office = bare_office()
    enact(office)
    with django_assert_num_queries(1):
        law = at(office.pk, MORNING)
    assert law.level is not None
    assert (law.level.number, law.area) == (2, Area.JAVA_BALI)


def test_an_office_that_is_not_there_has_no_rules() -> None:
    with pytest.raises(OfficeUnknown):
        at(10**9, MORNING)


@pytest.mark.parametrize(
    ("day", "percent", "circular"),
    [
        (date(2022, 1, 5), 50, "SE MenPANRB 25/2021"),
        (FRIDAY, 50, "SE MenPANRB 1/2022"),
        (date(2022, 2, 15), 50, "SE MenPANRB 1/2022"),
        (date(2022, 2, 16), 75, "SE MenPANRB 5/2022"),
        (date(2022, 2, 17), 75, "SE MenPANRB 5/2022"),
        (date(2022, 3, 2), 75, "SE MenPANRB 6/2022"),
    ],
)
def test_the_cap_at_level_two_goes_by_the_circular_of_the_day(day: date, percent: int, circular: str) -> None:
    office = bare_office()
    enact(office, first=day, last=day, today=day)
    cap = at(office.pk, at_office(day, MORNING.time(), office.timezone)).staff_cap
    assert cap is not None
    assert (cap.value.percent, cap.basis.citation) == (percent, circular)
    assert cap.value.sector is Sector.NON_ESSENTIAL


#: All of the five circulars as notes and press give them: day, Java-Bali, sector, percent at levels 1 to 4.
CIRCULARS = [
    (date(2021, 11, 20), True, Sector.NON_ESSENTIAL, (75, 50, 25, 0)),
    (date(2021, 11, 20), True, Sector.ESSENTIAL, (100, 75, 50, 50)),
    (date(2022, 2, 4), True, Sector.NON_ESSENTIAL, (75, 50, 25, 0)),
    (date(2022, 2, 4), True, Sector.CRITICAL, (100, 100, 100, 100)),
    (date(2022, 2, 4), False, Sector.NON_ESSENTIAL, (75, 50, 50, 25)),
    (date(2022, 2, 4), False, Sector.ESSENTIAL, (100, 100, 100, 50)),
    (date(2022, 2, 17), True, Sector.NON_ESSENTIAL, (100, 75, 50, 0)),
    (date(2022, 2, 17), False, Sector.NON_ESSENTIAL, (100, 75, 50, 25)),
    (date(2022, 3, 3), True, Sector.NON_ESSENTIAL, (100, 75, 50, 25)),
    (date(2022, 3, 3), True, Sector.ESSENTIAL, (100, 75, 50, 50)),
]


@pytest.mark.parametrize(("day", "java_bali", "sector", "percents"), CIRCULARS)
def test_holds_the_circulars(day: date, java_bali: bool, sector: Sector, percents: tuple[int, ...]) -> None:
    from loket.foundation.policy.models import SectorRule

    office = bare_office()
    Office.objects.filter(pk=office.pk).update(province="Jawa Tengah" if java_bali else "Riau")
    SectorRule.objects.create(office=office, sector=sector, citation="uji")
    moment = at_office(day, MORNING.time(), office.timezone)
    for number, percent in enumerate(percents, start=1):
        law = as_if(office.pk, moment, rules.Level(0, number, "uji", day, day + DAY))
        assert law.staff_cap is not None
        assert law.staff_cap.value.percent == percent


def test_a_zone_that_is_not_known_gets_the_strictest_cap() -> None:
    office = bare_office()
    Office.objects.filter(pk=office.pk).update(province="Riau")
    moment = datetime(2021, 12, 1, 3, tzinfo=UTC)

    def cap(zone: RiskZone | None) -> int:
        level = rules.Level(0, 1, "uji", moment.date(), moment.date() + DAY, zone)
        found = as_if(office.pk, moment, level).staff_cap
        assert found is not None
        return found.value.percent

    assert [cap(zone) for zone in (RiskZone.GREEN, RiskZone.YELLOW, RiskZone.RED, None)] == [75, 50, 25, 25]


def test_without_a_level_nothing_caps_the_staff() -> None:
    assert at(bare_office().pk, MORNING).staff_cap is None


@pytest.mark.parametrize("zone", ZONES)
def test_a_rule_changes_at_midnight_on_the_offices_wall(zone: str) -> None:
    office = bare_office(timezone=zone)
    Office.objects.filter(pk=office.pk).update(province="Jawa Tengah")
    midnight = at_office(date(2022, 7, 17), datetime.min.time(), zone)
    before, after = at(office.pk, midnight - timedelta(microseconds=1)), at(office.pk, midnight)
    yellow = HealthColour.YELLOW
    assert before.day == date(2022, 7, 16)
    assert before.screening.value.says_to(yellow) is rules.ColourVerdict.CONFIRM
    assert after.screening.value.says_to(yellow) is rules.ColourVerdict.REFUSE
    assert before.screening.basis.until == after.screening.basis.since == date(2022, 7, 17)


@pytest.mark.parametrize("zone", ZONES)
def test_a_level_counts_from_its_first_minute_to_its_last(zone: str) -> None:
    office = bare_office(timezone=zone)
    enact(office)
    first, end = (at_office(day, datetime.min.time(), zone) for day in (FRIDAY, date(2022, 2, 8)))
    moments = [first - timedelta(microseconds=1), first, end - timedelta(microseconds=1), end]
    assert [bool(at(office.pk, moment).level) for moment in moments] == [False, True, True, False]


def test_an_offices_own_level_goes_before_its_regions() -> None:
    office, other = bare_office(), bare_office("JKB", name="Jakarta Barat")
    enact(office)
    enact(office, level=3, office_id=office.pk)
    assert [at(each.pk, MORNING).level.number for each in (office, other)] == [3, 2]  # type: ignore[union-attr]


def test_a_level_closes_the_door_to_companions() -> None:
    office = bare_office()
    assert at(office.pk, MORNING).door.value.companions is Companions.ONE
    enact(office)
    door = at(office.pk, MORNING).door
    assert door.value.companions is Companions.NONE
    assert rules.Visitor.GUARDIAN in door.value.visitors
    assert door.basis.level == 2


def test_enacting_is_told_and_lifting_ends_it_today() -> None:
    office = bare_office()
    enactment = enact(office, first=FRIDAY - 3 * DAY)
    line = LedgerLine.objects.get(fact="policy.level_enacted")
    assert (line.subject_id, line.detail["level"]) == (str(enactment), 2)
    actions.lift_level(enactment_id=enactment, region_id=office.region_id, today=FRIDAY, by=SYSTEM, now=MORNING)
    assert at(office.pk, MORNING).level is None
    assert at(office.pk, MORNING - DAY).level is not None
    assert LedgerLine.objects.filter(fact="policy.level_lifted").count() == 1
    with pytest.raises(rules.LevelOver):
        actions.lift_level(enactment_id=enactment, region_id=office.region_id, today=FRIDAY, by=SYSTEM, now=MORNING)


def test_a_level_that_has_not_begun_leaves_no_trace_when_lifted() -> None:
    office = bare_office()
    enactment = enact(office, first=FRIDAY + DAY)
    actions.lift_level(enactment_id=enactment, region_id=office.region_id, today=FRIDAY, by=SYSTEM, now=MORNING)
    assert at(office.pk, MORNING + 2 * DAY).level is None
    enact(office, level=3, first=FRIDAY + DAY)
    assert at(office.pk, MORNING + 2 * DAY).level is not None


def test_no_region_lifts_another_regions_level() -> None:
    enactment = enact(bare_office())
    other = Region.objects.create(name="Jawa Tengah")
    with pytest.raises(rules.LevelOver):
        actions.lift_level(enactment_id=enactment, region_id=other.pk, today=FRIDAY, by=SYSTEM, now=MORNING)


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"level": 0}, rules.LevelWrong),
        ({"level": 5}, rules.LevelWrong),
        ({"last": FRIDAY - DAY}, rules.PeriodWrong),
        ({"first": FRIDAY - 9 * DAY, "last": FRIDAY - DAY}, rules.PeriodWrong),
        ({"last": date(2023, 2, 5)}, rules.PeriodWrong),
        ({"decree": "SK"}, rules.BasisMissing),
        ({"decree": "x" * 201}, rules.BasisMissing),
        ({"decree": "\x00\x00\x00\x00\x00"}, rules.BasisMissing),
        ({"office_id": 10**9}, rules.RegionElsewhere),
    ],
)
def test_refuses_a_level_that_can_not_be(wrong: dict[str, Any], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        enact(bare_office(), **wrong)
    assert not Enactment.objects.exists()


def test_one_region_has_one_level_a_day() -> None:
    office = bare_office()
    enact(office)
    with pytest.raises(rules.LevelOverlaps):
        enact(office, level=3, first=date(2022, 2, 7), last=date(2022, 2, 14))
    enact(office, level=3, first=date(2022, 2, 8), last=date(2022, 2, 14))


@pytest.mark.django_db(transaction=True)
def test_of_two_levels_enacted_at_one_moment_one_stands() -> None:
    office = bare_office()
    answers = race(lambda level: enact(office, level=level), [2, 3])
    assert sorted(isinstance(answer, rules.LevelOverlaps) for answer in answers) == [False, True]
    assert Enactment.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_own_numbers_set_at_one_moment_days_never_overlap() -> None:
    office = bare_office()
    answers = race(lambda value: set_number(office, value), [10, 20])
    assert any(isinstance(answer, int) for answer in answers)
    standing = Number.objects.filter(office=office)
    assert standing.count() == 1
    assert opens_before(office, FRIDAY) == standing.get().value


def test_the_database_itself_refuses_an_overlap() -> None:
    office = bare_office()
    rows = [Number(office=office, name="recalls", value=n, starts_on=FRIDAY, citation="uji") for n in (1, 2)]
    rows[0].save()
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        rows[1].save()
    assert isinstance(refused.value.__cause__, psycopg.errors.ExclusionViolation)
    rows[1].starts_on, rows[1].level = FRIDAY, 2
    rows[1].save()  # of a level: another rule


def test_an_own_number_goes_before_the_regions_and_that_before_the_nations() -> None:
    office = bare_office()
    assert opens_before(office, FRIDAY) == 30
    order = {"citation": "SK Kanwil 1/2022", "today": FRIDAY, "by": SYSTEM, "now": MORNING}
    actions.set_number(name=NumberName.CHECK_IN_BEFORE, value=20, region_id=office.region_id, starts_on=FRIDAY, **order)  # type: ignore[arg-type]
    assert opens_before(office, FRIDAY) == 20
    set_number(office, 10)
    law = at(office.pk, MORNING)
    assert law.value(NumberName.CHECK_IN_BEFORE) == 10
    assert law.basis(NumberName.CHECK_IN_BEFORE).scope is Scope.OFFICE
    assert law.span(NumberName.CHECK_IN_BEFORE) == timedelta(minutes=10)


def test_a_number_for_some_days_leaves_what_was_before_and_after() -> None:
    office = bare_office()
    set_number(office, 10)
    set_number(office, 60, first=FRIDAY + 3 * DAY, last=FRIDAY + 4 * DAY)
    found = [opens_before(office, FRIDAY + n * DAY) for n in range(-1, 7)]
    assert found == [30, 10, 10, 10, 60, 60, 10, 10]


def test_an_own_number_that_ends_gives_way_to_the_wider_rule() -> None:
    office = bare_office()
    row = set_number(office, 10)
    today = FRIDAY + DAY
    with pytest.raises(rules.RuleOver):
        actions.unset_number(number_id=row, office_id=10**9, today=today, by=SYSTEM, now=MORNING)
    actions.unset_number(number_id=row, office_id=office.pk, today=today, by=SYSTEM, now=MORNING)
    assert [opens_before(office, FRIDAY + n * DAY) for n in range(2)] == [10, 30]


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"value": -1}, rules.NumberWrong),
        ({"value": 10**12}, rules.NumberWrong),
        ({"first": FRIDAY - DAY}, rules.PeriodWrong),
        ({"last": FRIDAY - DAY}, rules.PeriodWrong),
        ({"citation": ""}, rules.BasisMissing),
    ],
)
def test_refuses_a_number_that_can_not_be(wrong: dict[str, Any], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        set_number(bare_office(), **({"value": 10} | wrong))


def test_an_office_does_not_set_what_is_set_above_it() -> None:
    order = {"citation": "SK Kepala Kantor 12/2022", "today": FRIDAY, "by": SYSTEM, "now": MORNING}
    with pytest.raises(rules.NotYours):
        actions.set_number(
            name=NumberName.HELD_PER_ACCOUNT, value=9, office_id=bare_office().pk, starts_on=FRIDAY, **order
        )  # type: ignore[arg-type]


def test_a_head_lowers_the_staff_cap_and_never_raises_it() -> None:
    office = furnished_office().office
    enact(office)
    order = {"citation": "SK Kepala Kantor 13/2022", "today": FRIDAY, "by": SYSTEM, "now": MORNING}

    def cap(day: date = FRIDAY) -> int:
        found = at(office.pk, at_office(day, MORNING.time(), office.timezone)).staff_cap
        return found.value.percent if found else 100

    with pytest.raises(rules.CapTooHigh) as refused:
        actions.set_staff_cap(office_id=office.pk, percent=51, starts_on=FRIDAY, **order)  # type: ignore[arg-type]
    assert "50 persen" in str(refused.value)
    row = actions.set_staff_cap(office_id=office.pk, percent=30, starts_on=FRIDAY, **order)  # type: ignore[arg-type]
    assert (cap(), cap(date(2022, 2, 9))) == (30, 30)
    actions.set_staff_cap(office_id=office.pk, percent=40, starts_on=FRIDAY + DAY, **order)  # type: ignore[arg-type]
    assert (cap(), cap(FRIDAY + DAY)) == (30, 40)
    actions.unset_staff_cap(cap_id=row, office_id=office.pk, today=FRIDAY, by=SYSTEM, now=MORNING)
    assert cap() == 50


def test_a_stricter_circular_goes_before_an_offices_own_cap() -> None:
    office = bare_office()
    order = {"citation": "SK Kepala Kantor 13/2022", "today": FRIDAY, "by": SYSTEM, "now": MORNING}
    actions.set_staff_cap(office_id=office.pk, percent=60, starts_on=FRIDAY, **order)  # type: ignore[arg-type]
    enact(office)
    law = at(office.pk, MORNING)
    assert law.staff_cap is not None
    assert (law.staff_cap.value.percent, law.staff_cap.basis.citation) == (50, "SE MenPANRB 1/2022")
