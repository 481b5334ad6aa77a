"""loket.kit.formats: what people read."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.kit import formats

DAY = date(2026, 2, 4)
MOMENT = datetime(2026, 2, 4, 7, 0, tzinfo=UTC)


def test_writes_a_long_date_in_both_languages() -> None:
    assert formats.long_date(DAY) == "Rabu, 4 Februari 2026"
    assert formats.long_date(DAY, "en") == "Wednesday, 4 February 2026"
    assert formats.long_date(DAY, "en-gb") == "Wednesday, 4 February 2026"


def test_writes_a_short_date() -> None:
    assert formats.short_date(DAY) == "Rab, 4 Feb"
    assert formats.short_date(date(2026, 8, 14), "en") == "Fri, 14 Aug"


@pytest.mark.parametrize(
    ("zone", "clock", "label"),
    [
        ("Asia/Jakarta", "14.00", "WIB"),
        ("Asia/Pontianak", "14.00", "WIB"),
        ("Asia/Makassar", "15.00", "WITA"),
        ("Asia/Jayapura", "16.00", "WIT"),
        ("UTC", "07.00", "UTC+0"),
        ("Australia/Darwin", "16.30", "UTC+9.30"),
    ],
)
def test_names_the_zones_of_indonesia(zone: str, clock: str, label: str) -> None:
    assert formats.clock_time(formats.in_zone(MOMENT, zone)) == clock
    assert formats.zone_label(zone, MOMENT) == label


def test_leaves_a_wall_time_on_its_wall() -> None:
    assert formats.clock_time(time(8, 5)) == "08.05"
    naive = datetime(2026, 2, 4, 8, 5)  # noqa: DTZ001 (a wall time is the point)
    assert formats.in_zone(naive, "Asia/Jayapura") == naive
    assert formats.zone_label("Asia/Makassar", naive) == "WITA"


@pytest.mark.parametrize(
    ("amount", "written"),
    [(0, "Rp0"), (999, "Rp999"), (350_000, "Rp350.000"), (1_000_000, "Rp1.000.000"), (-2_500, "-Rp2.500")],
)
def test_writes_money_with_dots(amount: int, written: str) -> None:
    assert formats.rupiah(amount) == written


@given(st.integers())
def test_money_can_be_read_back(amount: int) -> None:
    assert int(formats.rupiah(amount).replace("Rp", "").replace(".", "")) == amount


@given(st.integers(min_value=0))
def test_thousands_differ_only_in_their_sign(number: int) -> None:
    assert formats.thousands(number).replace(".", ",") == formats.thousands(number, "en")


@pytest.mark.parametrize(("number", "written"), [(1, "A-001"), (17, "A-017"), (1000, "A-1000")])
def test_writes_a_queue_number(number: int, written: str) -> None:
    assert formats.queue_number("A", number) == written


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("+6281234567890", "0812-3456-7890"),
        ("081234567890", "0812-3456-7890"),
        ("6281234567", "0812-34567"),
        ("0812-3456-78901", "0812-3456-78901"),
        ("+60123456789", "+60123456789"),
        ("0217654321", "0217-654321"),
        ("", ""),
    ],
)
def test_writes_telephones_as_people_say_them(typed: str, written: str) -> None:
    assert formats.telephone(typed) == written


@given(st.from_regex(r"08[0-9]{7,11}", fullmatch=True))
def test_a_telephone_keeps_its_digits(digits: str) -> None:
    written = formats.telephone(digits)
    assert written.replace("-", "") == digits
    assert all(len(group) >= 3 for group in written.split("-"))


@pytest.mark.parametrize(
    ("number", "indonesian", "english"),
    [
        (0, "0 menit", "0 min"),
        (17.6, "18 menit", "18 min"),
        (60, "1 jam", "1 hr"),
        (80, "1 jam 20 menit", "1 hr 20 min"),
        (-3, "0 menit", "0 min"),
    ],
)
def test_writes_waiting_times(number: float, indonesian: str, english: str) -> None:
    assert formats.minutes(number) == indonesian
    assert formats.minutes(number, "en") == english


@given(st.dates())
def test_every_date_has_both_languages(day: date) -> None:
    for language in ("id", "en"):
        assert formats.long_date(day, language).endswith(str(day.year))
        assert formats.weekday(day, language).startswith(formats.weekday(day, language, short=True))
        assert formats.month(day.month, language).startswith(formats.month(day.month, language, short=True))
