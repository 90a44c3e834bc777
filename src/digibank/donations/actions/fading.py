"""A private donor is forgotten: who it was goes, what was given and what became of it stays (policy D-35)."""

from collections.abc import Iterable
from typing import Any, cast

from django.db import models, transaction
from django.utils.translation import gettext as _

from digibank.audit.actions import record
from digibank.audit.models import Actor, Event, Subject
from digibank.donations.lists import plans_of
from digibank.donations.models import Decision, Donation, Offer, OfferedItem
from digibank.donations.queries import donors_to_fade
from digibank.errors import RuleBroken
from digibank.files import actions as files
from digibank.files.models import Document
from digibank.people.actions import donors
from digibank.people.models import Donor
from digibank.sheets import actions as sheets

PERSONAL, JOINED = "personal", "donations.donor_joined"


@transaction.atomic
def fade(donor: Donor, *, by: Actor, asked: bool = False) -> Donor:
    """Forget who a private donor is, with the free text, photos, lists and papers about the gifts (policy D-36).

    `asked` when the donor wanted so; else nothing happens unless 12 months passed. A second time changes nothing.
    """
    # In the order in which a reception locks them, so that nobody waits in a ring.
    offers = list(Offer.objects.select_for_update().filter(donor=donor).order_by("pk"))
    given = list(Donation.objects.select_for_update().filter(donor=donor).order_by("pk"))
    donor = Donor.objects.select_for_update().get(pk=donor.pk)
    if donor.has_faded or not (asked or donors_to_fade().filter(pk=donor.pk).exists()):
        return donor
    # What a colleague joined to this donor while we waited is not locked, and would keep what was written about it.
    if len(offers) != donor.offers.count() or len(given) != donor.donations.count():
        if asked:
            raise RuleBroken(_("A colleague wrote something down about this donor just now. Look again and repeat it."))
        return donor
    donor = donors.fade(donor, by=by, asked=asked)
    lists = [plan for offer in offers for plan in plans_of(offer)]
    papers, others = _forget_texts(offers, given) + [plan.document for plan in lists], _papers_of_before(donor)
    for plan in lists:
        sheets.forget_rows(plan, by=by)
    papers += [paper.document for paper in others]
    gone = _forget_papers(papers, [*_papers_about(offers, given), *others, *lists], by=by)
    record("donations.giver_faded", donor, by=by, offers=len(offers), donations=len(given), documents=gone)
    return donor


def _forget_texts(offers: list[Offer], given: list[Donation]) -> list[Document]:
    """Empty what people wrote about these gifts. The photos and papers that nobody needs any more are returned."""
    things = OfferedItem.objects.filter(offer__in=offers)
    photos = Document.objects.filter(pk__in=things.exclude(photo=None).values("photo"))
    papers = [*photos, *(paper.document for paper in _papers_about(offers, given))]
    Donation.objects.filter(pk__in=[one.pk for one in given]).update(remarks="")
    Offer.objects.filter(pk__in=[one.pk for one in offers]).update(remarks="")
    Decision.objects.filter(item__offer__in=offers).exclude(reason="").update(reason="")
    things.update(remarks="", settlement_note="", photo=None)
    return papers


def _papers_of_before(donor: Donor) -> list[Any]:
    """The papers with this name about offers that were joined to another donor afterwards (policy D-37)."""
    left = Event.objects.filter(verb=JOINED, facts__before=donor.pk)
    keys = Subject.objects.filter(event__in=left, kind=Offer._meta.label_lower).values("key")
    found: list[Any] = []
    for offer in Offer.objects.filter(pk__in=keys).exclude(donor=donor):
        since = None
        papers = _papers_about([offer], list(Donation.objects.filter(offer=offer)))
        for joined in Event.objects.about(offer).filter(verb=JOINED):
            if joined.facts["before"] == donor.pk:
                found += [
                    one for one in papers if (since is None or one.written_at >= since) and one.written_at <= joined.at
                ]
            since = joined.at
    return found


def _papers_about(offers: list[Offer], given: list[Donation]) -> list[Any]:
    """The stored papers about these gifts that are personal, also those of chapters above: as their models say."""
    found: list[Any] = []
    for gifts, model in ((offers, Offer), (given, Donation)):
        for relation in model._meta.get_fields(include_hidden=True):
            paper = relation.related_model
            if isinstance(relation, models.ManyToOneRel) and getattr(paper, "privacy", {}).get("document") == PERSONAL:
                rows = cast(Any, paper)._base_manager.filter(**{f"{relation.field.name}__in": gifts})
                found += rows.select_related("document")
    return found


def _forget_papers(documents: Iterable[Document], owners: Iterable[models.Model], *, by: Actor) -> int:
    """Forget those documents that nobody holds besides these owners; how many that were."""
    ours = {(type(owner), owner.pk) for owner in owners}
    gone = {
        document.pk: document
        for document in documents
        if all((type(holder), holder.pk) in ours for holder in document.holders())
    }
    for document in gone.values():
        files.forget(document, by=by)
    return len(gone)
