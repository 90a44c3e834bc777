"""From answers to an offer: the one moment at which something of a donor is kept."""

from django.db import transaction
from django.utils.translation import gettext as _

from digibank.audit.models import Actor
from digibank.donations import actions as donations
from digibank.donations.models import Offer
from digibank.donations.queries import depot_for
from digibank.errors import RuleBroken
from digibank.files.models import Document
from digibank.organisations.models import Organisation, Place
from digibank.people.actions import donors
from digibank.people.models import Donor
from digibank.website.giving.answers import Answers, Step


@transaction.atomic
def send(answers: Answers, *, remarks: str, photo: Document | None, by: Actor) -> Offer:
    """Write down the offer, its things, and who gives when that was told.

    Raises RuleBroken when the place takes no donations any more, or a text holds what we may not keep.
    """
    drop_off = _drop_off(answers)
    depot = depot_for(drop_off)
    if depot is None:
        raise RuleBroken(_("We have no depot now. Please call us."))
    offer = donations.announce(
        depot,
        donor=_donor(answers, depot.organisation, by=by),
        drop_off=drop_off,
        channel=Offer.Channel.WEBSITE,
        preferred_days=answers.of(Step.DAYS).get("days", []),
        part_of_day=answers.of(Step.HOURS).get("part_of_day", Offer.PartOfDay.ANY),
        remarks=remarks,
        by=by,
    )
    donations.add_items(offer, items=answers.offerings(), photo=photo, by=by)
    return offer


def _drop_off(answers: Answers) -> Place | None:
    if answers.is_collected:
        return None
    chosen = Place.objects.taking_donations().select_related("organisation")
    place = chosen.filter(pk=answers.of(Step.HOW)["how"]).first()
    if place is None:
        raise RuleBroken(_("This place takes no devices any more. Go back and choose another one."))
    return place


def _donor(answers: Answers, organisation: Organisation, *, by: Actor) -> Donor | None:
    """Who gives; None when no name was told. Whether we know that person already, a colleague sees."""
    told = answers.of(Step.CONTACT)
    if not told.get("name"):
        return None
    return donors.register(organisation=organisation, is_legal_person=answers.is_organisation, by=by, **told)
