"""What a resident asked for."""

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.accounts.models import User
from digibank.accounts.rights import Can
from digibank.audit.models import Actor
from digibank.inventory.models import Commitment, DeviceClass
from digibank.lending.flows import ASKED, KEEPS_ONE, RequestState
from digibank.numbers import Series
from digibank.organisations.models import Organisation, Place
from digibank.people.models import Person, classified

REQUEST_NUMBERS = Series("AV")


def _unknown_to(organisations: Iterable[int]) -> models.QuerySet[Person, int]:
    return Person.objects.protected_elsewhere(organisations).values_list("pk", flat=True)


class AtDeskQuerySet[Row: models.Model](models.QuerySet[Row]):
    """Sets of rows about a person at a lending desk."""

    def visible_to(self, user: User, can: Can) -> Self:
        """Those at desks of the organisations where the user has this right.

        Of who is protected only the own municipality knows what is asked and lent.
        """
        reach = user.reach[can]
        return self.filter(desk__organisation__in=reach).exclude(person__in=_unknown_to(reach))

    def of_person(self, person: Person) -> Self:
        """Those of this person, newest first."""
        return self.filter(person=person).order_by("-pk")


class RequestQuerySet(AtDeskQuerySet["Request"]):
    """Sets of requests."""

    def visible_to(self, user: User, can: Can) -> Self:
        """Those at desks where the user has this right, and those for which one is kept there (policy U-34)."""
        reach = user.reach[can]
        here = models.Q(desk__organisation__in=reach) | models.Q(promise__place__organisation__in=reach)
        return self.filter(here).exclude(person__in=_unknown_to(reach))

    def open(self) -> Self:
        """Requests that are not answered yet."""
        return self.filter(state__in=ASKED)

    def locked(self, request: "Request") -> "Request":
        """The request as it is now; nobody else answers it until the transaction ends."""
        rows = self.select_for_update(of=("self",)).select_related("person", "device_class", "desk")
        return rows.get(pk=request.pk)

    def standing_at(self, desk: Place) -> Self:
        """Requests of who can come to this desk."""
        return self.filter(models.Q(desk=desk) | models.Q(pk__in=AlsoAt.objects.filter(place=desk).values("request")))

    def matching(self, text: str) -> Self:
        """The request with this number, or those of the persons that fit; who is protected by number only."""
        key = REQUEST_NUMBERS.key(text)
        if key is not None:
            return self.filter(pk=key)
        return self.filter(person__in=Person.objects.matching(text).values("pk"))


class Request(models.Model):
    """Somebody asked for a device of a class at a desk. What is promised is the class, never a device (policy I-06).

    `promise` keeps one of the class free; it becomes the commitment of the loan. `typed_by` is who wrote it down,
    `asked_through` who spoke for the person, and `sent_by` the partner who sent them. `went_before` says whether that
    device counts for the share of who goes before, `moved_up_at` when a colleague put it in front, and until
    `paused_until_on` nothing is offered.
    """

    class Through(models.TextChoices):
        RESIDENT = "resident", _("the resident")
        RELATIVE = "relative", _("a relative or neighbour")
        STAFF = "staff", _("a colleague")
        PARTNER = "partner", _("a partner who sent the person")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="requests")
    device_class = models.ForeignKey(DeviceClass, on_delete=models.PROTECT, related_name="requests")
    desk = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="requests")
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    asked_through = models.CharField(max_length=10, choices=Through, default=Through.RESIDENT)
    sent_by = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    typed_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=RequestState, default=RequestState.WAITING)
    promise = models.OneToOneField(Commitment, null=True, blank=True, on_delete=models.PROTECT, related_name="request")
    reason = models.CharField(max_length=200, blank=True)
    went_before = models.BooleanField(default=False, db_default=False)
    moved_up_at = models.DateTimeField(null=True, blank=True)
    paused_until_on = models.DateField(null=True, blank=True)

    scope_path = "desk__organisation"
    privacy = classified(
        technical="id person device_class desk asked_at typed_by state promise moved_up_at paused_until_on",
        personal="asked_through sent_by reason went_before",
    )

    objects = RequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "device_class"],
                condition=models.Q(state__in=ASKED),
                name="a_class_asked_once_per_person",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=KEEPS_ONE) | models.Q(promise__isnull=False),
                name="a_promised_request_keeps_one_free",
            ),
            models.CheckConstraint(
                condition=models.Q(state=RequestState.REFUSED) ^ models.Q(reason=""), name="a_refusal_has_its_reason"
            ),
        ]
        indexes = [
            models.Index(
                fields=["desk", "device_class", "asked_at"],
                name="requests_in_line",
                condition=models.Q(state=RequestState.WAITING),
            )
        ]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What stands on the paper that the person takes home, such as AV-000012-6."""
        return REQUEST_NUMBERS.of(self.pk)

    @property
    def is_open(self) -> bool:
        """Whether it still waits for an answer."""
        return self.state in ASKED

    @property
    def person_shown(self) -> str:
        """Whom it is for, as a list may show it: of a protected person the number only."""
        return self.person.number if self.person.protected else self.person.name

    def stands_at(self, desk: Place) -> bool:
        """Whether the person can come to this desk."""
        return self.desk_id == desk.pk or self.also_at.filter(place=desk).exists()


class AlsoAt(models.Model):
    """Another desk where the person can come too: the request stands in the line of that desk as well (policy U-34)."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="also_at")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="also_asked")

    scope_path = "place__organisation"
    privacy = classified(technical="id request place")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "place"], name="a_desk_once_per_request")]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.request_id} {self.place_id}"
