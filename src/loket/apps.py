"""The one Django app."""

from __future__ import annotations

from django.apps import AppConfig


class LoketConfig(AppConfig):
    """All rooms are one app (house.md); at start the demo's clock is wound."""

    name = "loket"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.conf import settings  # noqa: PLC0415

        from loket.foundation.audit.actions import demo_now  # noqa: PLC0415
        from loket.kit import clock  # noqa: PLC0415

        if settings.LOKET.demo:
            clock.use_source(demo_now)
