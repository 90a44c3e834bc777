"""The address by which a donor comes back to an offer: signed, so that nobody guesses it, and good for a while."""

from django.core import signing

from digibank.donations.models import Offer

SALT = "donations.offer"
GOOD_FOR_SECONDS = 60 * 24 * 3600


def link_of(offer: Offer) -> str:
    """What stands in the address. Whoever has it sees what was offered, never by whom."""
    return signing.dumps(offer.pk, salt=SALT)


def offer_of(link: str) -> Offer | None:
    """The offer with this link; None when it is not ours, or too old."""
    try:
        key = signing.loads(link, salt=SALT, max_age=GOOD_FOR_SECONDS)
    except signing.BadSignature:
        return None
    return Offer.objects.select_related("drop_off", "depot__organisation").filter(pk=key).first()
