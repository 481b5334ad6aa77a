"""Addresses of signing in, the account, the language; in the demo the screen of messages."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, path

from loket.interfaces.web.account import views_account, views_citizen, views_notices, views_staff

urlpatterns: list[URLPattern | URLResolver] = [
    path("masuk/", views_citizen.sign_in, name="sign-in"),
    path("masuk/kode/", views_citizen.enter_code, name="enter-code"),
    path("masuk/kode/lagi/", views_citizen.send_again, name="send-again"),
    path("masuk/sandi/", views_citizen.sign_in_by_password, name="sign-in-by-password"),
    path("keluar/", views_account.leave, name="leave"),
    path("bahasa/", views_account.choose, name="choose-language"),
    path("akun/", views_account.account, name="account"),
    path("akun/pemberitahuan/", views_notices.notices, name="notices"),
    path("akun/kata-sandi/", views_account.new_password, name="new-password"),
    path("petugas/", views_staff.home, name="staff-home"),
    path("petugas/masuk/", views_staff.sign_in, name="staff-sign-in"),
    path("petugas/ganti/", views_staff.change, name="change-officer"),
]
if settings.LOKET.demo:
    urlpatterns.append(path("demo/pesan/", views_account.demo_messages, name="demo-messages"))
