"""Addresses of the office: the head's pages here, the help desk's in helpdesk_urls."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from loket.interfaces.web.office import calendar, deputies, notices, officers, special, views

app_name = "office"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.today, name="today"),
    path("bantuan/", include("loket.interfaces.web.office.helpdesk_urls")),
    path("khusus/", special.waiting, name="special"),
    path("khusus/<uuid:relief_id>/", special.decide, name="special_decide"),
    path("kantor/<slug:slug>/", views.office, name="office"),
    path("pemberitahuan/", notices.notices, name="notices"),
    path("pemberitahuan/teks/", notices.wordings, name="notice_texts"),
    path("pemberitahuan/batas/", notices.near, name="notices_near"),
    path("pemberitahuan/ulang/", notices.again, name="notices_again"),
    path("pemberitahuan/ulang/<uuid:message_id>/", notices.again, name="notice_again"),
    path("petugas/", officers.listed, name="officers"),
    path("petugas/tambah/", officers.add, name="add_officer"),
    path("petugas/plh/", deputies.deputies, name="deputies"),
    path("petugas/plh/<int:term_id>/cabut/", deputies.revoke, name="revoke_deputy"),
    path("petugas/pindah/<int:move_id>/setuju/", officers.agree, name="agree_to_move"),
    path("petugas/pindah/<int:move_id>/batal/", officers.drop, name="drop_move"),
    path("petugas/<int:staff_id>/", officers.officer, name="officer"),
    path("petugas/<int:staff_id>/bekukan/", officers.suspend, name="suspend_officer"),
    path("petugas/<int:staff_id>/aktifkan/", officers.resume, name="resume_officer"),
    path("petugas/<int:staff_id>/kata-sandi/", officers.first_password, name="first_password"),
    path("petugas/<int:staff_id>/peran/", officers.role, name="officer_role"),
    path("petugas/<int:staff_id>/pindah/", officers.move, name="move_officer"),
    path("petugas/<int:staff_id>/langkah-kedua/", officers.reset_factor, name="reset_factor"),
    path("kalender/", calendar.calendar, name="calendar"),
    path("kalender/atur/", calendar.set_day, name="set_day"),
    path("kalender/hapus/<str:day>/", calendar.unset_day, name="unset_day"),
    path("kalender/jam/", calendar.set_week, name="set_week"),
    path("kalender/jam/<int:period_id>/hapus/", calendar.unset_week, name="unset_week"),
    path("kalender/terdampak/", calendar.affected, name="affected"),
]
