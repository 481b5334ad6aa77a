"""Reads the environment once and says in plain words what is wrong with it."""

from __future__ import annotations

import getpass
import hashlib
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from loket.config.channels import read_gateways, read_mail
from loket.config.wrong import EnvironmentWrong
from loket.kit.environment import Environment

__all__ = ["CHECKOUT", "DEMO_STARTS_AT", "EnvironmentWrong", "installation_name", "read_environment"]

#: A Friday of the Covid wave at South Jakarta, 07.20 WIB: the day that the demo shows (report A).
DEMO_STARTS_AT = datetime(2022, 2, 4, 0, 20, tzinfo=UTC)
CHECKOUT = Path(__file__).resolve().parents[3]


def installation_name(checkout: Path = CHECKOUT) -> str:
    """Short name of this checkout: its folder's name and a hash of its path, so that two checkouts never share data."""
    digest = hashlib.sha256(str(checkout).encode()).hexdigest()[:10]
    letters = "".join(c for c in checkout.name.lower() if c.isascii() and (c.isalnum() or c == "-"))
    return f"{letters[:20] or 'loket'}-{digest}"


def read_environment(env: Mapping[str, str] | None = None, *, secrets: bool = True) -> Environment:
    """The installation's settings from `env` (default: the process's). Raises EnvironmentWrong.

    Without `secrets` the keys file may be missing: for commands that open nothing sealed (`loket db stop`).
    """
    env = os.environ if env is None else env
    demo = _flag(env, "LOKET_DEMO")
    home = _home(env)
    if env.get("LOKET_NOW") and not demo:
        raise EnvironmentWrong("LOKET_NOW sets the demo's clock; it needs LOKET_DEMO=1. Unset it.")
    keys_file = env.get("LOKET_KEYS_FILE")
    if secrets and not keys_file and not demo:
        raise EnvironmentWrong(
            "LOKET_KEYS_FILE is missing: the file with this installation's secrets."
            " Make one with `loket keys make --output FILE`."
        )
    pg_choice = env.get("LOKET_PG", "")
    if pg_choice not in ("", "system", "wheel"):
        raise EnvironmentWrong("LOKET_PG must be `system` or `wheel`, or left out.")
    return Environment(
        demo=demo,
        home=home,
        runtime=_runtime(env),
        keys_file=Path(keys_file) if keys_file else home / "keys.json",
        database_url=env.get("DATABASE_URL") or None,
        owner_database_url=env.get("OWNER_DATABASE_URL") or None,
        pg_choice=pg_choice,
        host=env.get("LOKET_HOST", "127.0.0.1"),
        port=_port(env),
        allowed_hosts=tuple(h for h in env.get("LOKET_ALLOWED_HOSTS", "localhost,127.0.0.1").split(",") if h),
        demo_starts_at=_moment(env.get("LOKET_NOW")) if demo else None,
        checkout=CHECKOUT,
        mail=read_mail(env, secrets=secrets),
        gateways=read_gateways(env, demo=demo, secrets=secrets),
    )


def _flag(env: Mapping[str, str], name: str) -> bool:
    value = env.get(name, "0")
    if value not in ("0", "1", ""):
        raise EnvironmentWrong(f"{name} must be 1 or 0, not {value!r}.")
    return value == "1"


def _port(env: Mapping[str, str]) -> int:
    value = env.get("LOKET_PORT", "8400")
    if not value.isdigit() or not 1 <= int(value) <= 65535:
        raise EnvironmentWrong(f"LOKET_PORT must be a number from 1 to 65535, not {value!r}.")
    return int(value)


def _moment(value: str | None) -> datetime:
    if not value:
        return DEMO_STARTS_AT
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise EnvironmentWrong("LOKET_NOW must look like 2022-02-04T07:20+07:00.") from error
    if moment.tzinfo is None:
        raise EnvironmentWrong("LOKET_NOW needs its zone, like 2022-02-04T07:20+07:00.")
    return moment.astimezone(UTC)


def _home(env: Mapping[str, str]) -> Path:
    """Where data lie: root under /var/lib/loket, others under XDG_DATA_HOME; one folder a checkout."""
    if env.get("LOKET_HOME"):
        return Path(env["LOKET_HOME"])
    if os.geteuid() == 0:
        return Path("/var/lib/loket") / installation_name()
    base = env.get("XDG_DATA_HOME") or str(Path(env.get("HOME", "~")).expanduser() / ".local/share")
    return Path(base) / "loket" / installation_name()


def _runtime(env: Mapping[str, str]) -> Path:
    """A short folder for the database's socket: a socket's path may have 107 bytes at most."""
    if env.get("LOKET_RUNTIME"):
        return Path(env["LOKET_RUNTIME"])
    short = installation_name()[-10:]
    if os.geteuid() == 0:
        return Path("/run/loket") / short
    return Path("/tmp") / f"loket-{getpass.getuser()[:16]}-{os.geteuid()}" / short  # noqa: S108 (0700, owner checked by the launcher)
