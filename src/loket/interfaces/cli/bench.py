"""`loket bench`: measures rows of the performance programme and writes them down."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from pathlib import Path

from loket.interfaces.cli.benches import Row, RowInvalid
from loket.kit.environment import Environment

ROWS = ("claim", "pages", "start")
BEGIN, END = "<!-- written by loket bench: begin -->", "<!-- written by loket bench: end -->"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `loket bench`."""
    parser.add_argument("row", choices=(*ROWS, "all"), help="which row to measure")
    parser.add_argument("--json", type=Path, metavar="FILE", help="where to write the row (default: bench/results)")


def run(args: argparse.Namespace, environment: Environment) -> int:
    """Measures; 1 when a row does not hold, and then nothing of it is written."""
    names = ROWS if args.row == "all" else (args.row,)
    results = environment.checkout / "bench/results"
    for name in names:
        module = importlib.import_module(f"loket.interfaces.cli.benches.{name}")
        try:
            row: Row = module.measure(environment, _say)
        except RowInvalid as invalid:
            print(f"loket: row {name} does not hold: {invalid}", file=sys.stderr)
            return 1
        target = args.json or results / f"{name}.json"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(row.as_json(), indent=1) + "\n")
        _say(f"Written: {target}")
    if not args.json:
        write_page(results, environment.checkout / "docs/performance.md")
    return 0


def write_page(results: Path, page: Path) -> None:
    """Rewrites the tables of docs/performance.md from all results, between its two marks."""
    tables = "\n\n".join(_table(json.loads(path.read_text())) for path in sorted(results.glob("*.json")))
    text = page.read_text()
    head, tail = text.split(BEGIN)[0], text.split(END)[1]
    page.write_text(f"{head}{BEGIN}\n\n{tables}\n\n{END}{tail}")


def _table(row: dict[str, object]) -> str:
    lines = [f"### {row['name']}", "", "| what | median | spread | unit | goal |", "|---|---|---|---|---|"]
    for cell in row["cells"]:  # type: ignore[attr-defined]
        ordered = sorted(cell["repeats"])
        spread = f"{_short(ordered[0])} to {_short(ordered[-1])}"
        median = _short(ordered[len(ordered) // 2])
        lines.append(f"| {cell['what']} | {median} | {spread} | {cell['unit']} | {cell['goal']} |")
    machine = ", ".join(f"{key} {value}" for key, value in row["machine"].items())  # type: ignore[attr-defined]
    return "\n".join([*lines, "", f"Machine: {machine}."])


def _short(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.2f}"


def _say(line: str) -> None:
    print(line, flush=True)
