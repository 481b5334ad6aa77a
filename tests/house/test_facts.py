"""Every fact that is written has a consequence or is marked final; every room's sign names its facts."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from tests.house.tree import PACKAGE, modules, parsed, rooms, shown

from loket.interfaces.jobs.reactions import FINAL, REACTIONS

_FACT = re.compile(r"^[a-z]+\.[a-z_]+$")
_IN_SIGN = re.compile(r"\b[a-z]+\.[a-z_]+\b")


def _facts_of(room: Path) -> set[str]:
    """Facts of a room: constants of its actions, and of SQL functions, that begin with its name."""
    name = room.name
    paths = [path for path in modules() if path.is_relative_to(room) and path.name != "__init__.py"]
    constants = {
        node.value
        for path in paths
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    statements = "\n".join(path.read_text() for path in (PACKAGE / "sql").glob("*.sql"))
    return {c for c in constants if c.startswith(f"{name}.") and _FACT.match(c)} | set(
        re.findall(rf"'({name}\.[a-z_]+)'", statements)
    )


def _written() -> set[str]:
    return {fact for room in rooms() for fact in _facts_of(room)}


def test_facts_are_found_at_all() -> None:
    assert {"booking.claimed", "booking.cancelled", "cases.collected"} <= _written()


def test_every_fact_has_a_reaction_or_is_final() -> None:
    assert sorted(_written() - REACTIONS.keys() - FINAL) == []


def test_nothing_reacts_to_a_fact_that_nobody_writes() -> None:
    assert sorted((REACTIONS.keys() | FINAL) - _written()) == []
    assert sorted(REACTIONS.keys() & FINAL) == []


def _docstring(room: Path) -> str:
    return ast.get_docstring(parsed(room / "__init__.py")) or ""


@pytest.mark.parametrize("room", rooms(), ids=lambda room: room.name)
def test_the_sign_says_what_the_room_is(room: Path) -> None:
    sign = _docstring(room)
    assert len(sign.splitlines()) >= 5, f"{shown(room)}: the sign needs 5 to 15 lines"
    assert len(sign.splitlines()) <= 15
    assert "Tables:" in sign
    assert "Facts written:" in sign
    assert [n for n in parsed(room / "__init__.py").body if isinstance(n, ast.Import | ast.ImportFrom)] == []


@pytest.mark.parametrize("room", rooms(), ids=lambda room: room.name)
def test_the_sign_names_exactly_the_facts_that_are_written(room: Path) -> None:
    told = set(_IN_SIGN.findall(_docstring(room).partition("Facts written:")[2]))
    assert sorted(told) == sorted(_facts_of(room))


@pytest.mark.parametrize("room", rooms(), ids=lambda room: room.name)
def test_the_sign_names_every_table(room: Path) -> None:
    if not (room / "models.py").exists():
        return
    told = _docstring(room).partition("Tables:")[2]
    tables = [
        node.name
        for node in parsed(room / "models.py").body
        if isinstance(node, ast.ClassDef)
        and any(getattr(b, "attr", "") == "Model" or getattr(b, "id", "") == "AbstractBaseUser" for b in node.bases)
    ]
    assert [table for table in tables if table not in told] == []
