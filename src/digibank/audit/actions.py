"""How the trail is written."""

from collections.abc import Sequence
from datetime import date

from django.db import models

from digibank.audit.models import Actor, Event, Subject, code_or_number

BATCH = 1_000


def record(
    verb: str, subject: models.Model, *, by: Actor, about: list[models.Model] | None = None, **facts: object
) -> Event:
    """Write down that something happened to `subject`, and which other records it is about.

    Facts are codes, numbers and dates; anything a person typed is refused with ValueError, because the trail
    may hold no personal data (policy A-01).
    """
    return _write(verb, [subject], by, about, facts)[0]


def record_each(
    verb: str, subjects: Sequence[models.Model], *, by: Actor, about: list[models.Model] | None = None, **facts: object
) -> list[Event]:
    """Write down that the same happened to each of these, with an event for each, in a few questions."""
    return _write(verb, subjects, by, about, facts)


def job_actor(code: str) -> Actor:
    """The actor for work that no person started, such as "reminders"; always the same for the same code."""
    return Actor.objects.get_or_create(code=code, defaults={"kind": Actor.Kind.JOB})[0]


def _write(
    verb: str, subjects: Sequence[models.Model], by: Actor, about: list[models.Model] | None, facts: dict[str, object]
) -> list[Event]:
    written = {name: fact.isoformat() if isinstance(fact, date) else fact for name, fact in facts.items()}
    loose = [name for name, fact in written.items() if not code_or_number(fact)]
    if loose:
        raise ValueError(f"{verb}: {', '.join(loose)} is no code or number; put text on the record itself.")
    events = Event.objects.bulk_create(
        [Event(verb=verb, actor=by, facts=written) for _subject in subjects], batch_size=BATCH
    )
    Subject.objects.bulk_create(
        [
            Subject(event=event, kind=kind, key=key)
            for event, subject in zip(events, subjects, strict=True)
            for kind, key in sorted({(s._meta.label_lower, s.pk) for s in [subject, *(about or [])]})
        ],
        batch_size=BATCH,
    )
    return events
