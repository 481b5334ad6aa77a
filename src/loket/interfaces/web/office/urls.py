"""Addresses of the office: the head's pages here, the help desk's in helpdesk_urls."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from loket.interfaces.web.office import calendar, views

app_name = "office"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.today, name="today"),
    path("bantuan/", include("loket.interfaces.web.office.helpdesk_urls")),
    path("kantor/<slug:slug>/", views.office, name="office"),
    path("kalender/", calendar.calendar, name="calendar"),
    path("kalender/atur/", calendar.set_day, name="set_day"),
    path("kalender/hapus/<str:day>/", calendar.unset_day, name="unset_day"),
    path("kalender/jam/", calendar.set_week, name="set_week"),
    path("kalender/jam/<int:period_id>/hapus/", calendar.unset_week, name="unset_week"),
    path("kalender/terdampak/", calendar.affected, name="affected"),
]
