"""Addresses of the gate. Nothing of a person stands in them: a booking's random id, a refusal's serial."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from loket.interfaces.web.gate import admitting, views

app_name = "gate"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.stand, name="stand"),
    path("periksa/", views.check_ticket, name="check"),
    path("cari/", views.search, name="search"),
    path("tolak/", views.turn_away, name="turn_away"),
    path("ditolak/<int:refusal_id>/", views.refused, name="refused"),
    path("titik/", views.choose_door, name="choose_door"),
    path("tiket/<uuid:booking_id>/", admitting.party, name="party"),
    path("tiket/<uuid:booking_id>/masuk/", admitting.admit, name="admit"),
    path("masuk/<uuid:booking_id>/", admitting.admitted, name="admitted"),
    path("masuk/<uuid:booking_id>/cetak/", admitting.slip, name="slip"),
]
