"""What changes about donors."""

from django.db import transaction
from django.utils.translation import gettext as _

from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import refusing
from digibank.organisations.models import Organisation
from digibank.people import phones
from digibank.people.models import Donor, search_text
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
