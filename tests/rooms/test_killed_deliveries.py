"""A worker that is killed while a gateway answers: the message is handed over again, and delivered once."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from tests.factories.offices import MORNING
from tests.loops import run_on_this_cluster
from tests.rooms.crashes import django_at, loket

from loket.foundation.notify.actions import queue_message
from loket.foundation.notify.models import Message, MessageState
from loket.foundation.notify.rules import Template
from loket.interfaces.cli.gateway_simulator import Mood, Provider, server_of
from loket.interfaces.jobs.tasks import sweep_stalled_jobs
from loket.kit.actor import SYSTEM


@pytest.mark.slow
@pytest.mark.own_cluster
@pytest.mark.django_db(transaction=True)
@pytest.mark.xdist_group("races")
def test_a_worker_killed_while_the_gateway_answers_delivers_once(own_cluster: Callable[..., Any]) -> None:
    provider = Provider(Mood.DELAY)
    server = server_of(provider, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    gateway = {"LOKET_WHATSAPP_URL": f"http://127.0.0.1:{server.server_port}/simulator/messages"}
    cluster = own_cluster()
    with django_at(cluster):
        queue_message(
            template=Template.DOCUMENT_READY, language="id", phone="+6281234567890",
            facts={"office": "Jakarta Selatan", "day": MORNING.date()}, by=SYSTEM, now=MORNING,
        )  # fmt: skip
        worker = loket(cluster, "work", **gateway)
        assert provider.heard.wait(90), "the gateway was asked"
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait(timeout=30)
        assert Message.objects.get().state == MessageState.QUEUED, "it was never committed"
        with cluster.connect(role="loket_owner") as owner:
            owner.execute("UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - interval '10 minutes'")
        run_on_this_cluster(sweep_stalled_jobs.func(timestamp=0))
        provider.mood = Mood.TAKE
        provider.go_on.set()
        assert loket(cluster, "work", "--once", **gateway).wait(timeout=90) == 0
        message = Message.objects.get()
        connection.close()
    server.shutdown()
    server.server_close()
    assert (message.state, message.tries) == (MessageState.SENT, 1)
    assert (provider.asked, len(provider.taken)) == (2, 1), "asked twice with one key, delivered once"
