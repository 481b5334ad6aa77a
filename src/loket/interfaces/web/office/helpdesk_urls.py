"""Addresses of the help desk, under /kantor-saya/bantuan/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from loket.interfaces.web.office import helpdesk, helpdesk_moving, helpdesk_persons, recovery, urgent

urlpatterns: list[URLPattern | URLResolver] = [
    path("", helpdesk.desk),
    path("cari/", helpdesk.find),
    path("mendesak/", urgent.claim_urgent),
    path("akun/", recovery.recover),
    path("akun/kode/", recovery.confirm),
    path("<uuid:booking_id>/", helpdesk.show),
    path("<uuid:booking_id>/pdf", helpdesk.print_paper),
    path("<uuid:booking_id>/dokumen/<int:place>/", helpdesk_persons.see_document),
    path("<uuid:booking_id>/perbaiki/<int:place>/", helpdesk_persons.correct),
    path("<uuid:booking_id>/batal/", helpdesk.cancel),
    path("<uuid:booking_id>/ubah/", helpdesk_moving.choose),
    path("<uuid:booking_id>/ubah/periksa/", helpdesk_moving.check),
    path("<uuid:booking_id>/khusus/", helpdesk_moving.special),
]
