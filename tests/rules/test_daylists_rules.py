"""How a sheet of a national app is read."""

from __future__ import annotations

import io
from datetime import date, time

import openpyxl  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.kit.errors import Refusal
from loket.planning.daylists import rules
from loket.planning.daylists.rules import Fault, Listed, read_rows
from loket.planning.daylists.sheets import cells_of

TODAY = date(2022, 2, 4)
SERVICES = {"paspor baru": "paspor-baru", "penggantian paspor": "penggantian-paspor"}
HEADS = ["No. Permohonan", "Nama Lengkap", "NIK", "Tgl. Lahir", "Tanggal Kedatangan", "Jam", "Layanan"]
SITI = ["1234 5678-9012", "Siti", "3174054101900003", "01/01/1990", "07/02/2022", "09.00", "Paspor Baru"]


def read(*rows: list[str], heads: list[str] = HEADS) -> list[Listed | Fault]:
    return list(read_rows([heads, *rows], services=SERVICES, usual="paspor-baru", today=TODAY))


def test_reads_a_row_as_people_write_it() -> None:
    (row,) = read(SITI)
    assert isinstance(row, Listed)
    assert (row.line, row.reference, row.name, row.identity.key) == (2, "123456789012", "Siti", "nik:3174054101900003")
    assert (row.born, row.day, row.hour) == (date(1990, 1, 1), date(2022, 2, 7), time(9))


def test_takes_the_birth_date_of_the_nik_where_there_is_no_column() -> None:
    (row,) = read([*SITI[:3], *SITI[4:]], heads=[*HEADS[:3], *HEADS[4:]])
    assert isinstance(row, Listed)
    assert row.born == date(1990, 1, 1)


@pytest.mark.parametrize(
    ("place", "text", "code"),
    [
        (0, "", "no_reference"),
        (0, "12", "no_reference"),
        (1, "", "not_a_name"),
        (2, "317405410190", "not_an_identity"),
        (4, "31/02/2022", "no_day"),
        (4, "07/02/2023", "far_day"),
        (5, "25.00", "no_day"),
        (5, "pagi", "no_day"),
        (6, "SIM", "unknown_service"),
        (3, "01/01/1850", "not_a_birth_date"),
    ],
)
def test_leaves_out_a_row_that_it_can_not_read_and_says_why(place: int, text: str, code: str) -> None:
    wrong = [text if at == place else cell for at, cell in enumerate(SITI)]
    other = ["A-777 777", *SITI[1:]]
    assert read(wrong, other)[0] == Fault(2, code)
    assert code in rules.FAULTS
    assert isinstance(read(wrong, other)[1], Listed)


def test_reads_an_application_once() -> None:
    assert read(SITI, SITI)[1] == Fault(3, "twice_in_list")


def test_names_the_columns_that_are_missing() -> None:
    with pytest.raises(rules.ColumnsMissing, match="jam kedatangan, nik"):
        read(SITI, heads=["Kode", "Nama", "Tanggal"])


def test_refuses_an_empty_list() -> None:
    with pytest.raises(rules.SheetEmpty):
        read(["", "", "", "", "", "", ""])


def test_refuses_more_rows_than_a_list_has() -> None:
    with pytest.raises(rules.SheetTooLarge):
        read(*[SITI] * (rules.MOST_ROWS + 1))


@given(st.lists(st.lists(st.text(max_size=30), max_size=9), max_size=6))
def test_whatever_stands_in_a_sheet_is_read_or_refused_in_words(rows: list[list[str]]) -> None:
    try:
        found = list(read_rows([HEADS, *rows], services=SERVICES, usual="paspor-baru", today=TODAY))
    except Refusal as refusal:
        assert str(refusal)
    else:
        assert all(isinstance(row, Listed) or row.code in rules.FAULTS for row in found)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_reads_csv_in_the_dialects_of_offices(delimiter: str, encoding: str) -> None:
    text = f"Kode{delimiter}Nama\r\nA1{delimiter}André\r\n"
    assert cells_of(text.encode(encoding)) == [["Kode", "Nama"], ["A1", "André"]]


def test_reads_xlsx_with_dates_times_and_a_nik_that_became_a_number() -> None:
    book = openpyxl.Workbook()
    book.active.append(["NIK", "Tanggal", "Jam", None])
    book.active.append([3174054101900003, date(2022, 2, 7), time(9, 30), None])
    saved = io.BytesIO()
    book.save(saved)
    assert cells_of(saved.getvalue())[1][:3] == ["3174054101900003", "2022-02-07", "09:30:00"]


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"PK\x03\x04 broken", b"one column only\n", b"%PDF-1.7\nx"])
def test_refuses_what_is_no_sheet(content: bytes) -> None:
    with pytest.raises(rules.NotASheet):
        cells_of(content)


@given(st.binary(max_size=400))
def test_whatever_is_sent_is_read_or_refused(content: bytes) -> None:
    try:
        rows = cells_of(content)
    except rules.NotASheet:
        return
    assert all(isinstance(cell, str) for row in rows for cell in row)


def test_refuses_a_file_that_is_too_large() -> None:
    with pytest.raises(rules.SheetTooLarge):
        cells_of(b"a,b\n" * 300_000)
