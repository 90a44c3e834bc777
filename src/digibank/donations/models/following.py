"""How a donor follows a gift without an account, and the letter when nothing of an offer may come."""

from typing import Self

from django.db import models

from digibank import clock
from digibank.audit.models import Actor
from digibank.donations.models.offers import Offer
from digibank.donations.models.taking_in import Donation
from digibank.files.models import Document
from digibank.guards import AppendOnly, ClosedOnce
from digibank.numbers import fingerprint
from digibank.organisations.models import Place
from digibank.people.models import classified

type Gift = Offer | Donation


class FollowLinkQuerySet(models.QuerySet["FollowLink"]):
    """Sets of links."""

    def open(self) -> Self:
        """Links that open their page."""
        return self.filter(ended_at__isnull=True)

    def of(self, gift: Gift) -> Self:
        """Links to this gift: what was offered and what came of it have one page."""
        return self.filter(**subject_of(gift))

    def opening_with(self, secret: str) -> "FollowLink | None":
        """The open link with this secret; None for one that ended, is wrong, or was never given."""
        found = self.open().select_related("offer", "donation__offer", "place__organisation", "actor")
        return found.filter(fingerprint=fingerprint(secret)).first()


def subject_of(gift: Gift) -> dict[str, Gift]:
    """What a link hangs on: the offer when there was one, so that it goes on when that comes in."""
    if isinstance(gift, Offer):
        return {"offer": gift}
    return {"offer": gift.offer} if gift.offer else {"donation": gift}


class FollowLink(models.Model):
    """An address with a secret in it, on which a donor sees what became of the gift (policy D-31).

    Only the fingerprint of the secret is kept. Whoever holds the link acts as `actor`.
    """

    offer = models.ForeignKey(Offer, null=True, blank=True, on_delete=models.PROTECT, related_name="follow_links")
    donation = models.ForeignKey(Donation, null=True, blank=True, on_delete=models.PROTECT, related_name="follow_links")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    fingerprint = models.CharField(max_length=64, unique=True)
    actor = models.OneToOneField(Actor, on_delete=models.PROTECT, related_name="follow_link")
    given_at = models.DateTimeField(default=clock.now)
    given_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    scope_path = "place__organisation"
    privacy = classified(technical="id offer donation place fingerprint actor given_at given_by ended_at")

    objects = FollowLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(offer__isnull=False, donation__isnull=True)
                | models.Q(offer__isnull=True, donation__isnull=False),
                name="a_link_follows_one_gift",
            ),
            models.UniqueConstraint(
                fields=["offer"], condition=models.Q(ended_at__isnull=True), name="one_open_link_per_offer"
            ),
            models.UniqueConstraint(
                fields=["donation"], condition=models.Q(ended_at__isnull=True), name="one_open_link_per_donation"
            ),
            ClosedOnce(
                closed="ended_at",
                fixed=("offer_id", "donation_id", "place_id", "fingerprint", "actor_id", "given_at", "given_by_id"),
                name="donations_followlink_closed_once",
            ),
        ]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.offer_id or ''} {self.donation_id or ''}".strip()

    @property
    def came_in(self) -> Donation | None:
        """What came in of the gift so far."""
        if self.donation:
            return self.donation
        return Donation.objects.select_related("offer", "place__organisation").filter(offer=self.offer_id).first()

    @property
    def offered(self) -> Offer | None:
        """What was offered, when it was."""
        return self.donation.offer if self.donation else self.offer


class RefusalLetter(models.Model):
    """The letter to a donor of whom nothing may come, as it was given; it stands on the decisions up to `covers`."""

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="letters")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    covers = models.PositiveBigIntegerField()
    written_at = models.DateTimeField(default=clock.now)
    written_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    scope_path = "offer__depot__organisation"
    privacy = classified(technical="id offer covers written_at written_by", personal="document")

    class Meta:
        constraints = [AppendOnly(name="donations_refusalletter_append_only")]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.offer_id} {self.covers}"
