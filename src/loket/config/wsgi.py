"""Django as WSGI: everything rich."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application
from django.db import connections

from loket.config.databases import bound_pages

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loket.config.settings")
application = get_wsgi_application()
bound_pages(connections.settings["default"])
