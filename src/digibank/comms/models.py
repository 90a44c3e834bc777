"""Messages and what was tried to bring them over."""

from typing import Any, Self
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.accounts.models import User
from digibank.accounts.rights import Can
from digibank.audit.models import Actor
from digibank.comms.flows import OVER, WITH_THE_WORKER, State
from digibank.files.models import Document
from digibank.guards import AppendOnly
from digibank.numbers import Series
from digibank.organisations.models import Organisation, Place
from digibank.people.models import Person, PersonAccess, classified
from digibank.work.models import Leased, LeasedQuerySet

NUMBERS = Series("BR")

Channel = Person.Channel
# Letters and cards are made by the worker; people post and give them.
PAPER = (Channel.LETTER, Channel.CARD)
TRIES_BEFORE_WE_LOOK = 5

type Receiver = Person | Organisation | User


def _is_to_print() -> models.Q:
    return models.Q(state=State.TO_DO, channel=Channel.LETTER)


def _is_to_call() -> models.Q:
    now = models.Q(call_from_on__isnull=True) | models.Q(call_from_on__lte=clock.today())
    return now & models.Q(state=State.TO_DO, channel=Channel.PHONE)


def _is_to_give() -> models.Q:
    return models.Q(state=State.TO_DO, channel=Channel.CARD)


def _is_to_judge() -> models.Q:
    stuck = models.Q(state__in=WITH_THE_WORKER, attempts__gte=TRIES_BEFORE_WE_LOOK)
    return stuck | models.Q(state__in=[State.UNCERTAIN, State.RETURNED])


class MessageQuerySet(LeasedQuerySet["Message"]):
    """Sets of messages."""

    def visible_to(self, user: User, can: Can) -> Self:
        """Messages of the organisations where the user has this right.

        Who may see messages also reads those to a person who was opened to the user's municipality, unless the person
        is protected. Posting, calling and giving stay with the person's home.
        """
        shown = models.Q(organisation__in=user.reach[can])
        if can == Can.SEE_MESSAGES:
            opened = PersonAccess.objects.current().filter(organisation__in=user.reach[can]).values("person")
            shown |= models.Q(to_person__in=opened, to_person__protected=False)
        return self.filter(shown)

    def to_print(self) -> Self:
        """Letters that lie ready to be printed and posted."""
        return self.filter(_is_to_print())

    def to_call(self) -> Self:
        """Calls to make today."""
        return self.filter(_is_to_call())

    def to_give(self) -> Self:
        """Cards that wait at the desk."""
        return self.filter(_is_to_give())

    def to_judge(self) -> Self:
        """Messages that a person looks at: uncertain ones, letters that came back, and what does not get away."""
        return self.filter(_is_to_judge())

    def to_do_counts(self) -> dict[str, int]:
        """How many there are to judge, to call, to print and to give."""
        lists = {"judge": _is_to_judge(), "call": _is_to_call(), "print": _is_to_print(), "give": _is_to_give()}
        return self.aggregate(**{name: models.Count("pk", filter=condition) for name, condition in lists.items()})

    def shown_in_lists(self) -> Self:
        """Without messages to persons whose existence is protected: these are found by number only."""
        return self.exclude(to_person__protected=True)

    def matching(self, text: str) -> Self:
        """The message with this number, or those to the person with this number or these words in the name.

        Who is protected is found by number only.
        """
        key = NUMBERS.key(text)
        if key is not None:
            return self.filter(pk=key)
        return self.filter(to_person__in=Person.objects.matching(text))


