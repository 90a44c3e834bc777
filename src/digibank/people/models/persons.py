"""Persons, how to reach them, and who else may see them."""

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.accounts.models import User
from digibank.accounts.rights import Can
from digibank.audit.models import Actor
from digibank.dated import Dated, DatedQuerySet, ends_after_it_begins
from digibank.editing import Versioned
from digibank.guards import LettersIndexed, NoOverlap
from digibank.numbers import Series
from digibank.organisations.models import Organisation
from digibank.people import phones
from digibank.people.names import normalised
from digibank.searching import holding

NUMBERS = Series("IN")

PARTS_OF_A_PHONE = 5


def classified(**fields_by_kind: str) -> dict[str, str]:
    """For each field what it is: personal, statistic or technical; a test proves that none is forgotten."""
    return {field: kind for kind, fields in fields_by_kind.items() for field in fields.split()}


def known_to(user: User, can: Can, person: str = "") -> models.Q:
    """Who is known to the municipalities where the user has this right. `person` leads to the person, as "person__".

    For sets of rows about persons: asked of the person that stands beside each row, not of all persons there are.
    """
    reach = user.reach[can]
    opened = PersonAccess.objects.current().filter(organisation__in=reach).values("person")
    here = models.Q(**{f"{person}home__in": reach})
    return here | models.Q(**{f"{person}pk__in": opened, f"{person}protected": False})


class PersonQuerySet(models.QuerySet["Person"]):
    """Sets of persons."""

    def visible_to(self, user: User, can: Can) -> Self:
        """Persons of the municipalities where the user has this right, and those opened to one of them.

        Who became protected is open to no other municipality any more.
        """
        return self.filter(known_to(user, can))

    def shown_in_lists(self) -> Self:
        """Without persons whose existence is protected: these are found by their number only."""
        return self.filter(protected=False)

    def protected_elsewhere(self, organisations: Iterable[int]) -> Self:
        """Protected persons of other municipalities than these. They are few, so a list leaves them out by key."""
        return self.filter(protected=True).exclude(home__in=organisations)

    def matching(self, text: str) -> Self:
        """Persons with this number, else those not protected with this telephone, e-mail or these words in the name."""
        key = NUMBERS.key(text)
        if key is not None:
            return self.filter(pk=key)
        shown = self.shown_in_lists()
        digits = "".join(c for c in text if c.isdigit()).lstrip("0")
        if "@" in text or len(digits) > PARTS_OF_A_PHONE:
            part = text.strip().lower() if "@" in text else digits
            return shown.filter(pk__in=ContactWay.objects.current().filter(value__contains=part).values("person"))
        found: Self = holding(shown, [f" {word}" for word in normalised(text).split()])
        return found


class Person(Versioned):
    """A resident. The name is the only thing one must tell; nothing here needs e-mail, telephone or Dutch."""

    class Channel(models.TextChoices):
        LETTER = "letter", _("letter")
        PHONE = "phone", _("telephone call")
        SMS = "sms", _("text message")
        EMAIL = "email", _("e-mail")
        CARD = "card", _("card at the desk")

    home = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="residents")
    name = models.CharField(max_length=120)
    called = models.CharField(max_length=60, blank=True)
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    interpreter_needed = models.BooleanField(default=False)
    contact_language = models.CharField(max_length=40, blank=True)
    large_print = models.BooleanField(default=False, db_default=False)
    prefers = models.CharField(max_length=10, choices=Channel)
    protected = models.BooleanField(default=False)
    registered_at = models.DateTimeField(default=clock.now, editable=False)
    search = models.CharField(max_length=400, editable=False)

    scope_path = "home"
    privacy = classified(
        technical="id version home registered_at",
        personal="name called birth_year interpreter_needed contact_language large_print prefers protected search",
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="a_person_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(birth_year__isnull=True) | models.Q(birth_year__range=(1900, 2100)),
                name="a_believable_birth_year",
            ),
            LettersIndexed(field="search", name="persons_by_letters"),
        ]
        indexes = [
            models.Index(fields=["home", "id"], name="persons_of_a_home"),
            models.Index(fields=["birth_year"], name="persons_by_birth_year"),
            models.Index(fields=["home"], name="protected_persons_of_a_home", condition=models.Q(protected=True)),
        ]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """The number on the person's card and papers, such as IN-000042-1."""
        return NUMBERS.of(self.pk)

    @property
    def addressed_as(self) -> str:
        """How to address the person."""
        return self.called or self.name

    @property
    def address(self) -> "Address | None":
        """Where letters go today."""
        return next((address for address in self.addresses.all() if address.is_current), None)

    @property
    def current_ways(self) -> list["ContactWay"]:
        """The ways to reach the person that hold today, besides a letter."""
        return [way for way in self.ways.all() if way.is_current]

    def channels(self) -> set[str]:
        """The channels that can reach the person today; a card can be given to everybody who comes by."""
        open_channels = {str(Person.Channel.CARD)}
        if self.address:
            open_channels.add(Person.Channel.LETTER)
        for way in self.current_ways:
            open_channels |= way.channels()
        return open_channels


