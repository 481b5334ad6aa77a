"""Addresses of this audience."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from loket.interfaces.web.board import views

app_name = "board"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.choose, name="choose"),
    path("<int:zone_id>/", views.show, name="show"),
]
