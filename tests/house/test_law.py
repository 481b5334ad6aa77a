"""No number of the law stands in a rules.py: numbers come in as arguments, from policy (ADR 0012)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.house.tree import rooms, shown

#: Floors whose rules apply the law.
FLOORS = ("planning", "casework", "visits", "oversight")
#: Numbers that are no law, each with its reason: formats, bounds of what is typed, habits of our pages.
NOT_LAW = {
    ("planning.booking", "LARGEST_QUOTA"): "bound of what may be typed",
    ("planning.booking", "MOST_BLANKS"): "bound of what may be typed",
    ("planning.booking", "LONGEST_RANGE"): "bound of what may be typed",
    ("visits.admission", "REASON_LENGTHS"): "bound of what may be typed",
    ("visits.admission", "masked_name"): "how many words of a name are hinted at",
    ("visits.queueing", "UNDO_FOR"): "how long the button that undoes is shown",
    ("visits.queueing", "LAST_NUMBER"): "format of a number: three digits (R39)",
    ("planning.daylists", "MOST_ROWS"): "bound of a file",
    ("planning.daylists", "MOST_COLUMNS"): "bound of a file",
    ("planning.daylists", "LONGEST_CELL"): "bound of a file",
    ("planning.daylists", "LARGEST_FILE"): "bound of a file",
    ("planning.daylists", "MOST_FAULTS"): "rows of a page",
    ("planning.daylists", "READ_FOR"): "how long a file waits to be looked at",
    ("planning.daylists", "LONGEST_AHEAD"): "a day beyond it is a slip of the pen",
    ("planning.daylists", "_born_of"): "digits of a NIK",
    ("planning.daylists", "_hour"): "hours of a day, minutes of an hour",
    ("oversight.office_day", "PAGE"): "rows of a page",
    ("oversight.office_day", "LONGEST_WAIT_WANTED"): "our own aim, no rule names it",
    ("oversight.office_day", "LONGEST_WAIT_SHOWN"): "length of a bar",
    ("oversight.office_day", "waited_minutes"): "seconds of a minute",
}
#: Booking reads policy, and keeps these for its tests until they come in as arguments too.
WAITING = {
    ("planning.booking", name)
    for name in (
        *("LARGEST_PARTY", "MOST_HELD", "MOST_A_DAY", "A_DAY", "CHECK_IN_BEFORE", "GRACE_AFTER", "HOLD", "Limits"),
    )
}
#: None, one, two: counting and halves are arithmetic.
_SMALL = {0, 1, 2, -1}


def _rules_of(room: Path) -> list[Path]:
    package = room / "rules"
    return sorted(package.glob("*.py")) if package.is_dir() else [room / "rules.py"]


def _numbers(node: ast.AST, *, small: bool) -> bool:
    """Whether a number stands in the code below a node; `small`: also none, one and two."""
    found = [c.value for c in ast.walk(node) if isinstance(c, ast.Constant) and type(c.value) in (int, float)]
    return any(small or value not in _SMALL for value in found)


def _names(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", node)]
    return [name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)]


def _is_refusal(node: ast.stmt) -> bool:
    """Refusals carry an HTTP status."""
    return isinstance(node, ast.ClassDef) and any(
        isinstance(line, ast.Assign) and "sentence" in _names(line) for line in node.body
    )


def _numbers_in(text: str) -> Iterator[str]:
    """Names in a rules.py that hold a number."""
    for node in ast.parse(text).body:
        constant = isinstance(node, ast.Assign | ast.AnnAssign) and _numbers(node, small=True)
        inside = isinstance(node, ast.FunctionDef | ast.ClassDef) and not _is_refusal(node)
        if constant or (inside and _numbers(node, small=False)):
            yield from _names(node)


def _found() -> dict[tuple[str, str], str]:
    """Every name with a number, with its file."""
    found = {}
    for room in rooms():
        if room.parent.name in FLOORS:
            for path in filter(Path.exists, _rules_of(room)):
                for name in _numbers_in(path.read_text()):
                    found[f"{room.parent.name}.{room.name}", name] = shown(path)
    return found


def test_no_number_of_the_law_stands_in_a_rules_file() -> None:
    found = _found()
    assert {key: path for key, path in found.items() if key not in NOT_LAW and key not in WAITING} == {}


def test_exceptions_are_still_needed() -> None:
    assert sorted(NOT_LAW.keys() - _found().keys()) == []


@pytest.mark.parametrize(
    "line",
    [
        "READY_AFTER = 4",
        "GRACE = timedelta(minutes=15)",
        "def is_old(age):\n    return age >= 60",
        "class Limits:\n    party: int = 5",
        "RULES = {'a': 1}",
    ],
)
def test_the_check_sees_a_number(line: str) -> None:
    assert list(_numbers_in(line))


@pytest.mark.parametrize(
    "line", ["def first(found):\n    return found[0]", "class No(Refusal):\n    status, sentence = 422, 'x'"]
)
def test_the_check_lets_counting_and_refusals_be(line: str) -> None:
    assert list(_numbers_in(line)) == []
