"""The process's event streams, with Django's database settings. config.asgi mounts `application`."""

from __future__ import annotations

from typing import Any

from django.db import connections

from loket.interfaces.events.snapshots import read_snapshot
from loket.interfaces.events.streams import Streams
from loket.kit import tally


def _database() -> dict[str, Any]:
    """Django's settings of the database as psycopg takes them; a pool is Django's own affair."""
    settings = connections["default"].settings_dict
    given = {
        "dbname": settings["NAME"],
        "user": settings["USER"],
        "password": settings["PASSWORD"],
        "host": settings["HOST"],
        "port": settings["PORT"],
        "application_name": "loket-aliran",
    }
    options = {name: value for name, value in settings.get("OPTIONS", {}).items() if name != "pool"}
    return {name: value for name, value in (options | given).items() if value not in ("", None)}


application = Streams(_database, read_snapshot)
startup = application.startup
shutdown = application.shutdown
tally.watch("event_readers", lambda: application.hub.readers)
