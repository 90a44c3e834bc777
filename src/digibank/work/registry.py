"""The jobs there are. An app names its own in jobs.py."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from digibank.audit.models import Actor

type Run = Callable[[Actor], int]


@dataclass(frozen=True)
class Job:
    """One job: its code, how often it runs, for how long a worker may have it, and what it does."""

    code: str
    every: timedelta
    lease_seconds: int
    run: Run


JOBS: dict[str, Job] = {}
LONGEST_CODE = 40


def every(*, seconds: int = 0, minutes: int = 0, hours: int = 0, lease: int = 120) -> Callable[[Run], Run]:
    """Make a function a job that runs at this interval.

    The function takes its actor and returns how many things it did. It loops over actions and is safe to repeat:
    a worker that dies is followed by another after `lease` seconds. A loop that may take longer than that calls
    `lease.extend()` from digibank.work in each turn.
    """
    interval = timedelta(seconds=seconds, minutes=minutes, hours=hours)
    if interval < timedelta(seconds=1):
        raise ValueError("A job runs at most once a second: say every(seconds=…), every(minutes=…) or every(hours=…).")

    def register(run: Run) -> Run:
        job = Job(_code(run), interval, lease, run)
        if job.code in JOBS or len(job.code) > LONGEST_CODE:
            raise ValueError(f"{job.code}: a job's code is used once and has at most {LONGEST_CODE} characters.")
        JOBS[job.code] = job
        return run

    return register


def _code(run: Run) -> str:
    """`send_due` in digibank.comms.jobs is comms-send-due."""
    app = run.__module__.split(".")[-2]
    return f"{app}-{run.__name__}".replace("_", "-")
