"""Loose chargers, mice and bags come and go; what lies there is always the sum of that (policy D-10)."""

from django.db import transaction
from django.utils.translation import gettext as _

from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.donations.models import Donation, LooseMovement, LooseStock
from digibank.errors import RuleBroken
from digibank.organisations.models import Place


@transaction.atomic
def move_loose(
    place: Place, *, kind: str, change: int, why: str, by: Actor, donation: Donation | None = None
) -> LooseStock:
    """So many loose parts come (more than 0) or go (less than 0).

    Raises RuleBroken when fewer lie there than go.
    """
    stock = _locked(place, kind)
    if stock.count + change < 0:
        raise RuleBroken(
            _("Only %(count)s lie here. Count them first, then write down what goes.") % {"count": stock.count},
            field="count",
        )
    return _move(stock, change, why, by=by, donation=donation)


@transaction.atomic
def count_loose(place: Place, *, kind: str, count: int, by: Actor) -> LooseStock:
    """Somebody counted: so many lie there, whatever was thought."""
    stock = _locked(place, kind)
    return _move(stock, count - stock.count, LooseMovement.Why.COUNTED, by=by)


def _locked(place: Place, kind: str) -> LooseStock:
    """The stock as it is now; nobody else moves it until the transaction ends."""
    key = LooseStock.objects.get_or_create(place=place, kind=kind)[0].pk
    return LooseStock.objects.select_for_update().get(pk=key)


def _move(stock: LooseStock, change: int, why: str, *, by: Actor, donation: Donation | None = None) -> LooseStock:
    if change:
        stock.count += change
        stock.save(update_fields=["count"])
        LooseMovement.objects.create(stock=stock, change=change, why=why, donation=donation, by=by)
        record("donations.loose_moved", stock, by=by, about=[stock.place], change=change, why=why)
    return stock
