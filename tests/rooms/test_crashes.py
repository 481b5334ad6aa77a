"""Losing the database or the worker in the middle of work loses nothing that was confirmed."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection
from tests.factories.booking import a_booked_party, a_member, an_open_slot
from tests.factories.offices import MORNING, furnished_office
from tests.loops import run_on_this_cluster
from tests.rooms.crashes import django_at, kill_server, loket
from tests.rooms.invariants import broken_promises

from loket.casework.cases.models import Case
from loket.interfaces.jobs.tasks import sweep_stalled_jobs
from loket.kit.actor import SYSTEM
from loket.planning.booking.actions import claim_seats
from loket.planning.booking.models import Booking

pytestmark = [
    pytest.mark.slow,
    pytest.mark.own_cluster,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("races"),
]
NOW = MORNING
PATIENCE = 90.0


def _until(holds: Callable[[], bool]) -> None:
    """Waits for what another process does; fails after PATIENCE seconds."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it never came"
        threading.Event().wait(0.05)


def test_a_killed_database_loses_no_confirmed_booking(own_cluster: Callable[..., Any]) -> None:
    cluster = own_cluster()
    with django_at(cluster):
        office = furnished_office()
        slot = an_open_slot(office.point, office.passport, quota=5000, now=NOW)
        members = [[a_member(now=NOW) for _ in range(100)] for _ in range(8)]
        confirmed: list[Any] = []

        def keep_booking(mine: list[Any]) -> None:
            try:
                for member in mine:
                    claimed = claim_seats(
                        slot_id=slot.pk, party=[member], key=str(member.person_id), account_id=None, by=SYSTEM, now=NOW
                    )
                    confirmed.append(claimed.booking_id)
            except DatabaseError:
                return  # the server is gone: what was not confirmed may be lost
            finally:
                connection.close()

        threads = [threading.Thread(target=keep_booking, args=(mine,)) for mine in members]
        for thread in threads:
            thread.start()
        _until(lambda: len(confirmed) >= 40)
        kill_server(cluster)
        for thread in threads:
            thread.join(timeout=60)
        assert 40 <= len(confirmed) < 800, "it was killed in the middle"

        connection.close()
        cluster.start()
        kept = set(Booking.objects.values_list("id", flat=True))
        assert set(confirmed) <= kept
        assert broken_promises() == []
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'react'")
            assert cursor.fetchone() == (len(kept),), "each kept booking has its job, and no other has one"


def _jobs(state: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'react' AND status = %s", [state])
        return int(cursor.fetchone()[0])


def _age_heartbeats(owner: psycopg.Connection[Any]) -> None:
    """As if two minutes had passed since the worker was killed."""
    owner.execute("UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - interval '10 minutes'")


def test_a_killed_worker_loses_no_reaction(own_cluster: Callable[..., Any]) -> None:
    cluster = own_cluster()
    with django_at(cluster):
        office = furnished_office()
        slot = an_open_slot(office.point, office.passport, now=NOW)
        with cluster.connect(role="loket_owner") as owner:
            with owner.transaction():
                owner.execute("LOCK TABLE loket_case IN ACCESS EXCLUSIVE MODE")  # the reaction waits here
                booking = a_booked_party(slot, size=2, now=NOW)
                worker = loket(cluster, "work")
                _until(lambda: _jobs("doing") == 1)
                os.kill(worker.pid, signal.SIGKILL)
                worker.wait(timeout=30)
            assert _jobs("doing") == 1, "nobody gives the job back by himself"
            assert not Case.objects.exists()
            _age_heartbeats(owner)
        run_on_this_cluster(sweep_stalled_jobs.func(timestamp=0))
        assert _jobs("todo") == 1
        second = loket(cluster, "work", "--once")
        assert second.wait(timeout=60) == 0
        assert _jobs("succeeded") >= 1, "the reaction, and what follows from it"
        assert _jobs("todo") == _jobs("doing") == _jobs("failed") == 0
        assert Case.objects.filter(seat__booking=booking).count() == 2
