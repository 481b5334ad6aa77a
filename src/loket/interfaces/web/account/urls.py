"""Addresses of signing in, the account, the language; in the demo the screen of messages."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, path

from loket.interfaces.web.account import (
    views_account,
    views_citizen,
    views_email,
    views_factors,
    views_notices,
    views_passkeys,
    views_security,
    views_staff,
)

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
    path("masuk/kunci/", views_passkeys.sign_in, name="sign-in-by-passkey"),
    path("akun/kunci/", views_passkeys.listed, name="passkeys"),
    path("akun/kunci/tambah/", views_passkeys.add, name="add-passkey"),
    path("akun/kunci/<int:passkey_id>/", views_passkeys.rename, name="passkey"),
    path("akun/kunci/<int:passkey_id>/hapus/", views_passkeys.remove, name="remove-passkey"),
    path("akun/surel/", views_email.give, name="email"),
    path("akun/surel/kode/", views_email.confirm, name="confirm-email"),
    path("akun/surel/hapus/", views_email.forget, name="forget-email"),
    path("petugas/langkah-kedua/", views_factors.pass_factor, name="second-factor"),
    path("petugas/langkah-kedua/pilih/", views_factors.choose, name="choose-factor"),
    path("petugas/langkah-kedua/aplikasi/", views_factors.enrol_by_app, name="enrol-app"),
    path("petugas/langkah-kedua/kunci/", views_factors.enrol_by_key, name="enrol-key"),
    path("petugas/kata-sandi-baru/", views_factors.own_password, name="own-password"),
    path("petugas/keamanan/", views_security.security, name="security"),
    path("petugas/keamanan/cadangan/", views_security.recovery_codes, name="recovery-codes"),
    path("petugas/keamanan/hapus/", views_security.remove_factor, name="remove-factor"),
    path("petugas/keamanan/pin/", views_security.own_pin, name="own-pin"),
    path("petugas/keamanan/kata-sandi/", views_security.change_password, name="change-own-password"),
    path("petugas/", views_staff.home, name="staff-home"),
    path("petugas/masuk/", views_staff.sign_in, name="staff-sign-in"),
    path("petugas/ganti/", views_staff.change, name="change-officer"),
]
if settings.LOKET.demo:
    urlpatterns.append(path("demo/pesan/", views_account.demo_messages, name="demo-messages"))
