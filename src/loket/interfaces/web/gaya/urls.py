"""Paths of the style page."""

from __future__ import annotations

from django.urls import path

from loket.interfaces.web.gaya import views

urlpatterns = [
    path("", views.index, name="gaya"),
    path("<slug:screen>/", views.screen, name="gaya-screen"),
]
