"""A list of what is offered: shown row by row before it comes in, and then taken in as it was shown."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction

from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.donations.actions.offers import add_items
from digibank.donations.lists import CODE, COLUMNS, SENTENCES, judge
from digibank.donations.models import Offer
from digibank.donations.offering import Offering
from digibank.donations.standing import refuse_more
from digibank.files.models import Document
from digibank.sheets import actions as sheets
from digibank.sheets.kinds import Kind
from digibank.sheets.models import Plan
from digibank.sheets.reading import Sheet


@transaction.atomic
def send_list(offer: Offer, *, document: Document, sheet: Sheet, by: Actor) -> Plan:
    """Keep a list with an offer and say what would come of each row; nothing comes in yet."""
    offer = _open_offer(offer)
    plan = sheets.preview(document, kind=OFFER_LIST, about=offer.pk, sheet=sheet, by=by)
    record("donations.list_sent", offer, by=by, rows=plan.total, list=plan.pk)
    return plan


@transaction.atomic
def choose_columns(offer: Offer, *, plan: Plan, sheet: Sheet, columns: Mapping[str, int], by: Actor) -> Plan:
    """Say which column of the list is which."""
    _open_offer(offer)
    return sheets.choose(plan, kind=OFFER_LIST, sheet=sheet, columns=columns, by=by)


@transaction.atomic
def explain_words(
    offer: Offer, *, plan: Plan, sheet: Sheet, answers: Mapping[str, Mapping[str, str]], by: Actor
) -> Plan:
    """Say what the words of the list mean that nobody knows."""
    _open_offer(offer)
    return sheets.choose(plan, kind=OFFER_LIST, sheet=sheet, answers=answers, by=by)


@transaction.atomic
def leave_out_rows(offer: Offer, *, plan: Plan, sheet: Sheet, numbers: Iterable[int], by: Actor) -> Plan:
    """These rows stay out."""
    _open_offer(offer)
    return sheets.leave_out(plan, kind=OFFER_LIST, sheet=sheet, numbers=numbers, by=by)


@transaction.atomic
def take_rows_along(offer: Offer, *, plan: Plan, sheet: Sheet, numbers: Iterable[int], by: Actor) -> Plan:
    """These rows may come in after all."""
    _open_offer(offer)
    return sheets.take_along(plan, kind=OFFER_LIST, sheet=sheet, numbers=numbers, by=by)


@transaction.atomic
def look_again(offer: Offer, *, plan: Plan, sheet: Sheet, by: Actor) -> Plan:
    """Judge the rows by what we have now."""
    Offer.objects.locked(offer)
    return sheets.look_again(plan, kind=OFFER_LIST, sheet=sheet, by=by)


@transaction.atomic
def take_in_list(offer: Offer, *, plan: Plan, sheet: Sheet, seen: str, by: Actor) -> Plan:
    """All rows that were shown as coming in become things of the offer, or none (policy T-04). Twice is once."""
    offer = Offer.objects.locked(offer)
    if Plan.objects.get(pk=plan.pk).is_committed:
        return plan
    _open_offer(offer)
    plan = sheets.commit(plan, kind=OFFER_LIST, sheet=sheet, seen=seen, by=by)
    record("donations.list_taken_in", offer, by=by, rows=plan.coming, list=plan.pk)
    return plan


def _open_offer(offer: Offer) -> Offer:
    """The offer, locked. Raises RuleBroken when nothing can be added to it any more."""
    offer = Offer.objects.locked(offer)
    refuse_more(offer)
    return offer


def _become_things(about: int, items: Sequence[dict[str, Any]], by: Actor) -> None:
    """All rows become things of the offer, or none."""
    add_items(Offer.objects.get(pk=about), items=[Offering(**item) for item in items], by=by)


OFFER_LIST = Kind(code=CODE, columns=COLUMNS, judge=judge, commit=_become_things, sentences=SENTENCES)
