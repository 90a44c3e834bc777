"""The link with which a donor follows a gift: given, given anew, ended. And the letter when nothing may come."""

from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.donations.flows import OfferState
from digibank.donations.givers import refuse_renamed
from digibank.donations.models import Donation, FollowLink, Gift, Offer, RefusalLetter
from digibank.donations.models.following import subject_of
from digibank.errors import RuleBroken
from digibank.files import actions as files
from digibank.numbers import fingerprint, secret


@transaction.atomic
def give_link(gift: Gift, *, by: Actor) -> tuple[FollowLink, str]:
    """Make the address on which the donor follows the gift; an earlier one opens nothing any more (policy D-31).

    The secret in it is known here for once: only its fingerprint is kept.
    """
    gift = _locked(gift)
    FollowLink.objects.of(gift).open().update(ended_at=clock.now())
    kept = secret()
    link = FollowLink.objects.create(
        place=gift.depot if isinstance(gift, Offer) else gift.place,
        fingerprint=fingerprint(kept),
        actor=Actor.objects.create(kind=Actor.Kind.LINK),
        given_by=by,
        **subject_of(gift),
    )
    record("donations.link_given", gift, by=by, link=link.pk)
    return link, kept


@transaction.atomic
def end_link(gift: Gift, *, by: Actor) -> Gift:
    """Let the link open nothing any more. A second time changes nothing."""
    gift = _locked(gift)
    if FollowLink.objects.of(gift).open().update(ended_at=clock.now()):
        record("donations.link_ended", gift, by=by)
    return gift


@transaction.atomic
def keep_letter(offer: Offer, *, letter: bytes, covers: int, by: Actor) -> RefusalLetter:
    """Keep a letter about an offer of which nothing may come, printed when `covers` was the newest decision.

    Raises RuleBroken when something of it may come after all, or was judged again since; also when the donor, as the
    caller knows it, was forgotten or exchanged since.
    """
    printed, offer = offer.donor, Offer.objects.locked(offer)
    refuse_renamed(printed, offer.donor)
    if offer.state != OfferState.REFUSED:
        raise RuleBroken(_("Not everything of this offer is refused. What came in has a receipt."))
    if offer.last_judged != covers:
        raise RuleBroken(_("A colleague judged something again just now. Look at the offer and make the letter again."))
    document = files.store(letter, media_type="application/pdf", name=f"letter-{offer.number}.pdf", by=by)
    kept = RefusalLetter.objects.create(offer=offer, document=document, covers=covers, written_by=by)
    record("donations.letter_written", offer, by=by, letter=kept.pk)
    return kept


def _locked(gift: Gift) -> Gift:
    """The gift as it is now; nobody else gives a link to it until the transaction ends."""
    if isinstance(gift, Offer):
        return Offer.objects.locked(gift)
    if gift.offer:
        Offer.objects.locked(gift.offer)
    return Donation.objects.select_for_update(of=("self",)).select_related("offer", "place").get(pk=gift.pk)
