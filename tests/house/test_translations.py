"""The translations tool finds what it should, and compiles what gettext's own programs would."""

from __future__ import annotations

import gettext
import io
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po as read_with_babel
from tools import translations
from tools.catalogues import CatalogueWrong, Entry, catalogue_for, catalogues, mo_bytes, quoted, read_po
from tools.msgids import Message, of_python, of_template

HERE = Path("x.po")
SAMPLE = r"""# comment
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

#: a.html
msgid "Ambil nomor"
msgstr "Take a number"

#, python-format
msgid "%(n)s orang"
msgid_plural "%(n)s orang sekaligus"
msgstr[0] "%(n)s person"
msgstr[1] "%(n)s people"

msgctxt "bulan"
msgid "Mei"
msgstr "May"

msgid ""
"Baris satu\n"
"baris \"dua\"\t\\"
msgstr ""
"Line one\n"
"line \"two\"\t\\"

#, fuzzy
msgid "Ragu"
msgstr "Doubt"

msgid "Kosong"
msgstr ""

#~ msgid "Lama"
#~ msgstr "Old"
"""


def _catalogue(compiled: bytes) -> dict[object, str]:
    known = gettext.GNUTranslations(io.BytesIO(compiled))._catalog  # type: ignore[attr-defined]
    return {key: text for key, text in known.items() if key != ""}


def _same_as_babel(path: Path) -> bool:
    with path.open("rb") as file:
        theirs = io.BytesIO()
        write_mo(theirs, read_with_babel(file))
    return _catalogue(mo_bytes(read_po(path))) == _catalogue(theirs.getvalue())


def test_compiles_as_babel_does(tmp_path: Path) -> None:
    path = tmp_path / "django.po"
    path.write_text(SAMPLE)
    assert _same_as_babel(path)
    assert len(_catalogue(mo_bytes(read_po(path)))) == 5  # two of them plural forms


@pytest.mark.parametrize("path", catalogues(), ids=lambda path: path.parts[-5])
def test_compiles_our_catalogues_as_babel_does(path: Path) -> None:
    assert _same_as_babel(path)


def test_what_it_writes_it_reads(tmp_path: Path) -> None:
    text = 'Baris satu\nbaris "dua"\t\\ akhir\n'
    path = tmp_path / "django.po"
    path.write_text(f'msgid {quoted(text)}\nmsgstr "x"\n')
    assert [entry.msgid for entry in read_po(path)] == [text]


def test_says_where_a_catalogue_is_broken(tmp_path: Path) -> None:
    path = tmp_path / "django.po"
    path.write_text('msgid "a"\nmsgstr b\n')
    with pytest.raises(CatalogueWrong, match=":2:"):
        read_po(path)


def test_finds_the_texts_of_a_template() -> None:
    source = """{% load i18n %}
      <p>{% translate "Ambil nomor" %} {# not this #}</p>
        {% blocktranslate count n=people %}{{ n }} orang{% plural %}{{ n }} orang sekaligus{% endblocktranslate %}
    {% include "x" with label=_("Kembali") %}"""
    found = [(m.line, m.msgid, m.plural) for m in of_template(source, HERE)]
    assert found == [(2, "Ambil nomor", None), (3, "%(n)s orang", "%(n)s orang sekaligus"), (4, "Kembali", None)]


def test_finds_the_texts_of_a_module() -> None:
    source = """
class Full(Refusal):
    sentence = (
        "Kuota "
        "penuh."
    )
a = gettext("Satu")
b = ngettext("%(n)s nomor", "%(n)s semua nomor", n)
c = pgettext("bulan", "Mei")
d = gettext(other)
"""
    found = {(m.context, m.msgid, m.plural) for m in of_python(source, HERE)}
    assert found == {
        (None, "Kuota penuh.", None),
        (None, "Satu", None),
        (None, "%(n)s nomor", "%(n)s semua nomor"),
        ("bulan", "Mei", None),
    }


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        (Entry(1, msgid="%(n)s orang", texts={0: "%(m)s people"}), "placeholders differ"),
        (Entry(1, msgid="Ragu", texts={0: "Doubt"}, flags={"fuzzy"}), "fuzzy"),
        (Entry(1, msgid="Lama", texts={0: "Old"}, obsolete=True), "obsolete"),
    ],
)
def test_finds_what_is_wrong_with_an_entry(entry: Entry, fault: str) -> None:
    assert [fault in said for said in translations.faults_of(entry, HERE)] == [True]


def test_lets_a_plain_singular_leave_its_number_out() -> None:
    one = Entry(1, msgid="satu orang", plural="%(n)s orang", texts={0: "one person", 1: "%(n)s people"})
    assert list(translations.faults_of(one, HERE)) == []


@pytest.mark.parametrize("word", sorted(translations.MISSPELT))
def test_finds_words_that_are_not_baku(word: str) -> None:
    assert list(translations.misspelt(Message(HERE, 1, f"Ambil {word.capitalize()}."))) != []
    assert list(translations.misspelt(Message(HERE, 1, f"Ambil {translations.MISSPELT[word]}."))) == []


def test_lets_official_names_be() -> None:
    name = translations.OFFICIAL_NAMES[0]
    assert list(translations.misspelt(Message(HERE, 1, f"Dahulu {name}."))) == []


def test_finds_missing_unused_and_contradicting_entries() -> None:
    used = [Message(HERE, 3, "Ambil nomor"), Message(HERE, 4, "Batal")]
    entries = [
        (HERE, Entry(1, msgid="Ambil nomor", texts={0: "Take a number"})),
        (HERE, Entry(5, msgid="Ambil nomor", texts={0: "Get a number"})),
        (HERE, Entry(9, msgid="Lama", texts={0: "Old"})),
    ]
    assert [f"{HERE}:4" in fault for fault in translations._untranslated(used, entries)] == [True]
    assert [f"{HERE}:9" in fault for fault in translations._unused(used, entries)] == [True]
    assert [f"{HERE}:5" in fault for fault in translations._conflicts(entries)] == [True]


def test_a_text_goes_to_the_catalogue_of_its_audience() -> None:
    root = translations.ROOT / "src/loket"
    assert "public" in catalogue_for(root / "interfaces/web/templates/public/start.html").parts
    assert "gate" in catalogue_for(root / "interfaces/web/gate/views.py").parts
    assert catalogue_for(root / "kit/errors.py") == root / "locale/en/LC_MESSAGES/django.po"


def test_every_text_of_the_product_has_its_english() -> None:
    assert translations.check() == 0


def test_finds_a_text_that_is_counted_in_one_place_only() -> None:
    counted = Message(HERE, 1, "%(n)s orang", plural="%(n)s orang")
    plain = Entry(1, msgid="%(n)s orang", texts={0: "%(n)s people"})
    forms = Entry(1, msgid="%(n)s orang", plural="%(n)s orang", texts={0: "%(n)s person", 1: "%(n)s people"})
    assert len(list(translations._untranslated([counted], [(HERE, plain)]))) == 1
    assert list(translations._untranslated([counted], [(HERE, forms)])) == []
