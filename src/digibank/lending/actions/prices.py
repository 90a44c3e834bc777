"""The price list of a municipality."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken, refusing
from digibank.lending.models import PartPrice
from digibank.organisations.models import Organisation


@transaction.atomic
def set_price(
    organisation: Organisation, *, what: str, cents: int, valid_from: date, by: Actor, social_cents: int | None = None
) -> PartPrice:
    """Let a price hold from this day; the price before it holds until then."""
    prices = PartPrice.objects.filter(organisation=organisation, what=what)
    if prices.filter(valid_from__gte=valid_from).exists():
        raise RuleBroken(_("A later price is known already. Choose a later day."), field="valid_from")
    higher = _("The social tariff is higher than the price. Turn them round, or leave it empty.")
    just_now = _("Someone else just set this price. Reload the page and look.")
    with (
        refusing(PartPrice, "one_price_at_a_time", just_now),
        refusing(PartPrice, "the_social_tariff_is_the_lower_one", higher, field="social_cents"),
    ):
        prices.filter(valid_until__isnull=True).update(valid_until=valid_from)
        price = PartPrice.objects.create(
            organisation=organisation, what=what, cents=cents, social_cents=social_cents, valid_from=valid_from
        )
    record("lending.price_set", price, by=by, about=[organisation], what=what, cents=cents, valid_from=valid_from)
    return price
