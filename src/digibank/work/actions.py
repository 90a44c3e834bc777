"""What happens to jobs: they are scheduled, and they are run."""

import logging

from digibank import clock
from digibank.audit.actions import job_actor
from digibank.work import lease
from digibank.work.models import LeaseLost, Schedule
from digibank.work.registry import JOBS, Job

logger = logging.getLogger(__name__)

SECONDS_TO_START = 60


def schedule_jobs() -> None:
    """Give each job its row. A job that is new or has a new interval is due now; so is one that waits too long."""
    for job in JOBS.values():
        seconds = int(job.every.total_seconds())
        rows = Schedule.objects.filter(code=job.code)
        if not rows.exists():
            Schedule.objects.bulk_create([Schedule(code=job.code, every_seconds=seconds)], ignore_conflicts=True)
        rows.exclude(every_seconds=seconds).update(every_seconds=seconds, due_at=clock.now())
        for row in rows:
            if row.due_at and row.due_at > row.latest():
                rows.filter(due_at=row.due_at).update(due_at=clock.now())


def run_due_job(*, worker: str, besides: set[str]) -> str | None:
    """Claim the job that is due longest and run it; returns its code, or None when no job `besides` these is free.

    A job that fails says so in the log and on its row, and comes back later.
    """
    wanted = Schedule.objects.filter(code__in=JOBS.keys() - besides)
    for row in wanted.claim(1, for_seconds=SECONDS_TO_START, by=worker):
        _run(row, JOBS[row.code])
        return row.code
    return None


def _run(row: Schedule, job: Job) -> None:
    try:
        row.keep(seconds=job.lease_seconds, last_started_at=clock.now())
        with lease.held(row, seconds=job.lease_seconds):
            error = _error_of(job)
        next_at = row.next_after_failure() if error else row.next_after_success()
        tries = row.attempts if error else 0
        now = clock.now()
        well = {} if error else {"last_succeeded_at": now}
        row.let_go(due_at=next_at, last_finished_at=now, last_error=error, attempts=tries, **well)
    except LeaseLost:
        logger.warning("Job %s took longer than its lease; another worker may have taken it.", job.code)


def _error_of(job: Job) -> str:
    """Run the job; the name of what went wrong, or nothing."""
    try:
        done = job.run(job_actor(job.code))
    except LeaseLost:
        raise
    except Exception as error:
        logger.exception("Job %s failed", job.code)
        return type(error).__name__[:64]
    logger.info("Job %s did %d", job.code, done)
    return ""