def search_text(name: str, called: str) -> str:
    """What is searched: each word of the names normalised, a space before each."""
    return "".join(f" {word}" for word in normalised(f"{name} {called}").split())


class PersonAccess(Dated):
    """Another municipality that may see the person for a time, with the reason."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="accesses")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="opened_persons")
    reason = models.CharField(max_length=200)
    granted_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    scope_path = "organisation"
    privacy = classified(
        technical="id person organisation granted_by from_on until_on",
        personal="reason",
    )

    objects = DatedQuerySet["PersonAccess"].as_manager()

    class Meta:
        constraints = [
            ends_after_it_begins("an_access_ends_after_it_begins"),
            NoOverlap(
                fields=("person_id", "organisation_id"), starts="from_on", ends="until_on", name="one_access_at_a_time"
            ),
        ]
        ordering = ["from_on"]

    def __str__(self) -> str:
        return f"{self.person_id} {self.organisation_id}"


class Address(Dated):
    """Where a person lives or gets letters, for a time."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="addresses")
    street = models.CharField(max_length=120)
    postcode = models.CharField(max_length=4)
    town = models.CharField(max_length=60)

    scope_path = "person__home"
    privacy = classified(
        technical="id person",
        personal="street postcode town from_on until_on",
    )

    objects = DatedQuerySet["Address"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(postcode__regex=r"^[1-9][0-9]{3}$"), name="a_person_has_a_belgian_postcode"
            ),
            ends_after_it_begins("an_address_ends_after_it_begins"),
            NoOverlap(fields=("person_id",), starts="from_on", ends="until_on", name="one_address_at_a_time"),
        ]
        indexes = [models.Index(fields=["postcode"], name="addresses_by_postcode")]
        ordering = ["-from_on"]

    def __str__(self) -> str:
        return f"{self.pk}"


class ContactWay(Dated):
    """One way to reach a person besides a letter: a number, an e-mail, somebody who passes it on, or at the desk."""

    class Kind(models.TextChoices):
        PHONE = "phone", _("telephone")
        MOBILE = "mobile", _("mobile phone")
        EMAIL = "email", _("e-mail")
        SOMEONE = "someone", _("through somebody else")
        DESK = "desk", _("comes by at the desk")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="ways")
    kind = models.CharField(max_length=10, choices=Kind)
    value = models.CharField(max_length=120, blank=True)
    who = models.CharField(max_length=120, blank=True)
    relation = models.CharField(max_length=60, blank=True)
    last_reached_on = models.DateField(null=True, blank=True)

    scope_path = "person__home"
    privacy = classified(
        technical="id person",
        personal="kind value who relation last_reached_on from_on until_on",
    )

    objects = DatedQuerySet["ContactWay"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="desk", value="")
                | models.Q(kind="someone")
                | (models.Q(kind__in=["phone", "mobile", "email"]) & ~models.Q(value="")),
                name="a_way_leads_somewhere",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="someone") ^ models.Q(who=""), name="somebody_else_has_a_name"
            ),
            ends_after_it_begins("a_way_ends_after_it_begins"),
            models.UniqueConstraint(
                fields=["person", "kind", "value", "who"],
                condition=models.Q(until_on__isnull=True),
                name="a_way_once_per_person",
            ),
        ]
        indexes = [models.Index(fields=["value"], name="ways_by_value")]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def shown(self) -> str:
        """The number or address as people read it."""
        return phones.shown(self.value) if self.value.startswith("+") else self.value

    def channels(self) -> set[str]:
        """The channels that this way opens."""
        if self.kind == self.Kind.EMAIL:
            return {Person.Channel.EMAIL}
        if self.kind == self.Kind.MOBILE:
            return {Person.Channel.PHONE, Person.Channel.SMS}
        return {Person.Channel.PHONE} if self.value else set()
