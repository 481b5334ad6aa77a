"""Copies the few files that pages and papers need out of node_modules.

build/vendor is one of Django's static folders; build/vendor-fonts has the same typeface as TTF for PDF files.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

ROOT = Path(__file__).resolve().parents[1]
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "build/vendor/vendor"
FONTS = ROOT / "build/vendor-fonts"
TYPEFACE = "@fontsource-variable/plus-jakarta-sans/files/plus-jakarta-sans-latin-wght-normal.woff2"
FILES = {
    "htmx.org/dist/htmx.min.js": "htmx.js",
    "qr-scanner/qr-scanner.min.js": "qr-scanner.min.js",
    "qr-scanner/qr-scanner-worker.min.js": "qr-scanner-worker.min.js",
    TYPEFACE: "plus-jakarta-sans.woff2",
}
SOURCE_MAP = re.compile(rb"^//# sourceMappingURL=\S+\s*$", re.MULTILINE)
WEIGHTS = {"Medium": 500, "Bold": 700}


def main() -> None:
    """Makes both folders afresh."""
    for folder in (VENDOR, FONTS):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    for source, name in FILES.items():
        content = (MODULES / source).read_bytes()
        # their source maps are not copied, and a name that leads nowhere stops the hashing of files
        (VENDOR / name).write_bytes(SOURCE_MAP.sub(b"", content) if name.endswith(".js") else content)
    for name, weight in WEIGHTS.items():
        font = TTFont(MODULES / TYPEFACE)
        instantiateVariableFont(font, {"wght": weight}, inplace=True)
        font.flavor = None
        font.save(FONTS / f"PlusJakartaSans-{name}.ttf")


if __name__ == "__main__":
    main()
