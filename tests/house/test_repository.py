"""The repository itself: nothing of a machine in it, pinned requirements, names that say something."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from tests.house.tree import PACKAGE, ROOT, modules, parsed, shown, tracked_files

TEXTS = {".py", ".html", ".css", ".js", ".sql", ".md", ".toml", ".txt", ".in", ".yml", ".json", ".po", ".cfg", ""}
#: Folders of machines on which this was written or built. Written in pieces, so that this file holds none.
_MACHINES = re.compile("|".join(["/ho" + "me/", "/work" + "/", "/ro" + "ot/", "/Us" + "ers/", "C:" + r"\\"]))
_REGISTRY = re.compile(
    r"--(?:extra-)?index-url|--find-links|\b(?:artifactory|nexus|jfrog|devpi|verdaccio)\b", re.IGNORECASE
)
_LOCKED = re.compile(r'"resolved":|"integrity": "sha1')
_NOT_USED = frozenset(
    [
        "utils",
        "util",
        "helpers",
        "helper",
        "common",
        "manager",
        "managers",
        "base",
        "misc",
        "data",
        "info",
        "service",
        "services",
    ]
)
REQUIREMENTS = sorted((ROOT / "requirements").glob("*.txt"))
_HERE = Path(__file__)


def _texts() -> list[Path]:
    return [p for p in tracked_files() if p.suffix in TEXTS and p != _HERE]


def _lines_with(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{shown(path)}:{number}: {line.strip()[:80]}"
        for path in _texts()
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1)
        if pattern.search(line)
    ]


def test_there_are_texts_to_look_at() -> None:
    assert len(_texts()) > 200


def test_no_file_holds_a_path_of_a_machine() -> None:
    assert _lines_with(_MACHINES) == []


def test_no_file_names_a_registry() -> None:
    allowed = ("--no-emit-index-url",)
    assert [line for line in _lines_with(_REGISTRY) if not any(word in line for word in allowed)] == []


def test_the_javascript_lock_names_no_registry() -> None:
    lock = (ROOT / "package-lock.json").read_text()
    assert not _LOCKED.search(lock)
    assert '"integrity": "sha512-' in lock
    assert "omit-lockfile-registry-resolved=true" in (ROOT / ".npmrc").read_text().splitlines()


@pytest.mark.parametrize("path", REQUIREMENTS, ids=lambda path: path.name)
def test_requirements_are_pinned_with_hashes(path: Path) -> None:
    whole = path.read_text().replace("\\\n", " ")
    wanted = [line for line in whole.splitlines() if line and not line.lstrip().startswith("#")]
    assert wanted
    assert [line[:60] for line in wanted if not re.match(r"^[\w.\[\]-]+==\S+.* --hash=sha256:[0-9a-f]{64}", line)] == []


def test_the_licence_is_apache_2() -> None:
    text = (ROOT / "LICENSE").read_text()
    assert "Apache License" in text
    assert "Version 2.0, January 2004" in text
    assert 'license = "Apache-2.0"' in (ROOT / "pyproject.toml").read_text()


def test_only_config_reads_the_environment() -> None:
    readers = [
        shown(path)
        for path in modules()
        if not path.is_relative_to(PACKAGE / "config")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute)
        and node.attr in ("environ", "getenv", "environb")
        and isinstance(node.value, ast.Name)
        and node.value.id == "os"
    ]
    assert readers == []


def test_modules_have_names_that_say_something() -> None:
    named = [shown(path) for path in modules() if path.stem in _NOT_USED]
    folders = {shown(path.parent) for path in modules() if path.parent.name in _NOT_USED}
    assert (named, sorted(folders)) == ([], [])


def test_no_signal_connects_anything() -> None:
    wrong = re.compile(r"from django\.dispatch|models\.signals|@receiver")
    assert [shown(path) for path in modules() if wrong.search(path.read_text())] == []


def test_every_public_function_of_the_product_says_what_it_does() -> None:
    silent = [
        f"{shown(path)}:{node.lineno} {node.name}"
        for path in modules()
        for node in parsed(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert silent == []
