"""How the trail is written."""

from datetime import date

from django.db import models

from digibank.audit.models import Actor, Event, Subject, code_or_number


def record(
    verb: str, subject: models.Model, *, by: Actor, about: list[models.Model] | None = None, **facts: object
) -> Event:
    """Write down that something happened to `subject`, and which other records it is about.

    Facts are codes, numbers and dates; anything a person typed is refused with ValueError, because the trail
    may hold no personal data (policy A-01).
    """
    written = {name: fact.isoformat() if isinstance(fact, date) else fact for name, fact in facts.items()}
    loose = [name for name, fact in written.items() if not code_or_number(fact)]
    if loose:
        raise ValueError(f"{verb}: {', '.join(loose)} is no code or number; put text on the record itself.")
    event = Event.objects.create(verb=verb, actor=by, facts=written)
    subjects = {(s._meta.label_lower, s.pk) for s in [subject, *(about or [])]}
    Subject.objects.bulk_create(Subject(event=event, kind=kind, key=key) for kind, key in sorted(subjects))
    return event


def job_actor(code: str) -> Actor:
    """The actor for work that no person started, such as "reminders"; always the same for the same code."""
    return Actor.objects.get_or_create(code=code, defaults={"kind": Actor.Kind.JOB})[0]
