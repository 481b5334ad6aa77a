"""Addresses of this audience."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from loket.interfaces.web.counter import views

app_name = "counter"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.show, name="show"),
    path("antrean/", views.waiting, name="waiting"),
    path("buka/", views.take_counter, name="open"),
    path("tutup/", views.leave_counter, name="close"),
    path("panggil/", views.call, name="call"),
    path("panggil-ulang/", views.recall, name="recall"),
    path("lewati/", views.skip, name="skip"),
    path("selesai/", views.finish, name="finish"),
    path("cocok/", views.verify, name="verify"),
    path("urungkan/", views.undo, name="undo"),
    path("kembalikan/<int:number_id>/", views.let_in, name="let-in"),
]
