"""Who gives devices."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.guards import LettersIndexed
from digibank.organisations.models import Organisation
from digibank.people import phones
from digibank.people.models.persons import PARTS_OF_A_PHONE, classified, search_text
from digibank.people.names import normalised
from digibank.searching import holding

# What says who a donor is.
WHO = ("name", "contact", "phone", "email", "street", "postcode", "town", "search")


class DonorQuerySet(models.QuerySet["Donor"]):
    """Sets of donors."""

    def known(self) -> Self:
        """Donors of whom we still know who they are."""
        return self.filter(faded_at__isnull=True)

    def named(self, text: str) -> Self:
        """Donors with these beginnings of words in the name; nobody when the text holds no words."""
        words = normalised(text).split()
        found: Self = holding(self, [f" {word}" for word in words]) if words else self.none()
        return found

    def matching(self, text: str) -> Self:
        """Donors with these digits in the telephone, else with these beginnings of words in the name."""
        digits = "".join(letter for letter in text if letter.isdigit()).lstrip("0")
        return self.filter(phone__contains=digits) if len(digits) > PARTS_OF_A_PHONE else self.named(text)

    def known_as(self, *, name: str, phone: str = "", email: str = "") -> Self:
        """Donors with exactly this name, capitals and accents apart, or this telephone or e-mail as it is kept."""
        same = models.Q(search=search_text(name, ""))
        for field, value in (("phone", phone), ("email", email.lower())):
            if value:
                same |= models.Q(**{field: value})
        return self.filter(same)


class Donor(models.Model):
    """A person or an organisation that gives devices. Only the name must be told; who tells none is no donor here.

    A private person fades: the row stays, and nothing in it says any more who that was (policy D-35).

    `organisation` keeps these data: the one of the depot that received the devices. `contact` is whom to ask for
    when an organisation gives.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="donors")
    is_legal_person = models.BooleanField(default=False)
    name = models.CharField(max_length=120)
    contact = models.CharField(max_length=120, blank=True, default="", db_default="")
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(max_length=120, blank=True)
    street = models.CharField(max_length=120, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    town = models.CharField(max_length=60, blank=True)
    registered_at = models.DateTimeField(default=clock.now, editable=False)
    search = models.CharField(max_length=400, editable=False)
    faded_at = models.DateTimeField(null=True, blank=True, editable=False)

    scope_path = "organisation"
    privacy = classified(
        technical="id organisation registered_at faded_at",
        personal="is_legal_person name contact phone email street postcode town search",
    )

    objects = DonorQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(models.Q(faded_at__isnull=True) & ~models.Q(name=""))
                | models.Q(faded_at__isnull=False, is_legal_person=False, **dict.fromkeys(WHO, "")),
                name="a_donor_has_a_name_or_faded",
            ),
            models.CheckConstraint(
                condition=models.Q(street="", postcode="", town="")
                | (~models.Q(street="") & ~models.Q(postcode="") & ~models.Q(town="")),
                name="the_address_of_a_donor_is_whole_or_absent",
            ),
            LettersIndexed(field="search", name="donors_by_letters"),
        ]
        indexes = [models.Index(fields=["organisation", "search"], name="donors_by_name")]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def has_faded(self) -> bool:
        """Whether we no longer know who it is."""
        return self.faded_at is not None

    @property
    def called(self) -> str:
        """The name, or that it is not kept any more."""
        return self.name or str(_("name not kept any more"))

    @property
    def kind(self) -> str:
        """What the donor is, in words."""
        return str(_("company or organisation") if self.is_legal_person else _("private person"))

    @property
    def shown_phone(self) -> str:
        """The telephone as people read it; empty when it was not told."""
        return phones.shown(self.phone) if self.phone else ""

    @property
    def address(self) -> str:
        """The address on one line; empty when it was not told."""
        return f"{self.street}, {self.postcode} {self.town}" if self.street else ""
