"""Kit: seals, signatures, texts, ids, the clock. Pure."""

from __future__ import annotations

import stat
import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.kit import clock, ids
from loket.kit.actor import SYSTEM, Actor, ActorKind
from loket.kit.crypto import Keyring, SealBroken, read_keys, write_keys
from loket.kit.errors import Refusal
from loket.kit.text import clean_line

RING = Keyring({1: b"1" * 32}, b"i" * 32, {1: b"t" * 32}, "django")
TURNED = Keyring({1: b"1" * 32, 2: b"2" * 32}, b"i" * 32, {1: b"t" * 32, 2: b"u" * 32}, "django")
NAMES = st.text(min_size=1, max_size=12)
ZONES = st.sampled_from(["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"])


def _seal(plain: str, table: str = "seat", column: str = "name", row: object = 1) -> bytes:
    return RING.seal(plain, table=table, column=column, row=row)


@given(st.text(max_size=300))
def test_opens_what_it_sealed(plain: str) -> None:
    assert RING.unseal(_seal(plain), table="seat", column="name", row=1) == plain


@given(NAMES, NAMES, st.integers(), NAMES, NAMES, st.integers())
def test_a_seal_opens_in_its_own_cell_only(t1: str, c1: str, r1: int, t2: str, c2: str, r2: int) -> None:
    sealed = _seal("Budi", t1, c1, r1)
    if f"{t1}\n{c1}\n{r1}" == f"{t2}\n{c2}\n{r2}":
        assert RING.unseal(sealed, table=t2, column=c2, row=r2) == "Budi"
    else:
        with pytest.raises(SealBroken):
            RING.unseal(sealed, table=t2, column=c2, row=r2)


@given(st.data())
def test_a_changed_seal_does_not_open(data: st.DataObject) -> None:
    sealed = bytearray(_seal("Budi Santoso"))
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(SealBroken):
        RING.unseal(bytes(sealed), table="seat", column="name", row=1)


@given(st.binary(max_size=60))
def test_nonsense_is_no_seal(sealed: bytes) -> None:
    with pytest.raises(SealBroken):
        RING.unseal(sealed, table="seat", column="name", row=1)


def test_equal_texts_never_look_equal() -> None:
    assert len({_seal("Budi") for _ in range(50)}) == 50


def test_keys_turn_without_sealing_again() -> None:
    assert TURNED.unseal(_seal("Budi"), table="seat", column="name", row=1) == "Budi"
    new = TURNED.seal("Budi", table="seat", column="name", row=1)
    with pytest.raises(SealBroken):
        RING.unseal(new, table="seat", column="name", row=1)
    assert TURNED.verifies(b"ticket", RING.sign(b"ticket"))
    assert not RING.verifies(b"ticket", TURNED.sign(b"ticket"))


@given(st.binary(max_size=80), st.binary(max_size=80))
def test_a_signature_holds_for_its_message_only(message: bytes, other: bytes) -> None:
    signature = RING.sign(message)
    assert RING.verifies(message, signature)
    assert RING.verifies(other, signature) == (other == message)


@given(st.binary(max_size=80))
def test_nonsense_is_no_signature(signature: bytes) -> None:
    assert not RING.verifies(b"ticket", signature)


def test_blind_indexes_of_two_purposes_never_meet() -> None:
    assert RING.blind_index("phone", "+62812") != RING.blind_index("identity", "+62812")
    assert RING.blind_index("phone", "+62812") == TURNED.blind_index("phone", "+62812")


def test_keys_are_private_and_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    write_keys(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    first = read_keys(path)
    with pytest.raises(FileExistsError):
        write_keys(path)
    assert read_keys(path) == first


def test_says_that_a_file_holds_no_keys(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    path.write_text("{}")
    with pytest.raises(ValueError, match="not a keys file"):
        read_keys(path)


@given(st.text(max_size=120))
def test_a_cleaned_line_is_one_clean_line(typed: str) -> None:
    try:
        line = clean_line(typed, limit=100)
    except ValueError:
        assert len(typed) > 100 or len(unicodedata.normalize("NFC", typed)) > 100
        return
    assert len(line) <= 100
    assert line == " ".join(line.split())
    assert all(unicodedata.category(c)[0] != "C" for c in line)
    assert clean_line(line, limit=100) == line


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("  Budi \t Santoso\n", "Budi Santoso"),
        ("\u202eiduB\u202c", "iduB"),
        ("a\x00b", "a b"),
        ("e\u0301", "é"),
    ],
)
def test_cleans_what_hides_in_a_line(typed: str, line: str) -> None:
    assert clean_line(typed, limit=20) == line


def test_cuts_nothing_silently() -> None:
    with pytest.raises(ValueError, match="long"):
        clean_line("a" * 21, limit=20)


@given(st.integers(1, 500))
def test_codes_hold_no_look_alikes(_: int) -> None:
    code = ids.new_code()
    assert len(code) == 8
    assert not set(code) & set("01OILU")
    assert ids.clean_code(f" {code[:4].lower()}-{code[4:]} ") == code


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30), st.text(max_size=30))
def test_a_bound_key_belongs_to_its_sender(a: str, key_a: str, b: str, key_b: str) -> None:
    same = f"{a}\n{key_a}".encode(errors="replace") == f"{b}\n{key_b}".encode(errors="replace")
    assert (ids.bound_key(a, key_a) == ids.bound_key(b, key_b)) == same


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.times(), ZONES)
def test_wall_clocks_and_utc_agree(day: date, wall: time, zone: str) -> None:
    wall = wall.replace(tzinfo=None)
    moment = clock.at_office(day, wall, zone)
    assert moment.tzinfo is UTC
    assert clock.office_day(moment, zone) == day
    assert moment.astimezone(ZoneInfo(zone)).time() == wall


def test_midnight_in_jayapura_is_still_yesterday_in_jakarta() -> None:
    moment = clock.at_office(date(2022, 2, 4), time(0), "Asia/Jayapura")
    assert clock.office_day(moment, "Asia/Jakarta") == date(2022, 2, 3)


def test_the_clock_is_the_one_that_was_set() -> None:
    then, before = datetime(2022, 2, 4, tzinfo=UTC), clock._source
    try:
        clock.use_source(lambda: then)
        assert clock.now() == then
    finally:
        clock.use_source(before)
    assert abs(clock.real_now() - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_principal_tells_who_it_is() -> None:
    assert Actor(ActorKind.STAFF, 12, 3).principal == "staff:12"
    assert Actor(ActorKind.CITIZEN, 12).principal == "citizen:12"
    assert SYSTEM.principal == "system:0"


def test_a_refusal_fills_its_sentence() -> None:
    class TooWarm(Refusal):
        code = "too_warm"
        sentence = "Suhu %(degrees)s derajat."

    assert (str(TooWarm(degrees="37,6")), TooWarm(degrees=1).args) == ("Suhu 37,6 derajat.", ("too_warm",))
