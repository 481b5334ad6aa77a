"""The cells of a file that somebody sent: CSV in whatever dialect, or XLSX. Bounded, and nothing in it is run."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Any

from loket.planning.daylists.rules import (
    LARGEST_FILE,
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    NotASheet,
    SheetTooLarge,
)

#: An XLSX is a ZIP: what it unpacks to is bounded before it is opened.
LARGEST_UNPACKED = 20_000_000
_DIALECTS = ",;\t|"


def cells_of(content: bytes) -> list[list[str]]:
    """The rows of the first sheet as text. Raises NotASheet, SheetTooLarge."""
    if len(content) > LARGEST_FILE:
        raise SheetTooLarge
    rows = _of_xlsx(content) if content[:4] == b"PK\x03\x04" else _of_csv(content)
    taken = [[_text(cell) for cell in row] for row in rows]
    while taken and not any(taken[-1]):
        taken.pop()
    return taken


def _of_csv(content: bytes) -> Iterator[list[Any]]:
    if b"\x00" in content:
        raise NotASheet
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")  # what spreadsheets write on older office PCs
    first = text.partition("\n")[0]
    delimiter = max(_DIALECTS, key=first.count)
    if delimiter not in first:
        raise NotASheet
    try:
        yield from _bounded(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise NotASheet from error


def _of_xlsx(content: bytes) -> Iterator[list[Any]]:
    import openpyxl  # type: ignore[import-untyped] # noqa: PLC0415 (half a second of imports, once a day)

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST_UNPACKED:
                raise SheetTooLarge
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        yield from _bounded(book.worksheets[0].iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS, values_only=True))
    except SheetTooLarge:
        raise
    except Exception as error:  # a broken file breaks the reader in as many ways as there are files
        raise NotASheet from error


def _bounded(rows: Iterable[Any]) -> Iterator[list[Any]]:
    for number, row in enumerate(rows):
        if number > MOST_ROWS + 1:
            raise SheetTooLarge
        yield list(row[:MOST_COLUMNS])


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d" if cell.time() == time(0) else "%Y-%m-%dT%H:%M")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))  # a NIK that a spreadsheet took for a number
    return str(cell)[:LONGEST_CELL].replace("\x00", "")
