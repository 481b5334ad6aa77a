"""Django's WSGI application: pages and API. config.asgi puts it behind the one origin."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loket.config.settings")
application = get_wsgi_application()
