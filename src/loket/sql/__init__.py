"""SQL that is a rule of its own: one file a function and version, never edited once released (a new .vN instead)."""

from __future__ import annotations

from pathlib import Path


def sql(name: str) -> str:
    """The text of one file here, such as `claim_seats.v2`."""
    return (Path(__file__).parent / f"{name}.sql").read_text()
