"""Less than the required level is approved, with a reason, by somebody with the right to do so."""

from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken
from digibank.people.secrets import refuse_secrets
from digibank.refurbishment.actions.settling import settle
from digibank.refurbishment.flows import ErasureState
from digibank.refurbishment.models import Erasure, Exemption
from digibank.refurbishment.rules import locked_for_erasing


@transaction.atomic
def exempt(erasure: Erasure, *, reason: str, by: Actor) -> Erasure:
    """Approve that this medium reaches less than required, and why (policy E-08).

    The erasure counts when nothing is left to state. Raises RuleBroken for whoever erased, and when none is needed.
    """
    refuse_secrets(reason, field="reason")
    medium = locked_for_erasing(erasure.medium)
    erasure = Erasure.objects.select_for_update().get(pk=erasure.pk)
    if by.kind != Actor.Kind.USER or by.pk == erasure.erased_by_id:
        raise RuleBroken(_("A colleague approves an exception: somebody else than who erased."))
    if erasure.state != ErasureState.WAITING or not erasure.lacks_exemption:
        raise RuleBroken(_("No exception is needed here. Reload the page."))
    Exemption.objects.create(erasure=erasure, reason=reason, approved_by=by, erased_by=erasure.erased_by)
    erasure.exempted_at = clock.now()
    erasure.save(update_fields=["exempted_at"])
    record("refurbishment.exempted", erasure, by=by, about=[medium.device], level=erasure.level)
    return settle(Erasure.objects.get(pk=erasure.pk), by=by)
