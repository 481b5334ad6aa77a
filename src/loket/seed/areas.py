"""Areas for foreigners (R10): those that a source names; every other office's own regency, unconfirmed."""

from __future__ import annotations

from loket.foundation.offices.models import AreaRegency, Office

_SOURCES = {
    "Jakarta Selatan": (("31.74",), "10 kecamatan Jakarta Selatan"),
    "Surakarta": (
        ("33.72", "33.13", "33.09", "33.11", "33.12", "33.10", "33.14"),
        "Kota Surakarta dan enam kabupaten sekitarnya",
    ),
}


def seed_areas() -> None:
    """Notes the area of offices that have none yet; what stands stays as it is."""
    missing = Office.objects.filter(areas=None).exclude(regency_code="").order_by("id")
    AreaRegency.objects.bulk_create(area for office in missing for area in _areas(office))


def _areas(office: Office) -> list[AreaRegency]:
    regencies, source = _SOURCES.get(office.name, ((office.regency_code,), ""))
    return [AreaRegency(office=office, regency=code, is_confirmed=bool(source), source=source) for code in regencies]
