"""Levels and own numbers of the demo's regions, as far as sources name them, entered as a regional office would.

The nation's law is not seeded: it comes with migrations (sql/law.v*.sql). What is not known on the demo's Friday,
4 February 2022, is not entered: Jakarta's level 3 was ordered on the 7th.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from loket.foundation.offices.models import Office, Region
from loket.foundation.policy.actions import enact_level, set_number
from loket.foundation.policy.models import Enactment
from loket.foundation.policy.rules import NumberName
from loket.kit.actor import SYSTEM
from loket.kit.clock import at_office

_ZONE = "Asia/Jakarta"
DKI, CENTRAL_JAVA = "DKI Jakarta", "Jawa Tengah"


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a region, or of one of its offices, with its last day and where it was read."""

    region: str
    office_code: str
    level: int
    starts_on: date
    last_on: date
    decree: str
    source: str


LEVELS = (
    Level(
        CENTRAL_JAVA, "SKA", 3, date(2021, 9, 21), date(2021, 10, 4), "SE Wali Kota Surakarta 067/3028",
        "https://rejogja.republika.co.id/berita/qzsbcg354/ppkm-level-3-pemkot-solo-longgarkan-aturan-kegiatan-warga",
    ),
    Level(
        CENTRAL_JAVA, "SKA", 2, date(2021, 10, 5), date(2021, 10, 18), "SE Wali Kota Surakarta 067/3272",
        "https://regional.kompas.com/read/2021/10/05/194207078/kota-solo-turun-ke-ppkm-level-2-kegiatan-warga-dilonggarkan-ini-aturan",
    ),
    Level(
        DKI, "", 2, date(2022, 1, 18), date(2022, 1, 24), "Inmendagri 3/2022",
        "https://opera.liputan6.com/hot/read/4862807/daftar-80-daerah-ppkm-level-2-jawa-bali-berlaku-sampai-24-januari",
    ),
    Level(
        DKI, "", 2, date(2022, 1, 25), date(2022, 1, 31), "Inmendagri 5/2022",
        "https://www.kompas.tv/article/254772",
    ),
    Level(
        DKI, "", 2, date(2022, 2, 1), date(2022, 2, 7), "Inmendagri 6/2022",
        "https://pontianak.tribunnews.com/2022/02/01/daftar-wilayah-level-2-dan-3-pasca-perpanjangan-ppkm-jawa-bali-hingga-7-februari-2022",
    ),
)  # fmt: skip
#: The Kanwil said so on this Friday; that it lasts to the end of the month is the demo's own.
HALF = "Kanwil Kemenkumham DKI Jakarta, 4 Februari 2022: pemohon dibatasi 50 persen (akhir masa: anggapan demo)"
HALF_SOURCE = "https://berita-kota.com/2022/02/05/kanim-se-dki-jakarta-tetap-layani-pemohon-keimigrasian/"


def seed_policy(*, now: datetime, today: date) -> None:
    """Enters levels and numbers once; a database that has levels stays as it is."""
    if Enactment.objects.exists():
        return
    regions = {region.name: region.pk for region in Region.objects.filter(name__in=(DKI, CENTRAL_JAVA))}
    offices = dict(Office.objects.filter(code="SKA").values_list("code", "pk"))
    for level in LEVELS:
        enact_level(
            region_id=regions[level.region],
            office_id=offices[level.office_code] if level.office_code else None,
            level=level.level,
            starts_on=level.starts_on,
            last_on=level.last_on,
            decree=level.decree,
            source=level.source,
            today=level.starts_on,
            by=SYSTEM,
            now=at_office(level.starts_on, time(8), _ZONE),
        )
    set_number(
        name=NumberName.QUOTA_PERCENT,
        value=50,
        region_id=regions[DKI],
        starts_on=today,
        last_on=date(2022, 2, 28),
        citation=HALF,
        source=HALF_SOURCE,
        today=today,
        by=SYSTEM,
        now=now,
    )
