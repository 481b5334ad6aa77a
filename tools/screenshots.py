"""Pictures of every page of the running demo, into screenshots/; `--compose` makes docs/loket.png.

    make screenshots                     phone, tablet, desk; Indonesian and English; light and dark
    make screenshots ARGS=--compose      the picture of the README, from a day that was played

The demo must run (`make run`), on its first morning. The walk books, admits and calls: begin with `make clean-demo`;
for --compose let the day happen first: `.venv/bin/loket day play --speed 80 --until 09:35`.
"""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image, ImageDraw

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from playwright.sync_api import sync_playwright  # noqa: E402
from tests.days import walk  # noqa: E402
from tests.days.conftest import ARGUMENTS, CHROMIUM, Office  # noqa: E402

from loket.config.environment import read_environment  # noqa: E402
from loket.kit.postgres import Cluster  # noqa: E402

SHOTS = ROOT / "screenshots"
SIZES = {"360": (360, 740), "820": (820, 1180), "1366": (1366, 900)}
HALL = {"1920": (1920, 1080)}
#: The README's picture: which page, at which size, at which place (left, top, width) of the sheet.
COMPOSED = {
    "ticket": ((360, 740), (32, 32, 346)),
    "gate-admitted": ((600, 864), (410, 32, 494)),
    "board": ((1920, 1080), (936, 32, 632)),
    "today": ((1366, 716), (936, 411, 632)),
}
SHEET, PAPER, EDGE = (1600, 774), "#e7e1d3", "#14202b"
PARTS = ("read", "book", "help_desk", "own_keys", "gate", "counter", "overview", "officers", "planning")
LANGUAGES = ("id", "en")


def main() -> int:
    """Walks and photographs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--languages", nargs="+", default=LANGUAGES)
    parser.add_argument("--schemes", nargs="+", default=("light", "dark"))
    parser.add_argument("--sizes", nargs="+", default=SIZES)
    parser.add_argument("--parts", nargs="+", default=PARTS)
    parser.add_argument("--compose", action="store_true", help="make docs/loket.png")
    args = parser.parse_args()
    environment = read_environment()
    office = Office(f"http://{environment.host}:{environment.port}", Cluster(environment), ROOT)
    SHOTS.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        if args.compose:
            compose(browser, office, ROOT / "docs/loket.png")
        for language in [] if args.compose else args.languages:
            photograph(browser, office, args, language)
        browser.close()
    return 0


def photograph(browser: Any, office: Office, args: argparse.Namespace, language: str) -> None:
    """One walk in one language."""

    def see(page: Any, name: str) -> None:
        for size, (width, height) in sizes_of(name, args.sizes).items():
            page.set_viewport_size({"width": width, "height": height})
            over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            if over > 0:
                print(f"{name} at {size} ({language}): {over} px too wide")
            for scheme in args.schemes:
                page.emulate_media(color_scheme=scheme)
                page.screenshot(path=SHOTS / f"{name}-{size}-{language}-{scheme}.png", full_page=True)

    walker = walk.Walker(see)
    for part in args.parts:
        context = browser.new_context(base_url=office.url)
        context.add_cookies([{"name": "bahasa", "value": language, "url": office.url}])
        walk_part(part, walker, context.new_page(), office, phone=f"0812 9876 111{LANGUAGES.index(language)}")
        context.close()


def sizes_of(name: str, wanted: Any) -> dict[str, tuple[int, int]]:
    """The asked sizes; the board also as it hangs in the hall."""
    return {size: SIZES[size] for size in wanted} | (HALL if name == "board" else {})


def walk_part(part: str, walker: walk.Walker, page: Any, office: Office, *, phone: str) -> None:
    """One audience; the gate comes with a ticket of today, when the doors are open."""
    if part == "gate":
        office.set_clock(max(walk.OPENED, office_now(office)))
        walk.gate(walker, page, office.ask(walk.A_TICKET_OF_TODAY))
    elif part == "book":
        walk.book(walker, page, phone=phone)
    else:
        getattr(walk, part)(walker, page)


def compose(browser: Any, office: Office, target: Path) -> None:
    """Real pages of the running demo on one sheet, in few colours so that it stays light."""
    sheet = Image.new("RGB", SHEET, PAPER)

    def see(page: Any, name: str) -> None:
        if name in COMPOSED:
            (width, height), (left, top, wide) = COMPOSED[name]
            page.set_viewport_size({"width": width, "height": height})
            page.screenshot(path=folder / "page.png")
            shot = Image.open(folder / "page.png").convert("RGB")
            tall = round(wide * height / width)
            ImageDraw.Draw(sheet).rectangle((left - 2, top - 2, left + wide + 1, top + tall + 1), outline=EDGE, width=2)
            sheet.paste(shot.resize((wide, tall), Image.Resampling.LANCZOS), (left, top))

    with TemporaryDirectory() as place:
        folder = Path(place)
        for part in ("book", "gate", "overview"):
            page = browser.new_context(base_url=office.url, viewport={"width": 360, "height": 740}).new_page()
            walk_part(part, walk.Walker(see), page, office, phone="0812 9876 1119")
    sheet.quantize(256, Image.Quantize.FASTOCTREE).save(target, optimize=True)
    print(f"{target.relative_to(ROOT)}: {target.stat().st_size:,} bytes")


def office_now(office: Office) -> datetime:
    """What the demo's clock shows."""
    found: datetime = office.ask("SELECT now() + seconds * interval '1 second' FROM loket_clockoffset")
    return found


if __name__ == "__main__":
    sys.exit(main())
