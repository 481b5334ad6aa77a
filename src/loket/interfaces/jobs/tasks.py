"""Tasks of the worker. A task makes one action in one transaction and may run twice without harm."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from loket.foundation.audit.actions import REACT
from loket.foundation.notify.actions import DELIVER, Channel, NotDelivered, deliver_message, forget_code_messages
from loket.foundation.notify.rules import MOST_TRIES
from loket.foundation.offices.actions import follow_records
from loket.foundation.people.actions import forget_expired
from loket.interfaces.jobs.messages import tell_document_ready
from loket.interfaces.jobs.reactions import TELL_READY, react_to
from loket.kit import clock
from loket.kit.actor import SYSTEM
from loket.kit.ids import as_uuid
from loket.planning.booking.actions import close_past_visits, expire_holds, forget_needs, mark_missed, run_releases

#: A job in `doing` this long has lost its worker: procrastinate does not retry it by itself.
STALLED_AFTER = timedelta(minutes=2)
#: News outlives a bad half hour: tried again after 2, 4, 8 ... seconds, in all for some two hours.
PATIENT = RetryStrategy(max_attempts=12, exponential_wait=2)
#: A job that lost its worker has used an attempt without a try of the message: the message itself counts its tries.
DELIVERIES = RetryStrategy(max_attempts=2 * MOST_TRIES, exponential_wait=4)


@app.task(name=REACT, queue="facts", retry=PATIENT)
def react(ledger_ids: list[int]) -> None:
    """Does what follows from facts; idempotent by ledger id, so a retry does nothing twice."""
    react_to(ledger_ids, now=clock.now())


@app.periodic(cron="* * * * *")
@app.task(name="sweep_stalled_jobs", queue="facts", queueing_lock="sweep", pass_context=False)
async def sweep_stalled_jobs(timestamp: int) -> None:
    """Gives jobs back whose worker died, once a minute."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER.total_seconds()):
        await app.job_manager.retry_job(job)


@app.task(name=DELIVER, queue="messages", retry=DELIVERIES)
def deliver(message_id: str) -> None:
    """Hands one message to the channel; a failed one is tried again after 4, 16, 64 ... seconds (R67)."""
    if not deliver_message(message_id=as_uuid(message_id), channel=_channel(), by=SYSTEM, now=clock.now()):
        raise NotDelivered("tried again later")


@app.task(name=TELL_READY, queue="messages", retry=PATIENT)
def tell_ready(case_id: str) -> None:
    """Tells from when a document can be collected, if its file is still finished."""
    tell_document_ready(as_uuid(case_id), now=clock.now())


@app.periodic(cron="17 * * * *")
@app.task(name="forget_sign_in_traces", queue="facts", queueing_lock="forget", pass_context=False)
def forget_sign_in_traces(timestamp: int) -> None:
    """Deletes spent codes, counts of tries and messages with codes, once an hour."""
    forget_expired(by=SYSTEM, now=clock.now())


@app.periodic(cron="27 * * * *")
@app.task(name="forget_code_messages", queue="facts", queueing_lock="forget_messages", pass_context=False)
def forget_told_codes(timestamp: int) -> None:
    """Deletes messages that told a code a day ago, once an hour."""
    forget_code_messages(by=SYSTEM, now=clock.now())


@app.periodic(cron="37 * * * *")
@app.task(name="forget_ended_sessions", queue="facts", queueing_lock="forget_sessions", pass_context=False)
def forget_ended_sessions(timestamp: int) -> None:
    """Deletes sessions that have ended, once an hour: drafts hold what people typed (UU 27/2022)."""
    SessionStore.clear_expired()


@app.periodic(cron="7 * * * *")
@app.task(name="close_past_visits", queue="facts", queueing_lock="past_visits", pass_context=False)
def close_visits_of_past_days(timestamp: int) -> None:
    """Closes what is left open of days that are over, once an hour: each zone has its own midnight."""
    close_past_visits(by=SYSTEM, now=clock.now())


@app.periodic(cron="* * * * *")
@app.task(name="expire_holds", queue="facts", queueing_lock="expire_holds", pass_context=False)
def expire_due_holds(timestamp: int) -> None:
    """Closes bookings that were not paid in time, once a minute (R15)."""
    expire_holds(by=SYSTEM, now=clock.now())


@app.periodic(cron="* * * * *")
@app.task(name="run_releases", queue="facts", queueing_lock="run_releases", pass_context=False)
def run_due_releases(timestamp: int) -> None:
    """Frees returned seats when a release rule says so; missed ones are caught up (R6)."""
    run_releases(by=SYSTEM, now=clock.now())


@app.periodic(cron="*/10 * * * *")
@app.task(name="mark_missed", queue="facts", queueing_lock="missed", pass_context=False)
def mark_missed_sessions(timestamp: int) -> None:
    """Closes what nobody came for, every ten minutes (R31)."""
    mark_missed(by=SYSTEM, now=clock.now())


@app.periodic(cron="47 * * * *")
@app.task(name="forget_needs", queue="facts", queueing_lock="forget_needs", pass_context=False)
def forget_needs_of_past_visits(timestamp: int) -> None:
    """Erases what people needed on visits that are over, once an hour (UU 27/2022)."""
    forget_needs(by=SYSTEM, now=clock.now())


@app.periodic(cron="3 * * * *")
@app.task(name="follow_office_records", queue="facts", queueing_lock="office_records", pass_context=False)
def follow_office_records(timestamp: int) -> None:
    """Carries over names of offices that begin today, once an hour: each zone has its own midnight (R69)."""
    follow_records(by=SYSTEM, now=clock.now())


def _channel() -> Channel:
    """The demo shows messages on a screen; a gateway for SMS or WhatsApp is not built yet, and that is said."""
    return _on_screen if settings.LOKET.demo else _no_gateway


def _on_screen(phone: str, text: str) -> None:
    """Nothing to do: /demo/pesan/ reads the outbox."""


def _no_gateway(phone: str, text: str) -> None:
    raise NotDelivered("no gateway for messages is set up")
