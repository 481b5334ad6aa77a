"""Where the database is: DATABASE_URL in production, else our own cluster's socket."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from loket.kit.environment import Environment

OWNER, APP = "loket_owner", "loket_app"
NAME = "loket"
#: More connections than threads (config.asgi): nobody waits for one but when the database is away. Then the pages say
#: so after `timeout` seconds, and each request tries anew: after `reconnect_timeout` the pool stops trying by itself,
#: whose pauses double up to minutes.
POOL: dict[str, float] = {"min_size": 1, "max_size": 12, "timeout": 4, "reconnect_timeout": 2}

#: Pages' sessions give up on a row that somebody else holds, then on a statement, then on a transaction that was left
#: open (docs/adr/0014). The slowest page takes 0.1 s; jobs, seeds and migrations have no such limit.
PAGES = {"lock_timeout": "3s", "statement_timeout": "6s", "idle_in_transaction_session_timeout": "15s"}


def bound_pages(settings: dict[str, Any]) -> None:
    """Gives the sessions of these database settings the limits of pages; before the first one is opened."""
    limits = " ".join(f"-c {name}={value}" for name, value in PAGES.items())
    settings["OPTIONS"]["options"] = f"{settings['OPTIONS'].get('options', '')} {limits}".strip()


def database_for(environment: Environment, *, owner: bool = False) -> dict[str, Any]:
    """Django's database settings: the role `loket_app`, or with `owner` the role that migrates."""
    url = environment.owner_database_url if owner else environment.database_url
    settings: dict[str, Any] = {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 0,
        # After the server came back, connections of the pool are dead: ask before a page gets one (50 us on a socket).
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {} if owner else {"pool": dict(POOL)},
    }
    if url:
        return settings | _from_url(url, settings["OPTIONS"])
    return settings | {
        "NAME": NAME,
        "USER": OWNER if owner else APP,
        "HOST": str(environment.runtime),
        "PORT": "5432",  # said, or libpq would take a PGPORT from the shell
    }


def _from_url(url: str, options: dict[str, Any]) -> dict[str, Any]:
    parts = urlsplit(url)
    return {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": options | dict(parse_qsl(parts.query)),
    }
