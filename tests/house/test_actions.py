"""Actions have one shape, and each leaves a line in the ledger."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from tests.house.tree import PACKAGE, calls_in, parsed, part_of_room, rooms, shown

#: The ledger itself, and what only writes to it.
LEDGER = "foundation.audit"
#: Functions of actions.py that need no `by`, each with its reason.
WITHOUT_ACTOR = {
    "foundation.integrations.use_token": "who acts is what it finds out",
    "foundation.people.note_person": "notes who is served; the claim that asks for it names the actor",
    "foundation.people.note_attempt": "counts tries of somebody who is not known yet",
    "foundation.people.forget_attempts": "the counter of somebody who has just signed in; the sign-in names who",
}
#: Functions of actions.py that write no line of their own, each with its reason.
WITHOUT_LINE = {
    "foundation.integrations.use_token": "a reader's look; what the token changes writes lines with it as actor",
    "foundation.people.note_person": "told by booking: booking.claimed",
    "foundation.people.note_attempt": "a counter that is gone after its window; a refusal changes nothing",
    "foundation.people.note_proof": "told by booking: booking.document_seen",
    "foundation.people.check_witness": "told by what is witnessed: its line names the witness",
    "foundation.people.forget_attempts": "told by its neighbour in the room: people.signed_in",
}
#: What writes its line in the SQL statement that does it.
BY_SQL = {
    "planning.booking.claim_seats": "claim_seats.v*.sql",
    "planning.booking.mark_missed": "mark_missed.v*.sql",
    "planning.booking.move_booking": "move_booking.v*.sql",
    "planning.booking.expire_holds": "expire_holds.v*.sql",
}


def _functions_of(room: Path) -> dict[str, ast.FunctionDef]:
    """What a package of actions may offer: it may stand in a file beside it."""
    paths = [path for path in sorted(room.rglob("*.py")) if path.name not in ("models.py", "rules.py")]
    return {node.name: node for path in paths for node in parsed(path).body if isinstance(node, ast.FunctionDef)}


def _surface(room: Path) -> list[ast.FunctionDef]:
    """What other rooms may call: public functions of actions.py, or what the package `actions` names in __all__."""
    paths = part_of_room(room, "actions")
    defined = [node for path in paths for node in parsed(path).body if isinstance(node, ast.FunctionDef)]
    package = room / "actions/__init__.py"
    if not package.exists():
        return [node for node in defined if not node.name.startswith("_")]
    exported = {
        item.value
        for node in parsed(package).body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__"
        for item in getattr(node.value, "elts", [])
    }
    assert exported, f"{shown(package)} names no __all__"
    return [node for name, node in _functions_of(room).items() if name in exported]


def _actions() -> list[tuple[str, ast.FunctionDef]]:
    named = [(f"{room.parent.name}.{room.name}.{node.name}", node) for room in rooms() for node in _surface(room)]
    return [(name, node) for name, node in named if not name.startswith(LEDGER)]


ACTIONS = _actions()
NAMES = [name for name, _ in ACTIONS]


def test_there_are_actions_to_look_at() -> None:
    assert len(ACTIONS) > 10


@pytest.mark.parametrize(("name", "node"), ACTIONS, ids=NAMES)
def test_takes_by_and_now_as_its_last_keywords(name: str, node: ast.FunctionDef) -> None:
    keywords = [argument.arg for argument in node.args.kwonlyargs]
    if name in WITHOUT_ACTOR:
        assert "by" not in keywords
    else:
        assert keywords[-2:] == ["by", "now"]
        assert node.args.args == [], "keyword-only"


@pytest.mark.parametrize(("name", "node"), ACTIONS, ids=NAMES)
def test_writes_a_ledger_line(name: str, node: ast.FunctionDef) -> None:
    if name not in WITHOUT_LINE and name not in BY_SQL:
        assert _writes(name, node, set()), f"{name} records nothing"


@pytest.mark.parametrize(("name", "node"), ACTIONS, ids=NAMES)
def test_says_what_it_does(name: str, node: ast.FunctionDef) -> None:
    assert (ast.get_docstring(node) or "").strip(), f"{name} has no docstring"


def test_exceptions_are_still_needed() -> None:
    assert set(WITHOUT_ACTOR) | set(WITHOUT_LINE) <= set(NAMES)
    by_name = dict(ACTIONS)
    assert [name for name in WITHOUT_LINE if _writes(name, by_name[name], set())] == []


@pytest.mark.parametrize("name", BY_SQL)
def test_the_statement_writes_the_line(name: str) -> None:
    newest = max((PACKAGE / "sql").glob(BY_SQL[name]))
    assert "INSERT INTO loket_ledgerline" in newest.read_text(), shown(newest)


def _writes(name: str, node: ast.FunctionDef, seen: set[str]) -> bool:
    """Whether a function calls `record`, another room's action, or a helper of its own file that does."""
    called = calls_in(node)
    if "record" in called:
        return True
    others = {other.rpartition(".")[2] for other in NAMES if other not in WITHOUT_LINE and other != name}
    if called & others:
        return True
    helpers = _helpers(name)
    return any(_writes(name, helpers[h], {*seen, h}) for h in called & helpers.keys() - seen)


def _helpers(name: str) -> dict[str, ast.FunctionDef]:
    return _functions_of(PACKAGE / "/".join(name.split(".")[:2]))
