"""Static files under names that hold their content's hash, so that a phone keeps them for good."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import rcssmin  # type: ignore[import-untyped]
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]

#: The one sheet that pages ask for, and how it names the sheets it is joined of.
SHEET = "css/loket.css"
_IMPORT = re.compile(r'@import url\("([a-z-]+\.css)"\)(?: layer\(([a-z]+)\))?;')


def joined_sheet(read: Callable[[str], str]) -> str:
    """`css/loket.css` with its imports in their places, minified: one request, within 25 kB (design.md).

    `read` answers a sheet of the folder by its name.
    """

    def sheet_of(match: re.Match[str]) -> str:
        name, layer = match.groups()
        return f"@layer {layer} {{ {read(name)} }}" if layer else read(name)

    joined = _IMPORT.sub(sheet_of, read(Path(SHEET).name))
    return str(rcssmin.cssmin(joined))


class HashedStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashed names and compressed copies; before the first `collectstatic` (tests, first run) plain names."""

    manifest_strict = False
    support_js_module_import_aggregation = True

    def post_process(self, paths: dict[str, Any], *args: Any, **options: Any) -> Iterator[Any]:
        """Joins the sheets into one before names are hashed; the parts are not served."""
        if SHEET in paths:
            folder = Path(SHEET).parent
            sheet = joined_sheet(lambda name: Path(self.path(str(folder / name))).read_text(encoding="utf-8"))
            parts = [name for name in paths if Path(name).parent == folder]
            for name in parts:
                del paths[name]
                self.delete(name)
            self._save(SHEET, ContentFile(sheet.encode()))
            paths[SHEET] = (self, SHEET)
        yield from super().post_process(paths, *args, **options)

    def stored_name(self, name: str) -> str:
        """The hashed name, or the plain one when the manifest does not know the file."""
        if self.hash_key(self.clean_name(name)) not in self.hashed_files:
            return name
        return str(super().stored_name(name))

    def url(self, name: str, force: bool = False) -> str:  # noqa: FBT001 (Django's own signature)
        """The address of a file; never fails on one that is not collected yet."""
        try:
            return str(super().url(name, force))
        except ValueError:
            return f"{self.base_url}{name}"
