"""The statements of booking stay index look-ups when their tables are big."""

from __future__ import annotations

import pytest
from django.db import connection
from tests.factories.booking import a_booked_party, a_member, an_open_slot
from tests.factories.offices import MORNING, Furnished, furnished_office

from loket.kit.actor import SYSTEM
from loket.planning.booking.actions import cancel_booking, free_seats
from loket.planning.booking.models import Booking, Seat, Slot

pytestmark = pytest.mark.django_db
NOW = MORNING
ROWS = 4_000
#: Tables that grow with use. (Slots of one claim are found by their keys; a service or point has few rows.)
GROWING = ("loket_booking", "loket_seat", "loket_person", "loket_returnedseat", "loket_ledgerline")


@pytest.fixture
def crowded(db: None) -> Slot:
    """A slot to book, in an office with 4,000 bookings of 4,000 people.

    Claims and cancels run while the tables are all but empty: what PostgreSQL plans then stays in the connection.
    """
    office: Furnished = furnished_office()
    early = an_open_slot(office.point, office.passport, starts_at=NOW.replace(day=9), now=NOW)
    for _ in range(8):
        cancel_booking(booking_id=a_booked_party(early, now=NOW).pk, by=SYSTEM, now=NOW)
    free_seats(slot_id=early.pk, by=SYSTEM, now=NOW)
    full = an_open_slot(office.point, office.passport, quota=ROWS, starts_at=NOW.replace(day=10), now=NOW)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO loket_person (id, nationality, identity_index, identity_sealed, created_at)"
            " SELECT md5('p' || n)::uuid, 'wni', sha256(n::text::bytea), '', %s FROM generate_series(1, %s) n",
            [NOW, ROWS],
        )
        cursor.execute(
            "INSERT INTO loket_booking (id, code, slot_id, key, fingerprint, size, state, created_at)"
            " SELECT md5('b' || n)::uuid, lpad(n::text, 8, '0'), %s, md5('k' || n)::uuid, '', 1, 'booked', %s"
            " FROM generate_series(1, %s) n",
            [full.pk, NOW, ROWS],
        )
        cursor.execute(
            "INSERT INTO loket_seat (id, booking_id, slot_id, person_id, kind, number, position, is_open,"
            " is_given_back, name_sealed, born_sealed)"
            " SELECT md5('s' || n)::uuid, md5('b' || n)::uuid, %s, md5('p' || n)::uuid, 'passport', n, 1, true, false,"
            " '', '' FROM generate_series(1, %s) n",
            [full.pk, ROWS],
        )
        cursor.execute("UPDATE loket_slot SET taken = %s, issued = %s WHERE id = %s", [ROWS, ROWS, full.pk])
    assert Booking.objects.count() == Seat.objects.count() == ROWS + 8
    return an_open_slot(office.point, office.passport, quota=40, now=NOW)


def _reads() -> dict[str, tuple[int, int]]:
    """Sequential and index scans of this transaction so far, a table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, seq_scan, coalesce(idx_scan, 0) FROM pg_stat_xact_user_tables WHERE relname = ANY (%s)",
            [list(GROWING)],
        )
        return {name: (sequential, by_index) for name, sequential, by_index in cursor.fetchall()}


def _scanned_between(before: dict[str, tuple[int, int]], after: dict[str, tuple[int, int]]) -> list[str]:
    return [name for name in after if after[name][0] > before.get(name, (0, 0))[0]]


@pytest.mark.parametrize("analysed", [False, True], ids=["before_statistics", "after_statistics"])
def test_a_claim_scans_no_growing_table(crowded: Slot, analysed: bool) -> None:
    if analysed:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE loket_booking, loket_seat, loket_person")
    members = [a_member(now=NOW) for _ in range(3)]
    before = _reads()
    a_booked_party(crowded, members=members, now=NOW)
    after = _reads()
    assert _scanned_between(before, after) == []
    assert after["loket_seat"][1] > before["loket_seat"][1], "the look-up was seen at all"


def test_a_cancel_and_a_release_scan_no_growing_table(crowded: Slot) -> None:
    booking = a_booked_party(crowded, size=2, now=NOW)
    before = _reads()
    cancel_booking(booking_id=booking.pk, by=SYSTEM, now=NOW)
    free_seats(slot_id=crowded.pk, by=SYSTEM, now=NOW)
    after = _reads()
    assert _scanned_between(before, after) == []
    assert after["loket_booking"][1] > before["loket_booking"][1]
