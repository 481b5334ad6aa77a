"""Tasks of the worker. A task makes one action in one transaction and may run twice without harm."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from loket.foundation.audit.actions import REACT
from loket.foundation.notify.actions import DELIVER, deliver_message, purge_messages
from loket.foundation.offices.actions import follow_records
from loket.foundation.people.actions import carry_out_moves, forget_expired
from loket.interfaces.jobs.channels import channels_of
from loket.interfaces.jobs.messages import tell_document_ready
from loket.interfaces.jobs.reactions import TELL_READY, react_to
from loket.interfaces.jobs.reminders import (
    documents_due,
    permits_due,
    remind_of_documents,
    remind_of_permits,
    remind_of_visits,
    visits_due,
)
from loket.kit import clock
from loket.kit.actor import SYSTEM
from loket.kit.ids import as_uuid
from loket.planning.booking.actions import (
    close_past_visits,
    expire_holds,
    forget_needs,
    mark_missed,
    run_releases,
    settle_overdue,
)
from loket.planning.daylists.actions import forget_day_lists

#: A job in `doing` this long has lost its worker: procrastinate does not retry it by itself.
STALLED_AFTER = timedelta(minutes=2)
#: News outlives a bad half hour: tried again after 2, 4, 8 ... seconds, in all for some two hours.
PATIENT = RetryStrategy(max_attempts=12, exponential_wait=2)
#: A message plans its own next try (notify.rules.wait_before); these are for jobs that lost their worker or database.
DELIVERIES = RetryStrategy(max_attempts=6, exponential_wait=4)


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
    """Hands one message to its next channel; a failed try has queued the next one when this ends (R67)."""
    channels = channels_of(settings.LOKET)
    deliver_message(message_id=as_uuid(message_id), channels=channels, by=SYSTEM, now=clock.now())


@app.task(name=TELL_READY, queue="messages", retry=PATIENT)
def tell_ready(case_id: str) -> None:
    """Tells from when a document can be collected, if its file is still finished."""
    tell_document_ready(as_uuid(case_id), now=clock.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="find_reminders", queue="facts", queueing_lock="find_reminders", pass_context=False)
def find_reminders(timestamp: int) -> None:
    """Finds offices and days whose reminders are due, every five minutes, and queues a job for each (R44, R67)."""
    now = clock.now()
    due = ((remind_day, visits_due(now)), (remind_documents, documents_due(now)), (remind_permits, permits_due(now)))
    for task, found in due:
        for office_id, timezone, day in found:
            with suppress(AlreadyEnqueued):
                task.configure(queueing_lock=f"{task.name}:{office_id}:{day}").defer(
                    office_id=office_id, timezone=timezone, day=day.isoformat()
                )


@app.task(name="remind_day", queue="messages", retry=PATIENT)
def remind_day(office_id: int, timezone: str, day: str) -> None:
    """Tells everybody who is expected at an office on a day, once (R67)."""
    remind_of_visits(office_id, timezone, date.fromisoformat(day), now=clock.now())


@app.task(name="remind_documents", queue="messages", retry=PATIENT)
def remind_documents(office_id: int, timezone: str, day: str) -> None:
    """Tells who has not collected a document at an office, once a day (R44)."""
    remind_of_documents(office_id, date.fromisoformat(day), now=clock.now())


@app.task(name="remind_permits", queue="messages", retry=PATIENT)
def remind_permits(office_id: int, timezone: str, day: str) -> None:
    """Tells whose stay permit ends soon, of those an office knows, once a day (R67)."""
    remind_of_permits(office_id, date.fromisoformat(day), now=clock.now())


@app.periodic(cron="17 * * * *")
@app.task(name="forget_sign_in_traces", queue="facts", queueing_lock="forget", pass_context=False)
def forget_sign_in_traces(timestamp: int) -> None:
    """Deletes spent codes, counts of tries and messages with codes, once an hour."""
    forget_expired(by=SYSTEM, now=clock.now())


@app.periodic(cron="27 * * * *")
@app.task(name="purge_messages", queue="facts", queueing_lock="purge_messages", pass_context=False)
def purge_told_messages(timestamp: int) -> None:
    """Empties texts and addressees whose time is over, once an hour (R64)."""
    purge_messages(by=SYSTEM, now=clock.now())


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
@app.task(name="settle_contested_seats", queue="facts", queueing_lock="contested", pass_context=False)
def settle_contested_seats(timestamp: int) -> None:
    """Lets the better proof stand where no head decided within a day, once a minute."""
    settle_overdue(by=SYSTEM, now=clock.now())


@app.periodic(cron="13 * * * *")
@app.task(name="carry_out_moves", queue="facts", queueing_lock="moves", pass_context=False)
def carry_out_staff_moves(timestamp: int) -> None:
    """Moves officers whose day has come, once an hour: each zone has its own midnight."""
    carry_out_moves(by=SYSTEM, now=clock.now())


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


@app.periodic(cron="52 * * * *")
@app.task(name="forget_day_lists", queue="facts", queueing_lock="forget_day_lists", pass_context=False)
def forget_unused_day_lists(timestamp: int) -> None:
    """Deletes what was read of a file and not brought in within a day, once an hour (R64)."""
    forget_day_lists(by=SYSTEM, now=clock.now())
