"""The source tree as the house tests see it: tracked files, modules, rooms, functions."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src/loket"
#: From the top down, and inside a floor from the top down; rooms of one tuple do not know each other (house.md).
FLOORS: dict[str, tuple[tuple[str, ...], ...]] = {
    "oversight": (("region",), ("office_day",), ("changes", "inspections", "satisfaction", "integrity", "privacy")),
    "visits": (("admission", "homevisits"), ("queueing",), ("capture",)),
    "casework": (("payments",), ("cases",)),
    "planning": (("release",), ("daylists",), ("booking",), ("capacity",), ("rosters",)),
    "foundation": (("policy",), ("notify",), ("integrations",), ("people",), ("offices",), ("audit",)),
}


@cache
def tracked_files() -> tuple[Path, ...]:
    """Every file of the repository that git keeps or would keep."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    paths = (ROOT / name for name in listed.split("\0") if name)
    return tuple(sorted(path for path in set(paths) if path.is_file()))


def modules() -> list[Path]:
    """The product's Python files; migrations are written by a program and don't count."""
    return [
        p for p in tracked_files() if p.suffix == ".py" and p.is_relative_to(PACKAGE) and "migrations" not in p.parts
    ]


def rooms() -> list[Path]:
    """The folders of the rooms that exist."""
    names = [f"{floor}/{room}" for floor, rows in FLOORS.items() for row in rows for room in row]
    return [PACKAGE / name for name in names if (PACKAGE / name / "__init__.py").exists()]


def rank(room: str) -> tuple[int, int]:
    """How high `floor.room` stands: floors first, then the row within."""
    floor, name = room.split(".")
    floors = list(reversed(FLOORS))
    rows = list(reversed(FLOORS[floor]))
    return floors.index(floor), next(i for i, row in enumerate(rows) if name in row)


def room_of(module: str) -> str:
    """`foundation.offices` of `loket.foundation.offices.models`."""
    return ".".join(module.split(".")[1:3])


def part_of_room(room: Path, part: str) -> list[Path]:
    """The files of a room's `actions` (or another part): one module, or a package of them."""
    module, package = room / f"{part}.py", room / part
    return [module] if module.exists() else sorted(package.rglob("*.py")) if package.is_dir() else []


@cache
def parsed(path: Path) -> ast.Module:
    """A module's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """All functions and methods of a module."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def calls_in(node: ast.AST) -> set[str]:
    """Names of what is called inside a node: `record` of `record(...)`, `claim` of `rules.claim(...)`."""
    called = (call.func for call in ast.walk(node) if isinstance(call, ast.Call))
    return {f.id if isinstance(f, ast.Name) else f.attr for f in called if isinstance(f, ast.Name | ast.Attribute)}


def shown(path: Path) -> str:
    """A path as people name it: from the repository's root."""
    return str(path.relative_to(ROOT))
