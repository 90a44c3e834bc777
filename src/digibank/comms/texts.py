"""From a template and its facts to words that are frozen on a message."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import get_template
from django.utils import translation
from django.utils.translation import gettext as _

from digibank.accounts.models import User
from digibank.comms.models import Receiver
from digibank.organisations.models import Organisation, Place
from digibank.people.models import Person

LONGEST_SHORT = 160
LONGEST_SUBJECT = 200
_END_OF_SENTENCE = re.compile(r"(?<=[.!?])\s")


@dataclass(frozen=True)
class Addressee:
    """Whom a template speaks to."""

    name: str
    addressed_as: str


@dataclass(frozen=True)
class Sender:
    """Who writes: the organisation, its desk, and where one rings back."""

    name: str
    desk: str
    phone: str


@dataclass(frozen=True)
class Text:
    """The words of one message."""

    greeting: str
    subject: str
    body: str
    short: str
    ask: str

    def as_fields(self) -> dict[str, str]:
        """The words by the name of the field that keeps them."""
        return dict(vars(self))


def addressee_of(receiver: Receiver) -> Addressee:
    """How the receiver is named and addressed."""
    if isinstance(receiver, Person):
        return Addressee(receiver.name, receiver.addressed_as)
    if isinstance(receiver, User):
        return Addressee(receiver.full_name, receiver.full_name)
    return Addressee(receiver.name, receiver.name)


def sender_of(organisation: Organisation, place: Place | None) -> Sender:
    """Who writes; without a place there is no telephone to name."""
    return Sender(organisation.name, place.name if place else organisation.name, place.phone if place else "")


def render(template: str, *, to: Receiver, sender: Sender, facts: Mapping[str, object]) -> Text:
    """The words of template "app/name" in Dutch. Raises TemplateDoesNotExist or ValueError when it says nothing."""
    app, name = template.split("/")
    page = get_template(f"{app}/messages/{name}.html")
    context = {**facts, "person": addressee_of(to), "sender": sender}
    with translation.override(settings.LANGUAGE_CODE):
        parts = {part: page.render({**context, "part": part}) for part in ("subject", "body", "short", "ask")}
        body = _paragraphs(parts["body"])
        subject = _one_line(parts["subject"])[:LONGEST_SUBJECT]
        if not body or not subject:
            raise ValueError(f"{template} has no subject or no body.")
        greeting = _("Dear %(name)s,") % {"name": addressee_of(to).addressed_as}
        short = _short(_one_line(parts["short"]) or _END_OF_SENTENCE.split(body)[0], sender)
    return Text(greeting, subject, body, short, _paragraphs(parts["ask"]))


def _short(text: str, sender: Sender) -> str:
    """The text when it fits in one text message, else where to ask for it: half a message is worse than none."""
    if len(text) <= LONGEST_SHORT:
        return text
    if sender.phone:
        return _("We have news for you. Ring %(phone)s. %(desk)s") % {"phone": sender.phone, "desk": sender.desk}
    return _("We have news for you. Come by. %(desk)s") % {"desk": sender.desk}


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _paragraphs(text: str) -> str:
    """Paragraphs apart by one empty line, each on one line."""
    return "\n\n".join(_one_line(part) for part in re.split(r"\n\s*\n", text) if part.strip())
