"""Whom to call at an organisation that borrows a set."""

from django.db import models

from digibank.organisations.models import Organisation
from digibank.people.models.persons import classified


class Contact(models.Model):
    """Somebody who answers for an organisation, as a municipality knows them: a name and a telephone, no more.

    `organisation` keeps these data; `works_at` is where the person works.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="contacts")
    works_at = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=30)

    scope_path = "organisation"
    privacy = classified(technical="id organisation works_at", personal="name phone")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "works_at", "name", "phone"], name="a_contact_once"),
            models.CheckConstraint(
                condition=~models.Q(name="") & ~models.Q(phone=""), name="a_contact_has_a_name_and_a_telephone"
            ),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"contact {self.pk}"
