"""How a sheet of a national app is read: columns, dates, hours, persons. Pure: no clock, no database."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from loket.foundation.people.rules import (
    Identity,
    NotABirthDate,
    NotAName,
    NotAnIdentity,
    NotAPassport,
    check_birth_date,
    identity_of_citizen,
    identity_of_foreigner,
    name_of,
)
from loket.kit.errors import Refusal

#: A busy office serves 500 a day; a file of a month still fits.
MOST_ROWS = 3000
MOST_COLUMNS = 60
LONGEST_CELL = 200
LARGEST_FILE = 900_000
#: A page lists so many rows at fault; a file with more has another mistake.
MOST_FAULTS = 100
#: A file that was read and not brought in is forgotten, names and all.
READ_FOR = timedelta(hours=24)
#: A list tells of days ahead, not of another year.
LONGEST_AHEAD = timedelta(days=120)


class Source(StrEnum):
    """Which app a list comes from."""

    M_PASPOR = "m_paspor"
    APAPO = "apapo"


class ListState(StrEnum):
    """Where a list stands: read and shown, or brought in."""

    READ = "read"
    BROUGHT_IN = "brought_in"


class RowSays(StrEnum):
    """What bringing in a row would do. Misfit: a citizen on a foreigners' service, or the other way."""

    NEW = "new"
    KNOWN = "known"
    MOVED = "moved"
    PAST = "past"
    CLOSED = "closed"
    MISFIT = "misfit"


class Column(StrEnum):
    """What is read of a row; the words are what the apps and offices write above the columns."""

    REFERENCE = "reference"
    NAME = "name"
    NIK = "nik"
    PASSPORT = "passport"
    COUNTRY = "country"
    BORN = "born"
    DAY = "day"
    HOUR = "hour"
    SERVICE = "service"


_HEADS: dict[Column, tuple[str, ...]] = {
    Column.REFERENCE: ("nomor permohonan", "no permohonan", "kode booking", "kode antrean", "kode antrian", "kode"),
    Column.NAME: ("nama", "nama lengkap", "nama pemohon"),
    Column.NIK: ("nik", "nomor induk kependudukan"),
    Column.PASSPORT: ("nomor paspor", "no paspor"),
    Column.COUNTRY: ("negara", "kewarganegaraan", "kode negara"),
    Column.BORN: ("tanggal lahir", "tgl lahir"),
    Column.DAY: ("tanggal kedatangan", "tgl kedatangan", "tanggal", "jadwal"),
    Column.HOUR: ("jam kedatangan", "jam", "pukul", "waktu"),
    Column.SERVICE: ("layanan", "jenis permohonan", "jenis layanan"),
}
REQUIRED = (Column.REFERENCE, Column.NAME, Column.DAY, Column.HOUR)
_DATES = ("%d-%m-%Y", "%Y-%m-%d", "%d-%m-%y")
_HOUR = re.compile(r"(\d{1,2})(?:[.:](\d{2}))?(?:[.:]\d{2})?")
_REFERENCE = re.compile(r"[A-Z0-9]{4,40}")


class NotASheet(Refusal):
    """The file is neither CSV nor XLSX, or is broken."""

    code, status = "not_a_sheet", 422
    sentence = "Berkas ini tidak dapat dibaca. Kirim berkas CSV atau XLSX yang diunduh dari aplikasinya."


class SheetTooLarge(Refusal):
    """More bytes, rows or columns than a day list has."""

    code, status = "sheet_too_large", 413
    sentence = "Berkas ini terlalu besar. Kirim paling banyak 3.000 baris dan 900 kB sekaligus."


class ColumnsMissing(Refusal):
    """The first row does not name what is needed."""

    code, status = "columns_missing", 422
    sentence = "Kolom ini tidak ada pada baris pertama: %(columns)s. Periksa judul kolomnya, lalu kirim lagi."


class SheetEmpty(Refusal):
    """No row stands below the heads."""

    code, status = "sheet_empty", 422
    sentence = "Tidak ada pemohon di bawah judul kolom. Periksa berkasnya, lalu kirim lagi."


class ListGone(Refusal):
    """A list that was read is brought in already, or was forgotten meanwhile."""

    code = "list_gone"
    sentence = "Daftar ini sudah diproses atau sudah dihapus. Kirim berkasnya sekali lagi."


class ListBusy(Refusal):
    """Persons of the list were being booked elsewhere at the same moment, many times in a row."""

    code, status = "list_busy", 503
    sentence = "Sistem sedang sibuk. Belum ada yang dimasukkan; coba sekali lagi."


class RowWrong(Refusal):
    """One row can't be understood; the sentence says which column."""

    code, status = "row_wrong", 422
    sentence = "Baris ini tidak dapat dibaca."


class NoReference(RowWrong):
    """The application's number is missing or not one."""

    code = "no_reference"
    sentence = "Nomor permohonan kosong atau bukan 4 sampai 40 huruf dan angka."


class NoDay(RowWrong):
    """Day or hour can't be read."""

    code = "no_day"
    sentence = "Tanggal atau jam kedatangan tidak terbaca. Contoh: 04-02-2022 dan 09.00."


class FarDay(RowWrong):
    """The day lies further ahead than lists do."""

    code = "far_day"
    sentence = "Tanggal kedatangan lebih dari 120 hari lagi."


class NoBirthDate(RowWrong):
    """Neither a column nor the NIK tells the birth date."""

    code = "no_birth_date"
    sentence = "Tanggal lahir tidak terbaca. Contoh: 17-08-1990."


