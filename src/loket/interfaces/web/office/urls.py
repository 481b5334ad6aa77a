"""Addresses of the office: the head's pages here, the help desk's in helpdesk_urls."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from loket.interfaces.web.office import calendar, special, views

app_name = "office"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.today, name="today"),
    path("bantuan/", include("loket.interfaces.web.office.helpdesk_urls")),
    path("khusus/", special.waiting, name="special"),
    path("khusus/<uuid:relief_id>/", special.decide, name="special_decide"),
    path("kantor/<slug:slug>/", views.office, name="office"),
    path("kalender/", calendar.calendar, name="calendar"),
    path("kalender/atur/", calendar.set_day, name="set_day"),
    path("kalender/hapus/<str:day>/", calendar.unset_day, name="unset_day"),
]
