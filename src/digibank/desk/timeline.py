"""The trail as a story: what happened to a device, or around a person, in words and in order."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models

from digibank.accounts.models import User
from digibank.agenda.events import TOLD as AGENDA
from digibank.audit.models import Actor, Event
from digibank.audit.telling import Told
from digibank.comms.events import TOLD as COMMS
from digibank.donations.events import TOLD as DONATIONS
from digibank.inventory.events import TOLD as INVENTORY
from digibank.lending.events import TOLD as LENDING
from digibank.logistics.events import TOLD as LOGISTICS
from digibank.people.events import TOLD as PEOPLE
from digibank.refurbishment.events import TOLD as REFURBISHMENT

WORDS: dict[str, Told] = PEOPLE | COMMS | INVENTORY | AGENDA | LOGISTICS | DONATIONS | REFURBISHMENT | LENDING


@dataclass(frozen=True)
class Entry:
    """One line of a timeline: when, what, and by which colleague."""

    on: datetime
    title: object
    icon: str
    kind: str
    text: str


def story_of(*subjects: models.Model) -> list[Entry]:
    """Everything the trail holds about these records, oldest first; each event once."""
    events = list(Event.objects.about(*subjects).select_related("actor").order_by("at", "pk"))
    names = _names(event.actor for event in events)
    return [_entry(event, WORDS[event.verb], names.get(event.actor_id, "")) for event in events if event.verb in WORDS]


def _entry(event: Event, words: Told, name: str) -> Entry:
    return Entry(on=event.at, title=words.title, icon=words.icon, kind=words.weight, text=name)


def _names(actors: Iterable[Actor]) -> dict[int, str]:
    """The names of colleagues; the system and kiosks have none."""
    keys = {actor.pk for actor in actors if actor.kind == Actor.Kind.USER}
    return dict(User.objects.filter(actor__in=keys).values_list("actor_id", "full_name"))
