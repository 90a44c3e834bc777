"""What somebody offers to give: how it comes to us, and each thing with what we judged of it and what arrived."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.accounts.models import User
from digibank.accounts.rights import Can
from digibank.audit.models import Actor
from digibank.donations.flows import OPEN, OfferState
from digibank.files.models import Document
from digibank.guards import OnlyFades
from digibank.inventory.models import DeviceClass, UnfitGround
from digibank.numbers import Series
from digibank.organisations.models import Place
from digibank.people.models import Donor, classified

OFFER_NUMBERS = Series("AB")


class OfferQuerySet(models.QuerySet["Offer"]):
    """Sets of offers."""

    def visible_to(self, user: User, can: Can) -> Self:
        """Offers for the depots where the user has this right."""
        return self.filter(depot__organisation__in=user.reach[can])

    def matching(self, text: str) -> Self:
        """The offer with this number; else those of a donor so named, or of a thing with this word or serial number."""
        key = OFFER_NUMBERS.key(text)
        if key is not None:
            return self.filter(pk=key)
        thing = models.Q(vendor__icontains=text) | models.Q(product__icontains=text) | models.Q(serial__iexact=text)
        things = OfferedItem.objects.filter(thing).values("offer")
        return self.filter(models.Q(donor__in=Donor.objects.named(text)) | models.Q(pk__in=things))

    def open(self) -> Self:
        """Offers with something still to be done."""
        return self.filter(state__in=OPEN)

    def locked(self, offer: "Offer") -> "Offer":
        """The offer as it is now; nobody else judges or receives its things until the transaction ends."""
        self.select_for_update().get(pk=offer.pk)
        return self.select_related("donor", "depot__organisation", "drop_off").get(pk=offer.pk)


class Offer(models.Model):
    """What somebody wants to give. `depot` judges, receives and keeps it; what is brought comes to `drop_off`.

    Without a donor when that person gives no name. What is collected has one, with the address to go to (policy D-08).
    `preferred_days` are numbers of weekdays: 0 is Monday.
    """

    class Coming(models.TextChoices):
        BROUGHT = "brought", _("the donor brings it")
        COLLECTED = "collected", _("we collect it")

    class PartOfDay(models.TextChoices):
        ANY = "any", _("the whole day")
        MORNING = "morning", _("in the morning")
        AFTERNOON = "afternoon", _("in the afternoon")

    class Channel(models.TextChoices):
        WEBSITE = "website", _("website")
        PHONE = "phone", _("telephone")
        COUNTER = "counter", _("counter")

    donor = models.ForeignKey(Donor, null=True, blank=True, on_delete=models.PROTECT, related_name="offers")
    depot = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="offers")
    drop_off = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    coming = models.CharField(max_length=10, choices=Coming)
    preferred_days = models.JSONField(default=list, blank=True)
    part_of_day = models.CharField(max_length=10, choices=PartOfDay, default=PartOfDay.ANY)
    channel = models.CharField(max_length=10, choices=Channel)
    remarks = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=12, choices=OfferState, default=OfferState.ANNOUNCED)
    announced_at = models.DateTimeField(default=clock.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    scope_path = "depot__organisation"
    privacy = classified(
        technical="id donor depot drop_off coming preferred_days part_of_day channel state announced_at ended_at",
        personal="remarks",
    )

    objects = OfferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(coming="brought", drop_off__isnull=False)
                | models.Q(coming="collected", drop_off__isnull=True, donor__isnull=False),
                name="an_offer_comes_somewhere_or_from_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=OPEN, ended_at__isnull=True)
                | (~models.Q(state__in=OPEN) & models.Q(ended_at__isnull=False)),
                name="an_ended_offer_has_its_moment",
            ),
        ]
        indexes = [models.Index(fields=["depot", "state", "-id"], name="offers_of_a_depot")]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What the donor hears and reads, such as AB-000042-1."""
        return OFFER_NUMBERS.of(self.pk)

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.state in OPEN

    @property
    def last_judged(self) -> int:
        """The key of the newest decision about its things: what a letter stands on. 0 before the first one."""
        return Decision.objects.filter(item__offer=self).aggregate(last=models.Max("pk"))["last"] or 0


class Preselection(models.TextChoices):
    """What we judged of a thing before it is ours."""

    UNDECIDED = "undecided", _("not judged yet")
    ACCEPTED = "accepted", _("may come")
    REFUSED = "refused", _("refused")


class OfferedItemQuerySet(models.QuerySet["OfferedItem"]):
    """Sets of offered things."""

    def different(self) -> Self:
        """Things that came otherwise than was agreed, and of which the donor does not know it yet."""
        reception = OfferedItem.Reception
        odd = models.Q(reception__in=[reception.MISSING, reception.DIFFERENT]) | models.Q(is_extra=True)
        return self.filter(odd, preselection=Preselection.ACCEPTED, settlement="")


