"""Regions, offices and service points of offices.csv, and the services that Loket knows."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from loket.foundation.offices.models import Office, Region, Service, ServicePoint
from loket.foundation.offices.rules import Nationality, PointKind, ServiceKind
from loket.seed.areas import seed_areas
from loket.seed.calendar import seed_calendar
from loket.seed.codes import codes_for, slug_of

OFFICES = Path(__file__).with_name("offices.csv")


@dataclass(frozen=True, slots=True)
class ServiceWords:
    """One service: its code, what R3 counts, for whom, its names, the letter of its numbers (R39)."""

    code: str
    kind: ServiceKind
    nationality: Nationality
    name_id: str
    name_en: str
    letter: str


NEW, REPLACEMENT = "paspor-baru", "penggantian-paspor"
ITAS, ITK, COLLECTION = "perpanjangan-itas", "perpanjangan-itk", "pengambilan-paspor"
SERVICES = (
    ServiceWords(NEW, ServiceKind.PASSPORT, Nationality.WNI, "Paspor baru", "New passport", "A"),
    ServiceWords(REPLACEMENT, ServiceKind.PASSPORT, Nationality.WNI, "Penggantian paspor", "Passport replacement", "C"),
    ServiceWords(
        ITAS, ServiceKind.STAY_PERMIT, Nationality.WNA, "Perpanjangan ITAS", "Extension of a limited stay permit", "B"
    ),
    ServiceWords(
        ITK, ServiceKind.STAY_PERMIT, Nationality.WNA, "Perpanjangan ITK", "Extension of a visit stay permit", "E"
    ),
    ServiceWords(COLLECTION, ServiceKind.COLLECTION, Nationality.WNI, "Pengambilan paspor", "Passport collection", "D"),
)


def seed_reference() -> None:
    """Offices, points, services and calendar; what stands already keeps its code and stays."""
    _seed_offices()
    for order, words in enumerate(SERVICES, start=1):
        Service.objects.get_or_create(
            code=words.code,
            defaults={
                "kind": words.kind,
                "nationality": words.nationality,
                "name_id": words.name_id,
                "name_en": words.name_en,
                "letter": words.letter,
                "order": order,
                "has_deadline": words.kind is ServiceKind.STAY_PERMIT,
            },
        )
    seed_calendar()
    seed_areas()


def _seed_offices() -> None:
    with OFFICES.open(newline="", encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    standing = dict(Office.objects.values_list("slug", "code"))
    missing = [line for line in lines if slug_of(line["name"]) not in standing]
    Region.objects.bulk_create(
        (Region(name=name) for name in dict.fromkeys(line["region"] for line in missing)), ignore_conflicts=True
    )
    regions = {region.name: region for region in Region.objects.all()}
    codes = codes_for((line["name"] for line in missing), taken=standing.values())
    offices = Office.objects.bulk_create(_office(line, regions[line["region"]], codes) for line in missing)
    ServicePoint.objects.bulk_create(
        ServicePoint(office=office, name=f"Kantor Imigrasi {office.name}", kind=PointKind.KANIM) for office in offices
    )


def _office(line: dict[str, str], region: Region, codes: dict[str, str]) -> Office:
    return Office(
        code=codes[line["name"]],
        slug=slug_of(line["name"]),
        name=line["name"],
        region=region,
        office_class=line["class"],
        checkpoint=line["checkpoint"] == "TPI",
        province=line["province"],
        regency_code=line["regency_code"],
        latitude=float(line["latitude"]) if line["latitude"] else None,
        longitude=float(line["longitude"]) if line["longitude"] else None,
        timezone=line["timezone"],
        opened_year=int(line["opened"]) if line["opened"] else None,
    )
