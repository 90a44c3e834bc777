"""An inventory by file is taken in as it was shown."""

from django.db import transaction

from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.organisations.models import Place
from digibank.sheets import actions as sheets
from digibank.sheets.kinds import Kind
from digibank.sheets.models import Plan
from digibank.sheets.reading import Sheet


@transaction.atomic
def take_in_inventory(place: Place, *, plan: Plan, kind: Kind, sheet: Sheet, seen: str, by: Actor) -> Plan:
    """All rows that were shown as coming in become devices at this depot, or none (policy T-04). Twice is once.

    One list after the other comes in at a depot, so that two lists with the same device bring it once.
    """
    found = Place.objects.select_for_update().get(pk=place.pk)
    if Plan.objects.get(pk=plan.pk).is_committed:
        return plan
    plan = sheets.commit(plan, kind=kind, sheet=sheet, seen=seen, by=by)
    record("inventory.list_taken_in", found, by=by, rows=plan.coming, list=plan.pk)
    return plan
