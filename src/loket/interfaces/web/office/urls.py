"""Addresses of the office: the head's pages here, the help desk's in helpdesk_urls."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from loket.interfaces.web.office import calendar, notices, views

app_name = "office"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.today, name="today"),
    path("bantuan/", include("loket.interfaces.web.office.helpdesk_urls")),
    path("kantor/<slug:slug>/", views.office, name="office"),
    path("pemberitahuan/", notices.notices, name="notices"),
    path("pemberitahuan/teks/", notices.wordings, name="notice_texts"),
    path("pemberitahuan/batas/", notices.near, name="notices_near"),
    path("pemberitahuan/ulang/", notices.again, name="notices_again"),
    path("pemberitahuan/ulang/<uuid:message_id>/", notices.again, name="notice_again"),
    path("kalender/", calendar.calendar, name="calendar"),
    path("kalender/atur/", calendar.set_day, name="set_day"),
    path("kalender/hapus/<str:day>/", calendar.unset_day, name="unset_day"),
]
