"""Static files under names that hold their content's hash, so that a phone keeps them for good."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]


class HashedStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashed names and compressed copies; before the first `collectstatic` (tests, first run) plain names."""

    manifest_strict = False
    support_js_module_import_aggregation = True

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
