"""What an installation is told from outside, as one frozen value. Only config.environment fills it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

#: The simulator of a gateway answers below this path only, and says so in this header; no installation that serves
#: people may send there.
SIMULATOR_PATH, SIMULATOR_HEADER = "/simulator/", "Loket-Simulator"


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where e-mail is handed over. `security`: starttls, tls, or none (loopback only); `timeout` in seconds."""

    host: str
    port: int
    security: str
    user: str
    password: str = field(repr=False)
    sender: str
    timeout: float


@dataclass(frozen=True, slots=True)
class Gateway:
    """Where WhatsApp messages or SMS are handed over, as JSON over HTTP (docs/operations.md).

    `body` is the JSON to send with its places in braces, `receipt` the dotted path of the id in the answer.
    """

    channel: str
    url: str
    token: str = field(repr=False)
    body: str
    receipt: str
    timeout: float


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
    mail: MailServer | None = None
    gateways: tuple[Gateway, ...] = ()

    @property
    def channels(self) -> tuple[str, ...]:
        """The ways by which messages can leave here; in the demo the screen stands in for all that are not set up."""
        if self.demo:
            return ("whatsapp", "sms", "email", "screen")
        mail = ("email",) if self.mail else ()
        return (*(gateway.channel for gateway in self.gateways), *mail, "screen")
