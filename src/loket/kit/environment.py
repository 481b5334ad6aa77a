"""What an installation is told from outside, as one frozen value. Only config.environment fills it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Environment:
    """The settings of one installation.

    `database_url` None means: our own cluster under `home` (kit.postgres). `keys_file` holds every secret.
    `demo_starts_at` is the moment at which the demo's clock starts (LOKET_NOW), demo only.
    """

    demo: bool
    home: Path
    runtime: Path
    keys_file: Path
    database_url: str | None
    owner_database_url: str | None
    pg_choice: str  # "", "system" or "wheel": which PostgreSQL binaries the embedded cluster uses
    host: str
    port: int
    allowed_hosts: tuple[str, ...]
    demo_starts_at: datetime | None
    checkout: Path
