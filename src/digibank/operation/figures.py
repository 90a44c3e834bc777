"""Figures for a monitor: what the processes of this server counted, and what stands in the database.

No label holds the number or the name of anybody or anything.
"""

import os
from collections.abc import Iterable, Iterator

from django.db.models import Count, Min, Q
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from digibank import clock
from digibank.comms.flows import WITH_THE_WORKER, State
from digibank.comms.models import Message
from digibank.files.models import Document
from digibank.operation import dumping
from digibank.work.models import Schedule

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

REQUESTS = Histogram(
    "digibank_request_seconds", "Time to answer a request.", ["page", "method", "status"], buckets=SECONDS
)
ERRORS = Counter("digibank_errors", "Requests that broke.", ["page"])


class Rows(Collector):
    """What stands in the database, counted when the monitor asks. A worker is seen by what it wrote there."""

    def describe(self) -> Iterable[Metric]:
        """Nothing is asked of the database when this is made known."""
        return []

    def collect(self) -> Iterator[Metric]:
        """All of it."""
        yield from _jobs()
        yield from _outbox()
        damaged = Document.objects.damaged().count()
        yield GaugeMetricFamily("digibank_documents", "Stored documents.", Document.objects.kept().count())
        yield GaugeMetricFamily("digibank_documents_damaged", "Of these missing or changed.", damaged)
        yield GaugeMetricFamily("digibank_database_bytes", "Size of the database.", dumping.size_bytes())


def _jobs() -> Iterator[Metric]:
    since = GaugeMetricFamily("digibank_job_success_age_seconds", "Since the job last went well.", labels=["job"])
    failures = GaugeMetricFamily("digibank_job_failures", "Tries since the job last went well.", labels=["job"])
    lease = GaugeMetricFamily("digibank_job_lease_seconds", "For how long a worker still has it.", labels=["job"])
    late = GaugeMetricFamily("digibank_job_late_seconds", "Since the job was due.", labels=["job"])
    now = clock.now()
    for row in Schedule.objects.order_by("code"):
        if row.last_succeeded_at:
            since.add_metric([row.code], (now - row.last_succeeded_at).total_seconds())
        failures.add_metric([row.code], row.attempts)
        lease.add_metric([row.code], max((row.lease_until - now).total_seconds(), 0) if row.lease_until else 0)
        late.add_metric([row.code], max((now - row.due_at).total_seconds(), 0) if row.due_at else 0)
    yield from (since, failures, lease, late)


def _outbox() -> Iterator[Metric]:
    waits = Q(state__in=WITH_THE_WORKER)
    counts = Message.objects.order_by().aggregate(
        waiting=Count("pk", filter=waits),
        oldest=Min("due_at", filter=waits),
        uncertain=Count("pk", filter=Q(state=State.UNCERTAIN)),
    )
    age = max((clock.now() - counts["oldest"]).total_seconds(), 0) if counts["oldest"] else 0
    yield GaugeMetricFamily("digibank_outbox_waiting", "Messages that wait for a worker.", counts["waiting"])
    yield GaugeMetricFamily("digibank_outbox_oldest_seconds", "Since the first of these was due.", age)
    yield GaugeMetricFamily("digibank_outbox_uncertain", "Messages that may have arrived.", counts["uncertain"])


def page_of_figures() -> bytes:
    """All figures, as Prometheus reads them: of all processes of this server when there are several."""
    rows = CollectorRegistry()
    rows.register(Rows())
    counted = REGISTRY
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        counted = CollectorRegistry()
        MultiProcessCollector(counted)  # type: ignore[no-untyped-call]
    return generate_latest(counted) + generate_latest(rows)
