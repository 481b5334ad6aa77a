"""Sizes: no long files, few long functions (house.md, "Models to learn from")."""

from __future__ import annotations

from statistics import median, quantiles

from tests.house.tree import PACKAGE, functions, modules, shown, tracked_files

from loket.interfaces.web.assets import joined_sheet

LONGEST_FILE = 400
WRITTEN_BY_HAND = {".py", ".html", ".css", ".js", ".sql", ".md"}


def _lines(path) -> int:  # type: ignore[no-untyped-def]
    return path.read_text(encoding="utf-8").count("\n")


def _function_lines() -> list[int]:
    return [(node.end_lineno or node.lineno) - node.lineno + 1 for path in modules() for node in functions(path)]


def test_no_file_is_longer_than_400_lines() -> None:
    looked_at = [p for p in tracked_files() if p.suffix in WRITTEN_BY_HAND and "migrations" not in p.parts]
    assert len(looked_at) > 50
    assert [f"{shown(p)}: {_lines(p)}" for p in looked_at if _lines(p) > LONGEST_FILE] == []


def test_half_of_the_product_files_are_short() -> None:
    inside = [p for p in tracked_files() if p.is_relative_to(PACKAGE) and "migrations" not in p.parts]
    sizes = [_lines(path) for path in inside if path.suffix in WRITTEN_BY_HAND - {".css"}]
    assert median(sizes) <= 60, f"median {median(sizes)}"
    assert quantiles(sizes, n=10)[-1] <= 220, f"p90 {quantiles(sizes, n=10)[-1]}"


def test_functions_are_short() -> None:
    sizes = _function_lines()
    assert median(sizes) <= 8, f"median {median(sizes)}"
    assert quantiles(sizes, n=10)[-1] <= 25, f"p90 {quantiles(sizes, n=10)[-1]}"


def test_all_css_together_stays_within_25_kb() -> None:
    folder = PACKAGE / "interfaces/web/static/css"
    sheet = joined_sheet(lambda name: (folder / name).read_text(encoding="utf-8"))
    assert len(sheet.encode()) <= 25_000
    assert "@import" not in sheet, "a sheet is named that the joining does not find"
    for path in folder.glob("*.css"):
        assert path.name == "loket.css" or f'"{path.name}"' in (folder / "loket.css").read_text(), path.name
