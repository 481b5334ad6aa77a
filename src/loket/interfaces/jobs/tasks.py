"""Tasks of the worker. A task makes one action in one transaction and may run twice without harm."""

from __future__ import annotations

from datetime import timedelta

from procrastinate.contrib.django import app

from loket.foundation.audit.actions import REACT
from loket.interfaces.jobs.reactions import react_to
from loket.kit import clock

#: A job in `doing` this long has lost its worker: procrastinate does not retry it by itself.
STALLED_AFTER = timedelta(minutes=2)


@app.task(name=REACT, queue="facts", retry=10)
def react(ledger_ids: list[int]) -> None:
    """Does what follows from facts; idempotent by ledger id, so a retry does nothing twice."""
    react_to(ledger_ids, now=clock.now())


@app.periodic(cron="* * * * *")
@app.task(name="sweep_stalled_jobs", queue="facts", queueing_lock="sweep", pass_context=False)
async def sweep_stalled_jobs(timestamp: int) -> None:
    """Gives jobs back whose worker died, once a minute."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER.total_seconds()):
        await app.job_manager.retry_job(job)