class Message(Leased):
    """One message to one receiver by one channel. The words are made once and never change after that.

    `due_at` is when the worker has to do something; empty when people do it or when it is over. `calls` counts how
    often nobody picked up, and `call_from_on` is the day of the next call.
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    once = models.CharField(max_length=120, blank=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="messages")
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="messages")
    to_person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="messages")
    to_organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="received_messages"
    )
    to_user = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="messages")
    channel = models.CharField(max_length=10, choices=Channel)
    template = models.CharField(max_length=80)
    greeting = models.CharField(max_length=160)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    short = models.CharField(max_length=160)
    ask = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    calls = models.PositiveSmallIntegerField(default=0)
    call_from_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    done_at = models.DateTimeField(null=True, blank=True)

    scope_path = "organisation"
    privacy = classified(
        technical="id key once organisation place template state calls made_at done_at due_at lease_until leased_by"
        " attempts",
        personal="to_person to_organisation to_user channel greeting subject body short ask document call_from_on",
    )

    objects = MessageQuerySet.as_manager()

    class Meta(Leased.Meta):
        constraints = [
            *Leased.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(to_person__isnull=False, to_organisation__isnull=True, to_user__isnull=True)
                | models.Q(to_person__isnull=True, to_organisation__isnull=False, to_user__isnull=True)
                | models.Q(to_person__isnull=True, to_organisation__isnull=True, to_user__isnull=False),
                name="a_message_has_one_receiver",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=WITH_THE_WORKER, due_at__isnull=False)
                | (~models.Q(state__in=WITH_THE_WORKER) & models.Q(due_at__isnull=True)),
                name="a_waiting_message_is_due",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=OVER, done_at__isnull=False)
                | (~models.Q(state__in=OVER) & models.Q(done_at__isnull=True)),
                name="an_ended_message_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.TO_DO, channel__in=PAPER) | models.Q(document__isnull=False),
                name="paper_is_kept_before_it_is_shown",
            ),
            models.CheckConstraint(condition=~models.Q(body=""), name="a_message_says_something"),
            models.UniqueConstraint(fields=["once"], condition=~models.Q(once=""), name="the_same_event_tells_once"),
        ]
        indexes = [
            *Leased.Meta.indexes,
            models.Index(fields=["organisation", "state", "channel", "-id"], name="messages_of_a_desk"),
            models.Index(fields=["to_person", "-id"], name="messages_of_a_person"),
        ]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What stands on the letter, such as BR-000012-3."""
        return NUMBERS.of(self.pk)

    @property
    def receiver(self) -> Receiver:
        """Whom it is for."""
        receiver = self.to_person or self.to_organisation or self.to_user
        assert receiver is not None
        return receiver

    @property
    def receiver_shown(self) -> str:
        """Whom it is for, as a list may show it: of a protected person the number only."""
        if self.to_person:
            return self.to_person.number if self.to_person.protected else self.to_person.name
        return str(self.receiver)

    @property
    def paragraphs(self) -> list[str]:
        """The body, paragraph by paragraph."""
        return self.body.split("\n\n")


class Attempt(models.Model):
    """One thing that was tried for a message, by whom and how it ended. Never changed."""

    class Outcome(models.TextChoices):
        SENT = "sent", _("sent")
        PUT_OFF = "put_off", _("did not go, tried again later")
        LOST_SIGHT = "lost_sight", _("nobody knows whether it arrived")
        FELL_BACK = "fell_back", _("could not go this way")
        MADE = "made", _("made ready")
        POSTED = "posted", _("posted")
        REACHED = "reached", _("told by telephone")
        NOT_REACHED = "not_reached", _("nobody picked up")
        GIVEN = "given", _("given at the desk")
        TAKEN_BACK = "taken_back", _("taken back: it was not done yet")
        CAME_BACK = "came_back", _("came back unopened")
        ARRIVED = "arrived", _("arrived, says a colleague")
        AGAIN = "again", _("sent again, says a colleague")
        CHANGED = "changed", _("sent another way, says a colleague")
        CANCELLED = "cancelled", _("cancelled")

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="tries")
    channel = models.CharField(max_length=10, choices=Channel)
    outcome = models.CharField(max_length=12, choices=Outcome)
    because = models.SlugField(max_length=40, blank=True)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    scope_path = "message__organisation"
    privacy = classified(technical="id message at by because", personal="channel outcome")

    class Meta:
        constraints = [AppendOnly(name="comms_attempt_append_only")]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.outcome} {self.pk}"


def receiver_field(receiver: Receiver) -> dict[str, Any]:
    """The one field of a message that names this receiver."""
    kinds = {Person: "to_person", Organisation: "to_organisation", User: "to_user"}
    return {kinds[type(receiver)]: receiver}
