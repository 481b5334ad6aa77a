"""The address of the figures."""

from __future__ import annotations

from django.urls import path

from loket.interfaces.metrics import views

urlpatterns = [path("metrics", views.show)]
