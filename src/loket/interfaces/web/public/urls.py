"""Addresses of this audience."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from loket.interfaces.web.public import (
    area,
    arrival,
    board,
    booking,
    collect,
    confirm,
    households,
    notices,
    offices,
    slips,
    start,
    tickets,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", start.start),
    path("bantuan/", start.how_it_works),
    path("privasi/", start.privacy),
    path("kantor/", offices.list_offices),
    path("kantor/dekat/", offices.note_place),
    path("kantor/<slug:slug>/", offices.show_office),
    path("kantor/<slug:slug>/papan/", board.show_board),
    path("kantor/<slug:slug>/aturan/", arrival.show_rules),
    path("ambil-nomor/", booking.choose_office),
    path("ambil-nomor/layanan/", booking.choose_service),
    path("ambil-nomor/wilayah/", area.ask_home),
    path("ambil-nomor/orang/", booking.choose_party),
    path("ambil-nomor/hari/", booking.choose_hour),
    path("ambil-nomor/pemohon/<int:place>/", booking.name_person),
    path("ambil-nomor/pemberitahuan/", notices.read_notice),
    path("ambil-nomor/periksa/", confirm.check_answers),
    path("ambil-nomor/pengambilan/<uuid:case_id>/", collect.start_collection),
    path("tiket/", tickets.find_ticket),
    path("tiket/<uuid:booking_id>/", tickets.show_ticket),
    path("tiket/<uuid:booking_id>/kabar/", tickets.show_news),
    path("tiket/<uuid:booking_id>/pdf", tickets.print_ticket),
    path("tiket/<uuid:booking_id>/ics", tickets.save_to_calendar),
    path("tiket/<uuid:booking_id>/batal/", tickets.cancel_ticket),
    path("tiket/<uuid:booking_id>/salah-ketik/<int:place>/", slips.mend),
    path("keluarga/", households.show),
    path("keluarga/tambah/", households.add),
    path("keluarga/<uuid:kin_id>/", households.change),
    path("keluarga/<uuid:kin_id>/hapus/", households.forget),
    path("privasi/pemberitahuan/", notices.all_notices),
    path("nomor-saya/", tickets.my_numbers),
]
