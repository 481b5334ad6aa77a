"""Made-up content for the style page."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator

from loket.foundation.offices.models import Office
from loket.foundation.people.models import Staff
from loket.foundation.people.rules import Role
from loket.interfaces.web.forms import DateParts

NINE = datetime(2022, 2, 9, 2, 0, tzinfo=UTC)
OFFICE = "Kantor Imigrasi Jakarta Selatan"


class SampleForm(forms.Form):
    """One field of each sort."""

    nama = forms.CharField(label="Nama lengkap", help_text="Seperti tertulis di KTP.")
    nik = forms.CharField(label="NIK", help_text="16 angka di KTP Anda.", widget=forms.TextInput({"class": "short"}))
    surel = forms.EmailField(label="Surel", required=False)
    layanan = forms.ChoiceField(label="Layanan", choices=[("baru", "Paspor baru"), ("ganti", "Penggantian paspor")])
    lahir = forms.DateField(label="Tanggal lahir", help_text="Contoh: 28 2 1990", widget=DateParts())
    untuk = forms.ChoiceField(
        label="Untuk siapa?",
        widget=forms.RadioSelect,
        choices=[("saya", "Saya sendiri"), ("keluarga", "Saya dan keluarga"), ("anak", "Anak saya")],
    )
    bantuan = forms.MultipleChoiceField(
        label="Bantuan yang diperlukan",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("kursi", "Kursi roda"), ("isyarat", "Juru bahasa isyarat")],
    )
    catatan = forms.CharField(label="Catatan", required=False, widget=forms.Textarea({"rows": 3}))
    foto = forms.FileField(label="Foto KTP", required=False, help_text="JPG atau PDF, paling besar 2 MB.")
    setuju = forms.BooleanField(label="Data yang saya isi benar")


def empty_form() -> SampleForm:
    """Nothing typed yet."""
    return SampleForm(auto_id="a_%s", initial={"untuk": "saya"})


def wrong_form() -> SampleForm:
    """Every field with its error."""
    return SampleForm(
        {"nama": "", "nik": "12", "lahir_tanggal": "31", "lahir_bulan": "2", "lahir_tahun": "1990"},
        auto_id="b_%s",
    )


def days() -> list[dict[str, Any]]:
    """A week: full, scarce, chosen, plenty, drawn by lot, closed."""
    rows = [("full", 0), ("open", 3), ("open", 32), ("open", 41), ("open", 22), ("closed", 0), ("draw", 50)]
    return [
        {"date": date(2022, 2, 7) + timedelta(i), "state": s, "left": n, "quota": 50, "chosen": i == 2}
        for i, (s, n) in enumerate(rows)
    ]


def slots() -> list[dict[str, Any]]:
    """Times of a day with what is left."""
    rows = [("08.00", 2), ("09.00", 7), ("10.00", 0), ("13.00", 11)]
    return [{"value": v, "label": v, "left": n, "chosen": v == "09.00"} for v, n in rows]


def ticket(lane: str = "wni", number: str = "") -> dict[str, Any]:
    """A ticket for a Wednesday at nine."""
    return {
        "lane": lane,
        "office": "Jakarta Selatan",
        "place": "Lantai 2",
        "at": NINE,
        "zone": "Asia/Jakarta",
        "number": number,
        "code": "LOKET:JKS-0902-09-17",
        "rows": [("Nomor", "JKS-0902-09-17"), ("Untuk", "2 orang, paspor baru"), ("Datang", "08.30–09.15")],
    }


def verdict(*, admitted: bool) -> dict[str, Any]:
    """What the officer at the gate sees."""
    if admitted:
        return {
            "admitted": True,
            "who": "2 orang · jadwal 09.00 · Lantai 2",
            "checks": [{"ok": True, "label": word} for word in ("Nomor", "Hijau", "36,4°", "Masker")],
            "numbers": ["A-017", "A-018"],
            "note": "Keluarga, dipanggil bersama. Satu memakai kursi roda: ruang prioritas.",
            "next_href": "#",
            "print_href": "#",
            "foot": "Luring sejak 08.12 · 143 orang tersimpan di tablet · tersinkron saat jaringan pulih",
        }
    return {
        "admitted": False,
        "who": "1 orang · jadwal 13.00 · Lantai 2",
        "checks": [{"ok": True, "label": "Nomor"}, {"ok": False, "label": "38,1°"}],
        "reason": "Suhu badan 38,1°, batasnya 37,5°.",
        "next_step": "Ubah jadwal di loket bantuan. Nomornya tidak hangus.",
        "next_href": "#",
    }


def steps() -> list[dict[str, Any]]:
    """Where an application stands."""
    return [
        {"label": "Pilih jadwal", "state": "done", "note": "Rabu, 9 Februari 2022, 09.00 WIB"},
        {"label": "Isi data", "state": "done"},
        {"label": "Bayar", "state": "now", "note": "Bayar sebelum 14.00 WIB, Rp350.000"},
        {"label": "Datang ke kantor", "state": "next"},
    ]


def events() -> list[dict[str, Any]]:
    """What happened to a number."""
    return [
        {"at": NINE, "label": "Sudah hadir", "note": "Gerbang 1", "kind": "ok"},
        {"at": NINE + timedelta(minutes=12), "label": "Dipanggil ke loket 3"},
        {
            "at": NINE + timedelta(minutes=15),
            "label": "Dilewati",
            "note": "Tidak datang ke loket",
            "kind": "warn",
        },
    ]


def everything() -> dict[str, Any]:
    """The whole page's context."""
    return {
        "empty_form": empty_form(),
        "wrong_form": wrong_form(),
        "days": days(),
        "slots": slots(),
        "tickets": [ticket(), ticket("wna", "B-006"), ticket("prioritas", "P-004")],
        "steps": steps(),
        "events": events(),
        "facts": [
            {"label": "Nama", "value": "Siti Rahma", "href": "#"},
            {"label": "Layanan", "value": "Paspor baru, 2 orang", "href": "#"},
            {"label": "Tarif", "value": "Rp700.000"},
        ],
        "heads": ["Nomor", "Jadwal", "Tahap", "Loket", "Menunggu"],
        "rows": [
            ("A-017", "09.00", "Foto dan sidik jari", "3", "4 menit"),
            ("P-004", "09.00", "Wawancara", "Ruang prioritas", "2 menit"),
            ("B-006", "09.00", "Foto dan sidik jari", "11", "9 menit"),
        ],
        "tabs": [
            {"href": "#a", "label": "Menunggu", "count": 12, "current": True},
            {"href": "#b", "label": "Dilayani", "count": 6},
            {"href": "#c", "label": "Selesai", "count": 96},
        ],
        "page": Paginator(range(95), 10).page(3),
        "waits": [4, 6, 5, 9, 14, 18, 16, 12, 9, 11, 8],
    }


def board() -> dict[str, Any]:
    """What a hall sees."""
    return {
        "office_name": OFFICE,
        "zone_name": "Lantai 2 · WNI",
        "call": {"number": "A-017", "counter": "3", "fresh": False},
        "calls": [
            {"number": "A-016", "counter": "5"},
            {"number": "P-004", "counter": "", "place_word": "prioritas"},
            {"number": "A-015", "counter": "1"},
            {"number": "A-014", "counter": "2"},
        ],
    }


def staff() -> Staff:
    """A head of office; not saved."""
    return Staff(name="Dewi Lestari", role=Role.HEAD, office=Office(name="Jakarta Selatan"))
