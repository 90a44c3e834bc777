"""The trail as a story: what happened to a device, or around a person, in words and in order."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from django.db import models

from digibank import clock
from digibank.accounts.models import User
from digibank.agenda.events import TOLD as AGENDA
from digibank.agenda.models import Appointment
from digibank.audit.models import Actor, Event
from digibank.audit.telling import Told
from digibank.comms.events import TOLD as COMMS
from digibank.comms.models import Message
from digibank.donations.events import TOLD as DONATIONS
from digibank.helpdesk.events import TOLD as HELPDESK
from digibank.helpdesk.models import Handover, SkillsTalk
from digibank.inventory.events import TOLD as INVENTORY
from digibank.lending.events import TOLD as LENDING
from digibank.lending.models import Loan, Request
from digibank.logistics.events import TOLD as LOGISTICS
from digibank.people.events import TOLD as PEOPLE
from digibank.people.models import Household, Person
from digibank.refurbishment.events import TOLD as REFURBISHMENT
from digibank.spreading.events import TOLD as SPREADING
from digibank.support.events import TOLD as SUPPORT
from digibank.support.models import Entitlement
from digibank.workforce.events import TOLD as WORKFORCE

WORDS: dict[str, Told] = (
    PEOPLE
    | COMMS
    | INVENTORY
    | WORKFORCE
    | AGENDA
    | LOGISTICS
    | DONATIONS
    | REFURBISHMENT
    | SUPPORT
    | LENDING
    | SPREADING
    | HELPDESK
)

# One act of a colleague is often an event of two apps. Of these the second says it all; the first is left out then.
SAID_ANYHOW = {
    "inventory.medium_erased": "refurbishment.erasure_accepted",
    "inventory.device_held": "lending.prepared",
    "inventory.lent": "lending.handed_over",
    "inventory.released": "lending.taken_back",
    "logistics.sent": "inventory.sent",
    "refurbishment.disposed": "inventory.disposed",
    "refurbishment.installed": "inventory.installed",
    "refurbishment.quality_checked": "inventory.rejected",
}
ONE_ACT = timedelta(seconds=2)

# Who may see a person does not see all of these. Of an entitlement no desk learns when and by whom (policy Z-02), and
# of a household only where it lives (policy U-31).
IN_PART = {
    model._meta.label_lower
    for model in (Loan, Request, Appointment, Message, Entitlement, Household, Handover, SkillsTalk)
}


@dataclass(frozen=True)
class Entry:
    """One line of a timeline: when, what, and by which colleague."""

    on: datetime
    title: object
    icon: str
    kind: str
    text: str


def story_of(*subjects: models.Model) -> list[Entry]:
    """Everything the trail holds about these records, oldest first; each event once, equal neighbours on one line."""
    return _told(list(_about(*subjects)))


def thread_of(person: Person, *parts: models.Model) -> list[Entry]:
    """What happened around a person, as far as a colleague sees it: `parts` are what else they may see.

    An event about a loan, request, appointment or message that is not among these stays away (policy U-11).
    """
    shown = {(part._meta.label_lower, part.pk) for part in parts}
    events = _about(person, *parts).prefetch_related("subjects")
    told = [{(about.kind, about.key) for about in event.subjects.all() if about.kind in IN_PART} for event in events]
    return _told([event for event, abouts in zip(events, told, strict=True) if abouts <= shown])


def _about(*subjects: models.Model) -> models.QuerySet[Event]:
    return Event.objects.about(*subjects).select_related("actor").order_by("at", "pk")


def _told(events: list[Event]) -> list[Entry]:
    names = _names(event.actor for event in events)
    known = [event for event in events if event.verb in WORDS and not _is_said_anyhow(event, events)]
    rows = [list(row) for _same, row in groupby(known, key=_same_line)]
    return [_entry(row[0], len(row), names.get(row[0].actor_id, "")) for row in rows]


def _is_said_anyhow(event: Event, events: list[Event]) -> bool:
    """Whether the other event of the same act stands beside it, and says more."""
    says_it = SAID_ANYHOW.get(event.verb)
    return says_it is not None and any(
        other.verb == says_it and other.actor_id == event.actor_id and abs(other.at - event.at) <= ONE_ACT
        for other in events
    )


def _same_line(event: Event) -> tuple[object, ...]:
    """What a reader cannot tell apart: the same act, by the same colleague, on the same day."""
    return event.verb, event.actor_id, event.at.astimezone(clock.BRUSSELS).date()


def _entry(event: Event, times: int, name: str) -> Entry:
    words = WORDS[event.verb]
    title = words.title if times == 1 else f"{words.title} ({times})"
    return Entry(on=event.at, title=title, icon=words.icon, kind=words.weight, text=name)


def _names(actors: Iterable[Actor]) -> dict[int, str]:
    """The names of colleagues; the system and kiosks have none."""
    keys = {actor.pk for actor in actors if actor.kind == Actor.Kind.USER}
    return dict(User.objects.filter(actor__in=keys).values_list("actor_id", "full_name"))
