"""Catalogues of translations: reads .po, writes .mo. Standard library only: `make setup` compiles with it.

Formats: GNU gettext manual, "The Format of PO Files" and "The Format of GNU MO Files". Read are the parts that
people write by hand: comments, flags, msgctxt, msgid, msgid_plural, msgstr, msgstr[n], obsolete entries.
"""

from __future__ import annotations

import ast
import re
import struct
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src/loket"
WEB = PACKAGE / "interfaces/web"
_LINE = re.compile(r'^(?:(msgctxt|msgid_plural|msgid|msgstr(?:\[(\d+)\])?)\s+)?(".*")$')
_MO_MAGIC = 0x950412DE


class CatalogueWrong(Exception):
    """A .po file can't be read; the message says where."""


@dataclass
class Entry:
    """One entry: `texts` holds one translation, or one for each plural form."""

    line: int
    context: str | None = None
    msgid: str = ""
    plural: str | None = None
    texts: dict[int, str] = field(default_factory=dict)
    flags: set[str] = field(default_factory=set)
    obsolete: bool = False

    @property
    def key(self) -> tuple[str | None, str]:
        """What identifies the entry inside a catalogue."""
        return self.context, self.msgid

    @property
    def is_translated(self) -> bool:
        """Whether every form has a text."""
        return bool(self.texts) and all(self.texts.values())


def catalogues(language: str = "en") -> list[Path]:
    """The .po files of a language: the house's own, then one an audience (config.settings.LOCALE_PATHS)."""
    folders = [PACKAGE / "locale", *sorted(WEB.glob("*/locale"))]
    found = (folder / language / "LC_MESSAGES/django.po" for folder in folders)
    return [path for path in found if path.exists()]


def catalogue_for(source: Path) -> Path:
    """The English catalogue that holds the texts of a source file: its audience's, else the house's own."""
    for folder in (WEB, WEB / "templates"):
        if source.is_relative_to(folder):
            audience = source.relative_to(folder).parts[0]
            if (WEB / audience / "__init__.py").exists():
                return WEB / audience / "locale/en/LC_MESSAGES/django.po"
    return PACKAGE / "locale/en/LC_MESSAGES/django.po"


def read_po(path: Path) -> list[Entry]:
    """The entries of a .po file, the header (empty msgid) first. Raises CatalogueWrong."""
    entries: list[Entry] = []
    entry, part = Entry(1), ""
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        line = raw.strip()
        obsolete = line.startswith("#~")
        line = line[2:].strip() if obsolete else line
        if not line or line.startswith("#"):
            if entry.texts:
                entries.append(entry)
                entry = Entry(number)
            if line.startswith("#,"):
                entry.flags |= {flag.strip() for flag in line[2:].split(",")}
            continue
        match = _LINE.match(line)
        if match is None:
            raise CatalogueWrong(f"{path}:{number}: not a line of a catalogue")
        if match[1] in ("msgid", "msgctxt") and entry.texts:
            entries.append(entry)
            entry = Entry(number)
        part = match[1] or part
        entry.obsolete |= obsolete
        _take(entry, part, number, _unquoted(match[3], path, number), starts=bool(match[1]))
    return [*entries, entry] if entry.texts else entries


def _take(entry: Entry, part: str, number: int, text: str, *, starts: bool) -> None:
    if part == "msgid":
        entry.line = number if starts else entry.line
        entry.msgid += text
    elif part == "msgctxt":
        entry.context = (entry.context or "") + text
    elif part == "msgid_plural":
        entry.plural = (entry.plural or "") + text
    else:
        form = int(part[7:-1]) if part.endswith("]") else 0
        entry.texts[form] = entry.texts.get(form, "") + text


def _unquoted(quoted: str, path: Path, number: int) -> str:
    try:
        return str(ast.literal_eval(quoted))
    except (SyntaxError, ValueError) as error:
        raise CatalogueWrong(f"{path}:{number}: a quote is missing or an escape is unknown") from error


def quoted(text: str) -> str:
    """A text as .po writes it; one line for each line of the text."""
    lines = text.split("\n")
    escaped = [line.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t") for line in lines]
    if len(escaped) == 1:
        return f'"{escaped[0]}"'
    pieces = [f'"{line}\\n"' for line in escaped[:-1]] + ([f'"{escaped[-1]}"'] if escaped[-1] else [])
    return "\n".join(['""', *pieces])


def mo_bytes(entries: list[Entry]) -> bytes:
    """A compiled catalogue: sorted originals and translations; neither obsolete nor fuzzy nor empty ones."""
    pairs = sorted(
        (_original(entry), "\0".join(entry.texts[n] for n in sorted(entry.texts)).encode())
        for entry in entries
        if not entry.obsolete and "fuzzy" not in entry.flags and entry.is_translated
    )
    start = 7 * 4 + 16 * len(pairs)
    ids, texts, tables = b"", b"", [[], []]
    for original, text in pairs:
        tables[0].append((len(original), len(ids)))
        tables[1].append((len(text), len(texts)))
        ids, texts = ids + original + b"\0", texts + text + b"\0"
    shifts = (start, start + len(ids))
    places = [
        number for table, shift in zip(tables, shifts, strict=True) for n, at in table for number in (n, at + shift)
    ]
    header = (_MO_MAGIC, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, start)
    return struct.pack(f"<7I{len(places)}I", *header, *places) + ids + texts


def _original(entry: Entry) -> bytes:
    context = f"{entry.context}\x04" if entry.context is not None else ""
    plural = f"\0{entry.plural}" if entry.plural is not None else ""
    return f"{context}{entry.msgid}{plural}".encode()


def compile_all() -> int:
    """Writes the .mo beside each .po whose compiled form differs. Returns how many were written."""
    written = 0
    for path in catalogues():
        compiled, target = mo_bytes(read_po(path)), path.with_suffix(".mo")
        if not target.exists() or target.read_bytes() != compiled:
            target.write_bytes(compiled)
            written += 1
    return written