class OfferedItem(models.Model):
    """One thing of an offer, or `count` alike. What the donor tells, what we judged, and what arrived.

    `preselection` is what the newest decision says. What is received was accepted: the database itself refuses else.
    """

    class Kind(models.TextChoices):
        LAPTOP = "laptop", _("laptop")
        DESKTOP = "desktop", _("desktop computer")
        TABLET = "tablet", _("tablet")
        PHONE = "phone", _("smartphone")
        SCREEN = "screen", _("screen")
        ACCESSORIES = "accessories", _("loose parts")
        OTHER = "other", _("something else")

    class Works(models.TextChoices):
        YES = "yes", _("works")
        PARTLY = "partly", _("works partly")
        NO = "no", _("does not work")

    class Age(models.TextChoices):
        NEW = "new", _("less than 5 years old")
        MIDDLE = "middle", _("5 to 10 years old")
        OLD = "old", _("more than 10 years old")

    class Reception(models.TextChoices):
        EXPECTED = "expected", _("not counted yet")
        ARRIVED = "arrived", _("arrived")
        DIFFERENT = "different", _("something else came")
        MISSING = "missing", _("was not there")

    class Settlement(models.TextChoices):
        TOLD = "told", _("the donor knows it")
        CORRECT = "correct", _("it is right after all")
        STAYS_MISSING = "stays_missing", _("it will not come")

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="items")
    kind = models.CharField(max_length=12, choices=Kind)
    vendor = models.CharField(max_length=80, blank=True)
    product = models.CharField(max_length=120, blank=True)
    serial = models.CharField(max_length=80, blank=True)
    count = models.PositiveSmallIntegerField(default=1)
    works = models.CharField(max_length=8, choices=Works, blank=True)
    age = models.CharField(max_length=8, choices=Age, blank=True)
    remarks = models.CharField(max_length=200, blank=True)
    photo = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    preselection = models.CharField(max_length=10, choices=Preselection, default=Preselection.UNDECIDED)
    is_extra = models.BooleanField(default=False)
    reception = models.CharField(max_length=10, choices=Reception, default=Reception.EXPECTED)
    settlement = models.CharField(max_length=14, choices=Settlement, blank=True)
    settlement_note = models.CharField(max_length=200, blank=True)

    scope_path = "offer__depot__organisation"
    privacy = classified(
        technical="id offer kind vendor product serial count works age preselection is_extra reception settlement",
        personal="remarks photo settlement_note",
    )

    objects = OfferedItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(count__gte=1), name="an_offered_thing_is_there_once"),
            models.CheckConstraint(
                condition=models.Q(serial="") | models.Q(count=1), name="a_serial_number_is_of_one_thing"
            ),
            models.UniqueConstraint(
                fields=["offer", "serial"], condition=~models.Q(serial=""), name="a_serial_number_once_per_offer"
            ),
            models.CheckConstraint(
                condition=models.Q(reception="expected") | models.Q(preselection="accepted"),
                name="only_what_was_accepted_is_received",
            ),
            models.CheckConstraint(
                condition=models.Q(settlement="")
                | models.Q(reception__in=["missing", "different"])
                | models.Q(is_extra=True),
                name="only_a_difference_is_settled",
            ),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.offer_id} {self.kind}"

    @property
    def title(self) -> str:
        """How people call it: maker and product, or its kind when these are not known."""
        return f"{self.vendor} {self.product}".strip() or str(self.get_kind_display())

    @property
    def shape(self) -> str:
        """The shape of the devices it becomes; empty for what gets no number, such as a screen or loose parts."""
        return self.kind if self.kind in DeviceClass.Shape else ""

    @property
    def is_expected(self) -> bool:
        """Whether it may come and was not counted yet, or was missing and came after all."""
        waits = (self.Reception.EXPECTED, self.Reception.MISSING)
        return self.preselection == Preselection.ACCEPTED and self.reception in waits and not self.settlement

    @property
    def is_different(self) -> bool:
        """Whether it came otherwise than was agreed."""
        return self.is_extra or self.reception in (self.Reception.MISSING, self.Reception.DIFFERENT)

    @property
    def decision(self) -> "Decision | None":
        """The newest decision about it."""
        return next(reversed(self.decisions.all()), None)


class Advice(models.TextChoices):
    """Where a refused thing can go instead."""

    RECYCLING_PARK = "recycling_park", _("Bring it to the recycling park. That is free for electrical devices.")
    SHOP = "shop", _("Bring it to a shop when you buy a new one. The shop takes the old one for free.")
    COLLECTION_POINT = "collection_point", _("Small devices may go in a Recupel box in a supermarket or shop.")
    COMPANY_COLLECTOR = "company_collector", _("Ask a registered collector of waste to come and get it.")


class Decision(models.Model):
    """That somebody judged a thing: what, on which ground, when and where. Never changed; the newest counts (P-03).

    Only the words in `reason` go, when the donor is forgotten (policy D-35).

    A verdict of “not judged yet” takes the one before back.
    """

    class Where(models.TextChoices):
        FORM = "form", _("from what the donor told")
        ON_SITE = "on_site", _("at the donor’s")
        DOOR = "door", _("at our door")

    item = models.ForeignKey(OfferedItem, on_delete=models.PROTECT, related_name="decisions")
    verdict = models.CharField(max_length=10, choices=Preselection)
    ground = models.CharField(max_length=10, choices=UnfitGround, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    advice = models.CharField(max_length=20, choices=Advice, blank=True)
    where = models.CharField(max_length=8, choices=Where)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    scope_path = "item__offer__depot__organisation"
    privacy = classified(technical="id item verdict ground advice where at by", personal="reason")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(verdict="refused") & ~models.Q(ground="") & ~models.Q(advice="")
                | ~models.Q(verdict="refused") & models.Q(ground="", advice="", reason=""),
                name="a_refusal_has_ground_and_advice",
            ),
            OnlyFades(
                fixed=("id", "item_id", "verdict", "ground", "advice", "where", "at", "by_id"),
                fades=("reason",),
                name="donations_decision_only_fades",
            ),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.item_id} {self.verdict}"
