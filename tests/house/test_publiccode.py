"""publiccode.yml has what the standard asks (publiccode.yml 0.4), and agrees with the product."""

from __future__ import annotations

import re

from tests.house.tree import ROOT

TEXT = (ROOT / "publiccode.yml").read_text(encoding="utf-8")
#: Keys that the standard requires at the top, and of each description.
TOP = (
    "publiccodeYmlVersion", "name", "url", "platforms", "categories", "developmentStatus", "softwareType",
    "description", "legal", "maintenance", "localisation",
)  # fmt: skip
DESCRIPTION = ("shortDescription", "longDescription", "features")


def _section(name: str) -> str:
    found = re.search(rf"^{name}:(.*?)(?=^\S|\Z)", TEXT, re.MULTILINE | re.DOTALL)
    assert found, name
    return found[1]


def test_has_every_required_key() -> None:
    keys = set(re.findall(r"^(\w+):", TEXT, re.MULTILINE))
    assert sorted(set(TOP) - keys) == []


def test_describes_the_product_in_both_languages() -> None:
    described = dict(re.findall(r"^  (\w\w):\n(.*?)(?=^  \w\w:|\Z)", _section("description"), re.MULTILINE | re.DOTALL))
    assert described.keys() == {"id", "en"}
    for text in described.values():
        assert all(f"    {key}:" in text for key in DESCRIPTION)
        short = re.search(r"shortDescription: (.+)", text)
        assert short
        assert len(short[1]) <= 150
        long = re.search(r"longDescription: >\n(.*?)\n    \w", text, re.DOTALL)
        assert long
        assert 150 <= len(" ".join(long[1].split())) <= 10_000


def test_agrees_with_the_product() -> None:
    project = (ROOT / "pyproject.toml").read_text()
    version = re.search(r'^version = "(.+)"', project, re.MULTILINE)
    assert version
    assert f"softwareVersion: {version[1]}\n" in TEXT
    assert "license: Apache-2.0" in _section("legal")
    assert re.findall(r"- (\w\w)$", _section("localisation"), re.MULTILINE) == ["id", "en"]
