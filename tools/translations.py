"""Keeps the English of the product whole, without gettext's programs (docs/adr/0005).

--check    fails on a text without English, on placeholders that differ, on fuzzy, obsolete or unused entries, on two
           English texts for one, on known misspellings of Indonesian
--write    adds what is missing, with an empty translation, to the catalogue of the audience that shows it
--compile  writes the .mo beside each .po; needs nothing but Python
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tools.catalogues import (  # noqa: E402
    CatalogueWrong,
    Entry,
    catalogue_for,
    catalogues,
    compile_all,
    quoted,
    read_po,
)

#: Not baku, to what is (KBBI VI Daring).
MISSPELT = {
    "antri": "antre",
    "antrian": "antrean",
    "nomer": "nomor",
    "ijin": "izin",
    "pasport": "paspor",
    "resiko": "risiko",
    "aktifitas": "aktivitas",
    "jadual": "jadwal",
    "kwitansi": "kuitansi",
    "propinsi": "provinsi",
    "himbauan": "imbauan",
    "merubah": "mengubah",
}
#: Names that authorities gave; they are quoted as they are.
OFFICIAL_NAMES = ("Aplikasi Pendaftaran Antrian Paspor Online", "Aplikasi Pendaftaran Antrian Paspor")
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
_WORD = re.compile(r"[^\W\d_]+")
HEADER = """\
msgid ""
msgstr ""
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"""


def main(arguments: list[str] | None = None) -> int:
    """0 when all holds; 1 with one line a fault."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    what = parser.add_mutually_exclusive_group(required=True)
    for name in ("check", "write", "compile"):
        what.add_argument(f"--{name}", action="store_true")
    chosen = parser.parse_args(arguments)
    try:
        if chosen.compile:
            print(f"{compile_all()} catalogues compiled.")
            return 0
        return write() if chosen.write else check()
    except CatalogueWrong as wrong:
        print(wrong, file=sys.stderr)
        return 1


def check() -> int:
    """1 when a fault was found; each is said with its file and line."""
    from tools.msgids import all_messages  # noqa: PLC0415 (needs Django and Babel; --compile does not)

    messages = all_messages()
    entries = [(path, entry) for path in catalogues() for entry in read_po(path) if entry.msgid]
    faults = [
        *_untranslated(messages, entries),
        *_unused(messages, entries),
        *_conflicts(entries),
        *(fault for path, entry in entries for fault in faults_of(entry, path)),
        *(fault for message in messages for fault in misspelt(message)),
    ]
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        print(f"{len(faults)} faults. `tools/translations.py --write` adds missing entries.", file=sys.stderr)
    return 1 if faults else 0


def write() -> int:
    """Adds missing entries with an empty translation. 0 always."""
    from tools.msgids import all_messages  # noqa: PLC0415

    known = {entry.key for path in catalogues() for entry in read_po(path)}
    added = 0
    for message in all_messages():
        if message.key in known:
            continue
        known.add(message.key)
        added += 1
        _append(catalogue_for(message.path), message)
    print(f"{added} entries added. Write their English by hand.")
    return 0


def _append(catalogue: Path, message) -> None:  # type: ignore[no-untyped-def]
    catalogue.parent.mkdir(parents=True, exist_ok=True)
    if not catalogue.exists():
        catalogue.write_text(HEADER, encoding="utf-8")
    lines = ["", f"#: {message.path.relative_to(ROOT)}"]
    flat = " ".join((message.msgid, message.plural or ""))
    if _PLACEHOLDER.search(flat):
        lines.append("#, python-brace-format" if "{" in flat else "#, python-format")
    if message.context is not None:
        lines.append(f"msgctxt {quoted(message.context)}")
    lines.append(f"msgid {quoted(message.msgid)}")
    if message.plural is None:
        lines.append('msgstr ""')
    else:
        lines += [f"msgid_plural {quoted(message.plural)}", 'msgstr[0] ""', 'msgstr[1] ""']
    with catalogue.open("a", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


def _untranslated(messages, entries: list[tuple[Path, Entry]]) -> Iterator[str]:  # type: ignore[no-untyped-def]
    english = {entry.key: entry for _, entry in entries if entry.is_translated and not entry.obsolete}
    for message in messages:
        place, known = _place(message.path, message.line), english.get(message.key)
        if known is None:
            yield f"{place}: no English for {message.msgid[:70]!r}"
        elif (message.plural is None) != (known.plural is None):
            # gettext looks counted texts up by their own key: the other kind of entry is not found
            yield f"{place}: {message.msgid[:70]!r} is counted in one place and not in another"


def _unused(messages, entries: list[tuple[Path, Entry]]) -> Iterator[str]:  # type: ignore[no-untyped-def]
    used = {message.key for message in messages}
    for path, entry in entries:
        if entry.key not in used and not entry.obsolete:
            yield f"{_place(path, entry.line)}: nothing says {entry.msgid[:70]!r} any more; remove the entry"


def _conflicts(entries: list[tuple[Path, Entry]]) -> Iterator[str]:
    first: dict[tuple[str | None, str], Entry] = {}
    for path, entry in entries:
        if entry.obsolete or not entry.is_translated:
            continue
        if first.setdefault(entry.key, entry).texts != entry.texts:
            yield f"{_place(path, entry.line)}: another English text stands elsewhere for {entry.msgid[:70]!r}"


def faults_of(entry: Entry, path: Path) -> Iterator[str]:
    """What is wrong with one entry: fuzzy, obsolete, or placeholders that differ from the original's."""
    place = _place(path, entry.line)
    if entry.obsolete:
        yield f"{place}: obsolete entry {entry.msgid[:70]!r}; remove it"
        return
    if "fuzzy" in entry.flags:
        yield f"{place}: fuzzy entry {entry.msgid[:70]!r}; settle it and remove the flag"
    allowed = [_placeholders(entry.msgid), _placeholders(entry.plural or entry.msgid)]
    for text in entry.texts.values():
        if text and _placeholders(text) not in allowed:
            yield f"{place}: placeholders differ in {text[:70]!r}"


def _placeholders(text: str) -> list[str]:
    return sorted(_PLACEHOLDER.findall(text.replace("%%", "")))


def misspelt(message) -> Iterable[str]:  # type: ignore[no-untyped-def]
    """One line for each word of the text that is not baku, with the right one."""
    text = f"{message.msgid} {message.plural or ''}"
    for name in OFFICIAL_NAMES:
        text = text.replace(name, "")
    for word in _WORD.findall(text.lower()):
        if word in MISSPELT:
            yield f"{_place(message.path, message.line)}: {word!r} is written {MISSPELT[word]!r}"


def _place(path: Path, line: int) -> str:
    return f"{path.relative_to(ROOT) if path.is_relative_to(ROOT) else path}:{line}"


if __name__ == "__main__":
    sys.exit(main())