class UnknownService(RowWrong):
    """The service is none that this point offers by that name."""

    code = "unknown_service"
    sentence = "Layanan pada baris ini tidak dikenal di sini."


class TwiceInList(RowWrong):
    """The same application stands in the file twice."""

    code = "twice_in_list"
    sentence = "Nomor permohonan ini ada dua kali di berkas; hanya yang pertama dibaca."


#: What may be wrong with a row, by code: so it is kept beside its line.
FAULTS: dict[str, type[Refusal]] = {
    refusal.code: refusal
    for refusal in (
        NoReference, NoDay, FarDay, NoBirthDate, UnknownService, TwiceInList, NotAnIdentity, NotAPassport, NotAName,
        NotABirthDate,
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Listed:
    """One applicant of a list. `line` counts from 1 as sheets do; `service` is the code of one of ours."""

    line: int
    reference: str
    name: str
    identity: Identity
    born: date
    day: date
    hour: time
    service: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that is left out, and why: a key of FAULTS."""

    line: int
    code: str


def reference_of(typed: str) -> str | None:
    """An application's number as it is kept: capitals and digits only, 4 to 40; None when it is none."""
    kept = re.sub(r"[\s.\-/]", "", typed).upper()
    return kept if _REFERENCE.fullmatch(kept) else None


def columns_of(heads: Sequence[str]) -> dict[Column, int]:
    """Which column stands where. Raises ColumnsMissing, naming what is needed and not there."""
    said = [" ".join(re.sub(r"[^a-z ]", " ", head.casefold()).split()) for head in heads]
    places = {
        column: next((said.index(word) for word in words if word in said), None) for column, words in _HEADS.items()
    }
    missing = [_HEADS[column][0] for column in REQUIRED if places[column] is None]
    if places[Column.NIK] is None and places[Column.PASSPORT] is None:
        missing.append(_HEADS[Column.NIK][0])
    if missing:
        raise ColumnsMissing(columns=", ".join(missing))
    return {column: place for column, place in places.items() if place is not None}


def read_rows(
    rows: Sequence[Sequence[str]], *, services: Mapping[str, str], usual: str, today: date
) -> Iterator[Listed | Fault]:
    """The applicants of a sheet whose first row names the columns, in order; one row each, read or at fault.

    `services` maps what may stand in the sheet (casefolded names and codes) to a service's code; `usual` is meant
    where the sheet has no such column. Raises SheetEmpty, SheetTooLarge, ColumnsMissing.
    """
    if len(rows) > MOST_ROWS + 1:
        raise SheetTooLarge
    places = columns_of(rows[0]) if rows else {}
    filled = [(line, row) for line, row in enumerate(rows[1:], start=2) if any(cell.strip() for cell in row)]
    if not filled:
        raise SheetEmpty
    seen: set[str] = set()
    for line, row in filled:
        cells = {column: row[place].strip() if place < len(row) else "" for column, place in places.items()}
        try:
            listed = _listed(line, cells, services, usual, today)
            if listed.reference in seen:
                raise TwiceInList
        except Refusal as refusal:
            yield Fault(line, refusal.code)
        else:
            seen.add(listed.reference)
            yield listed


def _listed(line: int, cells: Mapping[Column, str], services: Mapping[str, str], usual: str, today: date) -> Listed:
    reference = reference_of(cells[Column.REFERENCE])
    if reference is None:
        raise NoReference
    day, hour = _day(cells[Column.DAY]), _hour(cells[Column.HOUR])
    if day is None or hour is None:
        raise NoDay
    if day > today + LONGEST_AHEAD:
        raise FarDay
    identity = _identity(cells)
    born = _day(cells.get(Column.BORN, "")) or _born_of(identity, today)
    if born is None:
        raise NoBirthDate
    check_birth_date(born, today=day)
    said = cells.get(Column.SERVICE, "")
    service = services.get(" ".join(said.casefold().split())) if said else usual
    if service is None:
        raise UnknownService
    return Listed(line, reference, name_of(cells[Column.NAME]), identity, born, day, hour, service)


def _identity(cells: Mapping[Column, str]) -> Identity:
    nik, passport = cells.get(Column.NIK, ""), cells.get(Column.PASSPORT, "")
    if nik or not passport:
        return identity_of_citizen(re.sub(r"[\s.'\-]", "", nik))
    return identity_of_foreigner(cells.get(Column.COUNTRY, ""), passport)


def _born_of(identity: Identity, today: date) -> date | None:
    """The birth date that a NIK was made with: it may be wrong for ever (R59), so a column of its own wins."""
    if not identity.key.startswith("nik:"):
        return None
    digits = identity.key.removeprefix("nik:")
    day, month, year = int(digits[6:8]) % 40, int(digits[8:10]), int(digits[10:12])
    century = 2000 if 2000 + year <= today.year else 1900
    try:
        return date(century + year, month, day)
    except ValueError:
        return None


def _day(text: str) -> date | None:
    plain = re.sub(r"[/. ]", "-", text.split("T", maxsplit=1)[0].removesuffix(" 00:00:00"))
    for shape in _DATES:
        try:
            return datetime.strptime(plain, shape).date()  # noqa: DTZ007 (a day on a sheet has no zone)
        except ValueError:
            continue
    return None


def _hour(text: str) -> time | None:
    found = _HOUR.match(text)
    if found is None or not int(found[1]) < 24 or not int(found[2] or 0) < 60:
        return None
    return time(int(found[1]), int(found[2] or 0))
