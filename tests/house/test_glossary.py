"""The glossary names every value that the code keeps."""

from __future__ import annotations

import ast
import re

import pytest
from tests.house.tree import PACKAGE, ROOT, modules, parsed

_ENUMS = {"StrEnum", "TextChoices"}
#: Words of programs, not of offices.
_OUTSIDE = PACKAGE / "interfaces"


def _enums() -> dict[str, list[str]]:
    """Name of each enum of words to its values."""
    found = {}
    for path in modules():
        if path.is_relative_to(_OUTSIDE):
            continue
        for node in parsed(path).body:
            if isinstance(node, ast.ClassDef) and any(_name(base) in _ENUMS for base in node.bases):
                found[node.name] = [
                    line.value.value
                    for line in node.body
                    if isinstance(line, ast.Assign) and isinstance(line.value, ast.Constant)
                ]
    return found


def _name(base: ast.expr) -> str:
    return base.id if isinstance(base, ast.Name) else getattr(base, "attr", "")


ENUMS = _enums()
ROWS = dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", (ROOT / "docs/glossary.md").read_text(), re.MULTILINE))


def test_there_are_words_to_look_at() -> None:
    assert {"BookingState", "Role", "Stage"} <= ENUMS.keys()


@pytest.mark.parametrize("name", ENUMS)
def test_the_glossary_says_what_people_read(name: str) -> None:
    told = re.findall(r"`([\w:]+)` [\w]", ROWS.get(name, ""))
    assert sorted(told) == sorted(ENUMS[name])


def test_the_glossary_names_nothing_that_is_gone() -> None:
    assert sorted(ROWS.keys() - ENUMS.keys()) == []
