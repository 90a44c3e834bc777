"""What changes about donors."""

from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken, refusing
from digibank.organisations.models import Organisation
from digibank.people import phones
from digibank.people.models import Donor, search_text
from digibank.people.models.donors import WHO
from digibank.people.secrets import refuse_secrets_in


@transaction.atomic
def register(
    *,
    organisation: Organisation,
    name: str,
    is_legal_person: bool = False,
    contact: str = "",
    phone: str = "",
    email: str = "",
    street: str = "",
    postcode: str = "",
    town: str = "",
    by: Actor,
) -> Donor:
    """Write down who gives devices. Neither telephone nor e-mail nor address is needed.

    Raises RuleBroken for a number nobody can be called on, half an address, or a secret among the words.
    """
    words = {"name": name, "contact": contact, "email": email, "street": street, "postcode": postcode, "town": town}
    refuse_secrets_in(words)
    with refusing(
        Donor,
        "the_address_of_a_donor_is_whole_or_absent",
        _("Complete the address, or leave all of it empty."),
        field="street",
    ):
        donor = Donor.objects.create(
            organisation=organisation,
            is_legal_person=is_legal_person,
            phone=phones.normalised(phone, field="phone") if phone else "",
            search=search_text(name, ""),
            **words | {"email": email.lower()},
        )
    record("people.donor_registered", donor, by=by, about=[organisation], legal=is_legal_person)
    return donor


@transaction.atomic
def fade(donor: Donor, *, by: Actor, asked: bool = False) -> Donor:
    """Keep no longer who a private donor is; `asked` when the donor wanted so. A second time changes nothing.

    Raises RuleBroken for a company or organisation: its name says nothing about a person.
    """
    donor = Donor.objects.select_for_update().get(pk=donor.pk)
    if donor.has_faded:
        return donor
    if donor.is_legal_person:
        raise RuleBroken(_("This is a company or organisation. Only private persons are forgotten."))
    for field in WHO:
        setattr(donor, field, "")
    donor.faded_at = clock.now()
    donor.save(update_fields=[*WHO, "faded_at"])
    record("people.donor_faded", donor, by=by, about=[donor.organisation], asked=asked)
    return donor
