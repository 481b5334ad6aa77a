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
WEIGHTS = {"Medium": 500, "Bold": 700}


def main() -> None:
    """Makes both folders afresh."""
    for folder in (VENDOR, FONTS):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    for source, name in FILES.items():
        content = (MODULES / source).read_bytes()
        if name.endswith(".js"):
            # The maps stay in node_modules, and hashed names refuse a reference to a file that isn't there.
            content = re.sub(rb"//# sourceMappingURL=\S+\s*$", b"", content)
        (VENDOR / name).write_bytes(content)
    for name, weight in WEIGHTS.items():
        font = TTFont(MODULES / TYPEFACE)
        instantiateVariableFont(font, {"wght": weight}, inplace=True)
        font.flavor = None
        font.save(FONTS / f"PlusJakartaSans-{name}.ttf")


if __name__ == "__main__":
    main()
