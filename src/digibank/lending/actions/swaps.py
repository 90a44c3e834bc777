"""The device breaks during the loan: it comes back, and another one goes along on the same loan.

Locked in this order: loan, supply and the other device, the device that comes back.
"""

from collections.abc import Collection, Mapping
from datetime import date

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.comms import actions as comms
from digibank.errors import RuleBroken
from digibank.files.models import Document
from digibank.inventory import actions as inventory
from digibank.inventory.models import Device
from digibank.lending.actions.returns import keep_if_locked
from digibank.lending.flows import LoanState
from digibank.lending.models import NOTHING_ASKED, Asked, Loan, Swap, SwapPart, SwapSlip
from digibank.lending.parts import back_in_words, given_parts, list_parts
from digibank.lending.updates import due_with
from digibank.people.secrets import refuse_secrets


@transaction.atomic
def swap(
    loan: Loan,
    *,
    device: Device,
    parts: Collection[str],
    condition: str,
    back: Mapping[str, str],
    by: Actor,
    note: str = "",
    asked: Asked = NOTHING_ASKED,
    accepts_earlier: bool = False,
) -> Swap:
    """Take the device back and give another one of its class at the desk of the loan, which goes on (policy U-67).

    Number, rules, money and last day stay. `back` gives for each part that went along how it came back, and `parts` are
    the kinds that go along with the other one. The loan never outlives the security updates of its device: then it ends
    earlier, when the desk `accepts_earlier` (policy U-17). Raises RuleBroken when the other one is not free.
    """
    refuse_secrets(note, field="note")
    found = Loan.objects.locked(loan)
    old, was_due_on = found.device, found.ends_on
    _refuse_swap(found, device)
    found.due_on = _due_on(found, device, accepts_earlier=accepts_earlier)
    commitment = inventory.hold(device, place=found.desk, by=by)
    given_parts(found, back)
    inventory.take_back(old, place=found.desk, accessories=back, by=by)
    keep_if_locked(old, asked=asked, by=by)
    inventory.release(found.commitment, by=by)
    swapped = Swap.objects.create(
        loan=found,
        old=old,
        new=device,
        place=found.desk,
        condition=condition,
        note=note,
        files_saved=asked.files_saved,
        signed_out=asked.signed_out,
        was_due_on=was_due_on,
        due_on=found.due_on,
        by=by,
    )
    SwapPart.objects.bulk_create(SwapPart(swap=swapped, kind=kind, back=state) for kind, state in back.items())
    found.device, found.commitment = device, commitment
    found.save(update_fields=["device", "commitment", "due_on"])
    found.parts.all().delete()
    list_parts(found, set(parts))
    inventory.lend(device, by=by)
    record("lending.swapped", found, by=by, about=[found.person, old, device, found.desk], condition=condition)
    _tell_swapped(found, old, back, by)
    return swapped


@transaction.atomic
def keep_swap_slip(swap: Swap, *, document: Document, by: Actor) -> SwapSlip:
    """Keep the paper that was printed about this swap. The first one stays."""
    kept, is_new = SwapSlip.objects.get_or_create(swap=swap, defaults={"document": document})
    if is_new:
        record("lending.swap_slip_made", swap.loan, by=by, about=[swap.loan.person], document=document.pk)
    return kept


def _refuse_swap(loan: Loan, device: Device) -> None:
    if loan.state != LoanState.RUNNING:
        raise RuleBroken(_("Only the device of a running loan can be swapped. Reload the page."))
    if device.device_class_id != loan.device.device_class_id:
        said = {"lent": loan.device.device_class.name, "found": device.device_class.name}
        raise RuleBroken(
            _("A %(lent)s is lent and this is a %(found)s. Take another one, or end this loan and begin a new one.")
            % said,
            field="scan",
        )


def _due_on(loan: Loan, device: Device, *, accepts_earlier: bool) -> date:
    """The last day that both the loan and the updates of the device allow."""
    due_on = due_with(device, loan)
    if due_on < loan.ends_on and not accepts_earlier:
        said = {"number": device.number, "day": date_format(due_on, "j F Y")}
        raise RuleBroken(
            _("%(number)s gets security updates until %(day)s only. Take another one, or tick that the loan ends then.")
            % said,
            field="accepts_earlier",
        )
    return due_on


def _tell_swapped(loan: Loan, old: Device, back: Mapping[str, str], by: Actor) -> None:
    comms.queue(
        "lending/swapped",
        to=loan.person,
        by=by,
        about=loan,
        from_place=loan.desk,
        old=old.title,
        old_number=old.number,
        device=loan.device.title,
        number=loan.device.number,
        due_on=loan.due_on,
        **back_in_words(back),
    )
