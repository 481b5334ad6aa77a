"""Who may be who: phones, identities, names, ages, codes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.foundation.people import rules

_NOON = datetime(2022, 2, 4, 5, 0, tzinfo=UTC)
_ANY_TEXT = st.text(max_size=60) | st.text(alphabet="0123456789+- .٣٥\u202e\x00'\"", max_size=40)


@given(_ANY_TEXT)
def test_a_phone_is_one_e164_number_or_a_refusal(typed: str) -> None:
    try:
        number = rules.phone_of(typed)
    except rules.NotAPhone:
        return
    assert number.startswith("+")
    assert number[1:].isascii()
    assert number[1:].isdigit()
    assert rules.phone_of(number) == number


@given(st.integers(0, 99_999_999))
def test_an_indonesian_mobile_number_is_the_same_however_it_is_typed(serial: int) -> None:
    local = f"0812{serial:08d}"
    written = {
        local,
        f"+62{local[1:]}",
        f"{local[:4]} {local[4:8]} {local[8:]}",
        f"{local[:4]}-{local[4:8]}-{local[8:]}",
    }
    assert {rules.phone_of(text) for text in written} == {f"+62{local[1:]}"}


@pytest.mark.parametrize("typed", ["", "112", "halo", "0812", "+", "0" * 31, "9" * 10_000, "0812 3456 7890 1234 5678"])
def test_refuses_what_is_no_phone_number(typed: str) -> None:
    with pytest.raises(rules.NotAPhone):
        rules.phone_of(typed)


@given(_ANY_TEXT)
def test_a_nik_is_sixteen_ascii_digits_or_a_refusal(typed: str) -> None:
    try:
        identity = rules.identity_of_citizen(typed)
    except rules.NotAnIdentity:
        return
    assert len(identity.key) == len("nik:") + 16
    assert identity.key[4:].isascii()


@given(st.from_regex(r"[1-9][0-9]{15}", fullmatch=True), st.sampled_from([" ", "-", ".", ""]))
def test_gaps_in_a_nik_do_not_count(nik: str, gap: str) -> None:
    typed = gap.join([nik[:6], nik[6:12], nik[12:]])
    assert rules.identity_of_citizen(typed) == rules.identity_of_citizen(nik)


def test_a_nik_stays_valid_with_a_wrong_date_in_it() -> None:
    assert rules.identity_of_citizen("3171019913990001").key == "nik:3171019913990001"


@pytest.mark.parametrize("nik", ["317101991399000", "0171019913990001", "3171019913990001\n1", "٣171019913990001"])
def test_refuses_a_nik_of_another_shape(nik: str) -> None:
    with pytest.raises(rules.NotAnIdentity):
        rules.identity_of_citizen(nik)


@pytest.mark.parametrize(
    ("country", "number"), [("IDN", "A1234567"), ("AU", "N1234567"), ("AUS", "N1"), ("AUS", "N12345678X" * 3)]
)
def test_refuses_a_foreign_passport_of_another_shape(country: str, number: str) -> None:
    with pytest.raises(rules.NotAPassport):
        rules.identity_of_foreigner(country, number)


def test_a_passport_number_is_read_without_gaps_and_case() -> None:
    assert rules.identity_of_foreigner("aus", "n 1234-567").key == "passport:AUS:N1234567"


@given(st.text(max_size=500))
def test_a_name_is_one_clean_line_with_a_letter_or_a_refusal(typed: str) -> None:
    try:
        name = rules.name_of(typed)
    except rules.NotAName:
        return
    assert 1 <= len(name) <= 100
    assert name == " ".join(name.split())
    assert any(c.isalpha() for c in name)
    assert "\u202e" not in name
    assert "\x00" not in name


def test_one_word_is_a_name() -> None:
    assert rules.name_of(" Suparmi ") == "Suparmi"


@given(st.dates(date(1902, 1, 1), date(2022, 2, 4)), st.dates(date(2022, 2, 4), date(2030, 1, 1)))
def test_age_grows_by_one_on_the_birthday(born: date, day: date) -> None:
    age = rules.age_on(born, day)
    assert age >= 0
    assert rules.age_on(born, day + timedelta(days=1)) - age in (0, 1)
    assert rules.age_on(born, day.replace(year=day.year + 1) if day.day < 29 else day) >= age


def test_a_person_of_29_february_is_a_year_older_on_1_march() -> None:
    assert rules.age_on(date(2004, 2, 29), date(2022, 2, 28)) == 17
    assert rules.age_on(date(2004, 2, 29), date(2022, 3, 1)) == 18


@pytest.mark.parametrize("born", [date(2022, 2, 5), date(1901, 2, 4), date(1, 1, 1)])
def test_refuses_an_impossible_birth_date(born: date) -> None:
    with pytest.raises(rules.NotABirthDate):
        rules.check_birth_date(born, today=date(2022, 2, 4))


def test_a_code_opens_to_the_second_before_it_expires() -> None:
    end = _NOON + rules.CODE_LIVES
    assert rules.code_opens(expires_at=end, tries=0, used=False, now=end - timedelta(seconds=1))
    assert not rules.code_opens(expires_at=end, tries=0, used=False, now=end)


@given(st.integers(0, 20), st.booleans())
def test_a_code_opens_once_and_for_five_tries(tries: int, used: bool) -> None:
    opens = rules.code_opens(expires_at=_NOON + timedelta(minutes=1), tries=tries, used=used, now=_NOON)
    assert opens == (not used and tries < 5)


@given(st.text(max_size=30))
def test_a_code_is_six_ascii_digits_or_a_refusal(typed: str) -> None:
    try:
        code = rules.code_of(typed)
    except rules.CodeWrong:
        return
    assert len(code) == 6
    assert code.isascii()
    assert code.isdigit()


@pytest.mark.parametrize("typed", ["12345", "1234567", "12345a", "١٢٣٤٥٦", "123456\n"])
def test_refuses_a_pin_of_another_shape(typed: str) -> None:
    with pytest.raises(rules.NotAPin):
        rules.pin_of(typed)


@given(st.text(max_size=100))
def test_a_staff_name_never_looks_like_a_phone_s_login(typed: str) -> None:
    try:
        name = rules.staff_name_of(typed)
    except rules.NotAStaffName:
        return
    assert not name.startswith("p:")
    assert name == rules.staff_name_of(name)


def test_the_next_try_is_named_in_the_office_s_zone_and_never_too_early() -> None:
    moment = datetime(2022, 2, 4, 7, 4, 1, tzinfo=UTC)
    assert rules.until_in_words(moment, "Asia/Jakarta") == "14.05 WIB"
    assert rules.until_in_words(moment.replace(second=0), "Asia/Makassar") == "15.04 WITA"


def test_the_refusal_of_too_many_tries_says_when_to_come_back() -> None:
    refusal = rules.TooManyTries(until="14.05 WIB")
    assert refusal.status == 429
    assert str(refusal) == "Terlalu banyak percobaan. Coba lagi pukul 14.05 WIB."
