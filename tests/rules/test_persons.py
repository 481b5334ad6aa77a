"""NIK, machine readable zones, names, proof, mended slips: niks, mrz, names, persons of people; contests of booking."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from loket.foundation.people import mrz, names, niks, persons
from loket.foundation.people.niks import Doubt, Sex
from loket.foundation.people.persons import Act, Guardian, GuardianRelation, ProofLevel
from loket.planning.booking import contests
from loket.planning.booking.contests import Claimant, ContestState, Who

TODAY = date(2022, 2, 4)
NOON = datetime(2022, 2, 4, 5, tzinfo=UTC)
SPECIMEN = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
BIRTHS = st.dates(date(1922, 1, 1), TODAY)
SOME_TEXT = st.text(alphabet="abc d", max_size=8)


def a_nik(born: date, sex: Sex, *, region: str = "317409", serial: int = 9001) -> str:
    return f"{region}{born.day + (40 if sex is Sex.FEMALE else 0):02d}{born:%m%y}{serial:04d}"


@given(BIRTHS, st.sampled_from(Sex), st.integers(1, 9999))
def test_a_nik_tells_birth_date_and_sex(born: date, sex: Sex, serial: int) -> None:
    nik = a_nik(born, sex, serial=serial)
    says = niks.read_nik(nik)
    assert (says.born, says.sex, says.region_known) == ((born.day, born.month, born.year % 100), sex, True)
    assert niks.doubts_of_nik(nik, born=born, sex=sex) == ()


@given(BIRTHS, BIRTHS, st.sampled_from(Sex), st.sampled_from(Sex))
def test_what_does_not_fit_is_doubted_and_never_refused(born: date, said: date, sex: Sex, told: Sex) -> None:
    doubts = niks.doubts_of_nik(a_nik(born, sex), born=said, sex=told)
    assert (Doubt.BORN in doubts) == (
        (born.day, born.month, born.year % 100) != (said.day, said.month, said.year % 100)
    )
    assert (Doubt.SEX in doubts) == (sex is not told)


@pytest.mark.parametrize(
    "nik",
    [
        *("3171017208450001", "3171018108450001", "3171010008450001", "3171013201900001", "3171011713450001"),
        *("3171013002450001", "3171017108450000", "31710117084500", "317101170845000x", "", "٣171011708450001"),
    ],
)
def test_refuses_what_can_be_no_nik(nik: str) -> None:
    with pytest.raises(niks.NotANik):
        niks.read_nik(nik)


def test_a_region_of_later_days_is_doubted_only() -> None:
    assert niks.doubts_of_nik("9301015708450001") == (Doubt.REGION,)
    assert niks.read_nik("3171012902000001").born == (29, 2, 0)


def test_reads_the_specimen_of_icao_9303() -> None:
    read = mrz.read_mrz(SPECIMEN, today=TODAY)
    assert (read.number, read.issuer, read.nationality, read.sex) == ("L898902C3", "UTO", "UTO", Sex.FEMALE)
    assert (read.born, read.expires, read.name) == (date(1974, 8, 12), date(2012, 4, 15), "ANNA MARIA ERIKSSON")


def test_reads_the_card_specimen_of_icao_9303() -> None:
    card = "I<UTOD231458907<<<<<<<<<<<<<<<7408122F1204159UTO<<<<<<<<<<<6ERIKSSON<<ANNA<MARIA<<<<<<<<<<"
    read = mrz.read_mrz(card, today=TODAY)
    assert (read.number, read.born, read.name) == ("D23145890", date(1974, 8, 12), "ANNA MARIA ERIKSSON")


@pytest.mark.parametrize(("field", "digit"), [("L898902C3", 6), ("740812", 2), ("120415", 9), ("ZE184226B<<<<<", 1)])
def test_check_digits_of_the_specimen(field: str, digit: int) -> None:
    assert mrz.check_digit(field) == digit


@given(st.integers(44, 87), st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
def test_one_wrong_sign_in_the_checked_line_is_never_read_as_something_else(place: int, sign: str) -> None:
    zone = SPECIMEN.replace("\n", "")
    assume(mrz.check_digit(sign) != mrz.check_digit(zone[place]))  # modulo 10, A is 0 and K too: no digit tells them
    wrong = zone[:place] + sign + zone[place + 1 :]
    try:
        read = mrz.read_mrz(wrong, today=TODAY)
    except mrz.MrzUnreadable:
        return
    right = mrz.read_mrz(zone, today=TODAY)
    assert (read.number, read.born, read.expires) == (right.number, right.born, right.expires)


@given(
    number=st.text("ABCXYZ0123456789", min_size=5, max_size=9),
    born=BIRTHS,
    expires=st.dates(date(2022, 1, 1), date(2032, 1, 1)),
    name=st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=20),
)
def test_reads_back_what_a_passport_prints_with_a_one_word_name(number, born, expires, name) -> None:  # type: ignore[no-untyped-def]
    def checked(text: str) -> str:
        return f"{text}{mrz.check_digit(text)}"

    number_, born_, expires_ = checked(number.ljust(9, "<")), checked(f"{born:%y%m%d}"), checked(f"{expires:%y%m%d}")
    optional = checked("<" * 14)
    last = f"{number_}IDN{born_}F{expires_}{optional}"
    zone = f"P<IDN{name}".ljust(44, "<") + last + str(mrz.check_digit(number_ + born_ + expires_ + optional))
    read = mrz.read_mrz(zone.lower(), today=TODAY)
    assert (read.number, read.born, read.expires, read.name) == (number, born, expires, name)


@given(st.text(max_size=120))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        mrz.read_mrz(text, today=TODAY)
    except mrz.MrzUnreadable:
        return
    raise AssertionError("noise was read as a document")


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        *(("Ai'nun", "AINUN"), ("M. Firman", "M FIRMAN"), ("Suparmi", "SUPARMI"), ("Hj", "HJ")),
        *(("Dr. H. Budi Santoso, S.H., M.Si.", "BUDI SANTOSO"), ("José da Cruz", "JOSE DA CRUZ"), ("H Budi", "H BUDI")),
    ],
)
def test_a_passport_prints_names_without_punctuation_and_titles(name: str, printed: str) -> None:
    assert names.passport_name(name).text == printed


@pytest.mark.parametrize(("length", "over"), [(1, 0), (30, 0), (31, 30), (34, 30), (35, 34), (100, 34)])
def test_says_when_a_name_is_longer_than_the_line(length: int, over: int) -> None:
    assert names.passport_name("a" * length).over == over


@given(st.text(min_size=1, max_size=100))
def test_a_preview_is_never_empty(name: str) -> None:
    assert names.passport_name(name).text


@given(SOME_TEXT, SOME_TEXT, SOME_TEXT)
def test_the_distance_of_names_is_a_metric(a: str, b: str, c: str) -> None:
    assert names.distance(a, b) == names.distance(b, a)
    assert (names.distance(a, b) == 0) == (a == b)
    assert names.distance(a, c) <= names.distance(a, b) + names.distance(b, c)


@given(st.text("abcde", min_size=2, max_size=12), st.data())
def test_one_slip_is_one_step(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text) - 2))
    swapped = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    for wrong in (swapped, text[:at] + text[at + 1 :], text[:at] + "x" + text[at:], text[:at] + "x" + text[at + 1 :]):
        assert names.distance(text, wrong) <= 1


@given(st.sampled_from(ProofLevel), st.sampled_from(ProofLevel))
def test_only_better_proof_outweighs(one: ProofLevel, other: ProofLevel) -> None:
    assert contests.outweighs(one, other) == (one.rank > other.rank)
    assert not (contests.outweighs(one, other) and contests.outweighs(other, one))


@given(st.sampled_from(ProofLevel), st.sampled_from(ProofLevel), st.integers(1, 5), st.integers(-60, 60))
def test_only_a_lone_typed_number_ahead_is_cancelled_and_only_by_a_verified_person(
    lower, higher, size, minutes
) -> None:  # type: ignore[no-untyped-def]
    starts_at = NOON + timedelta(minutes=minutes)
    fate = contests.fate_of(Claimant(lower, size, starts_at), higher, now=NOON)
    certain = higher is ProofLevel.VERIFIED and lower is ProofLevel.TYPED and size == 1 and minutes > 0
    assert fate is (ContestState.CANCELLED if certain else ContestState.FROZEN)


SITI = Who("Siti Rahma", date(1990, 2, 28), "nik:3174096802909001")


@pytest.mark.parametrize("name", ["Siti Rahmah", "siti rahma", "Sti Rahma", "Siit Rahma", "Siti Ramha", "Setti Rahma"])
def test_up_to_two_letters_of_a_name_are_a_slip(name: str) -> None:
    if name != SITI.name:
        contests.check_slip(SITI, Who(name, SITI.born, SITI.key))


@pytest.mark.parametrize(
    "wanted",
    [
        Who("Sita Rahayu", SITI.born, SITI.key),
        Who("Siti Rahmah", date(1990, 2, 27), SITI.key),
        Who(SITI.name, SITI.born, "nik:3174096802909012"),
        Who(SITI.name, SITI.born, "nik:3174096702909001"),  # one digit, and then the NIK tells another day
        Who(SITI.name, SITI.born, "passport:AUS:N1234567"),
    ],
)
def test_more_than_a_slip_needs_the_document(wanted: Who) -> None:
    with pytest.raises(contests.SlipTooBig):
        contests.check_slip(SITI, wanted)


def test_one_digit_of_a_nik_is_a_slip_when_it_fits_the_birth_date() -> None:
    contests.check_slip(Who(SITI.name, SITI.born, "nik:3174096702909001"), SITI)
    contests.check_slip(SITI, Who(SITI.name, SITI.born, "nik:3174096802909010"))
    with pytest.raises(contests.NothingChanged):
        contests.check_slip(SITI, SITI)


def test_an_officer_corrects_a_person_but_hands_no_number_on() -> None:
    contests.check_same_person(SITI, Who("Siti Rahma Wardhana", date(1991, 2, 28), SITI.key))
    contests.check_same_person(SITI, Who("Siti Rahmah", SITI.born, "nik:3671010101909001"))
    with pytest.raises(contests.AnotherPerson):
        contests.check_same_person(SITI, Who("Adi Nugraha", date(1980, 1, 1), "nik:3671010101809001"))


@given(BIRTHS, st.dates(TODAY, date(2023, 1, 1)), st.integers(1, 3), st.booleans())
def test_a_minor_needs_a_guardian_and_everybody_the_notice_in_force(born, day, version, guarded) -> None:  # type: ignore[no-untyped-def]
    act = Act(version, Guardian("Laila", GuardianRelation.MOTHER) if guarded else None)
    try:
        persons.check_act(act, version=2, born=born, day=day)
    except persons.NoticeOutdated:
        assert version != 2
    except persons.GuardianMissing:
        assert persons.is_minor(born, day)
        assert not guarded
    else:
        assert version == 2
        assert guarded or not persons.is_minor(born, day)
