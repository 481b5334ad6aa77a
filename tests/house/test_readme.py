"""What the README says is true: its commands exist, its tree stands, its links lead somewhere."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from tests.house.tree import ROOT

TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
_BLOCKS = re.findall(r"```\n(.*?)```", TEXT, re.DOTALL)
MAKE = sorted(set(re.findall(r"\bmake ([a-z][a-z-]+)", "\n".join([*_BLOCKS, *re.findall(r"`([^`\n]+)`", TEXT)]))))
LOKET = sorted(set(re.findall(r"\bbin/loket ([a-z]+)", TEXT)))
LINKS = sorted(set(re.findall(r"\]\(([^)#:]+)\)", TEXT)))


def _tree() -> list[str]:
    """The paths of the tree block; an indented line stands in the folder above it."""
    block = next(b for b in _BLOCKS if "src/loket/" in b)
    paths, folder = [], ""
    for line in block.splitlines():
        name = line.split()[0]
        if not line.startswith(" "):
            folder = name
        paths.append(f"{folder}{name}" if line.startswith(" ") else name)
    return paths


def test_names_the_two_commands() -> None:
    assert {"run", "test"} <= set(MAKE)


@pytest.mark.parametrize("target", MAKE)
def test_each_make_command_exists(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE)


@pytest.mark.parametrize("command", LOKET)
def test_each_loket_command_exists(command: str) -> None:
    asked = [sys.executable, "-m", "loket.config.main", command, "--help"]
    done = subprocess.run(asked, cwd=ROOT / "src", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "usage" in done.stdout


@pytest.mark.parametrize("path", _tree())
def test_each_path_of_the_tree_exists(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize("link", LINKS)
def test_each_link_leads_somewhere(link: str) -> None:
    assert (ROOT / link).exists()


def test_the_tree_leaves_out_no_folder_of_the_product() -> None:
    shown = {path.rstrip("/").rpartition("/")[2] for path in _tree()}
    folders = {p.name for p in (ROOT / "src/loket").iterdir() if (p / "__init__.py").exists()}
    assert sorted(folders - shown - {"locale"}) == []
