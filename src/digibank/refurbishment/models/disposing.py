"""Devices that became waste, and what left with a recycler: kilograms, categories and papers."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.audit.models import Actor
from digibank.dated import Dated, DatedQuerySet, ends_after_it_begins
from digibank.files.models import Document
from digibank.guards import AppendOnly, ClosedOnce, NoOverlap
from digibank.inventory.models import Device, EeeCategory, StorageMedium, UnfitGround
from digibank.numbers import Series
from digibank.organisations.models import Organisation, Place
from digibank.refurbishment.weights import LEAST_GRAMS, MOST_GRAMS

COLLECTION_NUMBERS = Series("AF")
MOST_LOOSE_GRAMS = 5_000_000


class Origin(models.TextChoices):
    """Whose waste it was. A computer of a company counts as household equipment (OVAM), unless it is made for work."""

    HOUSEHOLD = "household", _("household")
    PROFESSIONAL = "professional", _("professional")


class OtherGround(models.TextChoices):
    """Why a device that is fit for reuse by law becomes waste all the same."""

    BROKEN = "broken", _("broken")
    SURPLUS = "surplus", _("more of them than anybody wants")
    UNSAFE = "unsafe", _("not safe")


DISPOSAL_GROUNDS = [*UnfitGround.choices, *OtherGround.choices]


class Recycler(Dated):
    """A firm outside that may take waste from us, with the number under which it is registered, for as long as it may.

    A new name or number is a new row: what left before went to the old one.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="recyclers")
    name = models.CharField(max_length=80)
    registration = models.CharField(max_length=40)

    scope_path = "organisation"

    objects = DatedQuerySet["Recycler"].as_manager()

    class Meta:
        constraints = [
            ends_after_it_begins("a_recycler_ends_after_it_begins"),
            models.CheckConstraint(
                condition=~models.Q(name="") & ~models.Q(registration=""), name="a_recycler_is_registered"
            ),
            NoOverlap(
                fields=("organisation_id", "registration"),
                starts="from_on",
                ends="until_on",
                name="a_registration_once_at_a_time",
            ),
        ]
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.registration})"


class Collection(models.Model):
    """What a recycler took along in one go. Written once, when it left (policy Q-03)."""

    depot = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="collections")
    recycler = models.ForeignKey(Recycler, on_delete=models.PROTECT, related_name="collections")
    document_number = models.CharField(max_length=40)
    collected_on = models.DateField()
    written_at = models.DateTimeField(default=clock.now)
    written_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    scope_path = "depot__organisation"

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(document_number=""), name="a_collection_has_its_document"),
            AppendOnly(name="refurbishment_collection_append_only"),
        ]
        indexes = [models.Index(fields=["depot", "collected_on"], name="collections_of_a_depot")]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What stands on the list: AF-000012-3."""
        return COLLECTION_NUMBERS.of(self.pk)


class DisposalQuerySet(models.QuerySet["Disposal"]):
    """Sets of disposals."""

    def standing(self) -> Self:
        """Those that were not undone."""
        return self.filter(undone_at__isnull=True)

    def waiting(self) -> Self:
        """Those whose device still lies at the depot."""
        return self.standing().filter(collection__isnull=True)


class Disposal(models.Model):
    """A device that became waste: why, how heavy, in which category. It waits until a collection takes it along."""

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="disposals")
    depot = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="disposals")
    grams = models.PositiveIntegerField()
    category = models.PositiveSmallIntegerField(choices=EeeCategory)
    origin = models.CharField(max_length=12, choices=Origin, default=Origin.HOUSEHOLD)
    ground = models.CharField(max_length=10, choices=DISPOSAL_GROUNDS)
    note = models.CharField(max_length=200, blank=True)
    disposed_at = models.DateTimeField(default=clock.now)
    disposed_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    collection = models.ForeignKey(
        Collection, on_delete=models.PROTECT, related_name="disposals", null=True, blank=True
    )

    scope_path = "depot__organisation"

    objects = DisposalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["device"], condition=models.Q(undone_at__isnull=True), name="one_disposal_per_device"
            ),
            models.CheckConstraint(
                condition=models.Q(grams__range=(LEAST_GRAMS, MOST_GRAMS)), name="a_device_weighs_grams"
            ),
            # Not IN (2, 4, 6): Django's look at a table of SQLite stumbles over lists of one digit.
            models.CheckConstraint(
                condition=models.Q(category=EeeCategory.SCREENS)
                | models.Q(category=EeeCategory.LARGE)
                | models.Q(category=EeeCategory.SMALL_IT),
                name="a_category_of_the_directive",
            ),
            models.CheckConstraint(
                condition=models.Q(undone_at__isnull=True) | models.Q(collection__isnull=True),
                name="what_left_is_not_undone",
            ),
            ClosedOnce(closed="collection_id", name="refurbishment_disposal_sealed"),
        ]
        indexes = [models.Index(fields=["depot", "disposed_at"], name="disposals_of_a_depot")]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.device_id} {self.grams} g"


class LooseKind(models.TextChoices):
    """Loose things that go along by weight."""

    DRIVES = "drives", _("destroyed drives")
    CABLES = "cables", _("chargers and cables")
    INPUT = "input", _("keyboards and mice")
    PARTS = "parts", _("other parts of devices")
    BATTERIES = "batteries", _("batteries")


class LooseWaste(models.Model):
    """Loose things of one kind in a collection, weighed together."""

    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="loose")
    kind = models.CharField(max_length=10, choices=LooseKind)
    grams = models.PositiveIntegerField()

    scope_path = "collection__depot__organisation"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["collection", "kind"], name="loose_waste_once_per_collection"),
            models.CheckConstraint(
                condition=models.Q(grams__range=(1, MOST_LOOSE_GRAMS)), name="loose_waste_weighs_grams"
            ),
            AppendOnly(name="refurbishment_loosewaste_append_only"),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.grams} g"

    @property
    def category(self) -> EeeCategory | None:
        """Its category; batteries have none, they are a stream of their own (regulation (EU) 2023/1542)."""
        return None if self.kind == LooseKind.BATTERIES else EeeCategory.SMALL_IT


class CollectedDrive(models.Model):
    """A destroyed storage medium that went along; each at most once (policy Q-04)."""

    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="drives")
    medium = models.OneToOneField(StorageMedium, on_delete=models.PROTECT, related_name="collected")

    scope_path = "collection__depot__organisation"

    class Meta:
        constraints = [AppendOnly(name="refurbishment_collecteddrive_append_only")]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.collection_id} {self.medium_id}"


class CollectionDocument(models.Model):
    """A paper of the recycler about a collection: the signed list, a proof of what became of it."""

    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="documents")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now)
    added_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    scope_path = "collection__depot__organisation"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["collection", "document"], name="a_paper_once_per_collection"),
            AppendOnly(name="refurbishment_collectiondocument_append_only"),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.collection_id} {self.document_id}"
