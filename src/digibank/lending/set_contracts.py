"""The contract of a set: what an organisation borrows, for which days, under which rules."""

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from digibank.audit.models import Actor
from digibank.files import actions as files
from digibank.files.models import Document
from digibank.lending import actions
from digibank.lending.models import DeviceSet
from digibank.ui.printing import pdf
from digibank.ui.templatetags.ui import weekday


def write_set_contract(device_set: DeviceSet, *, by: Actor) -> DeviceSet:
    """Print and keep the contract of a promised set, once. Printing takes a moment, so nothing is locked meanwhile."""
    if device_set.contract_id:
        return device_set
    return actions.keep_set_contract(device_set, contract=print_set_contract(device_set, by=by), by=by)


def print_set_contract(device_set: DeviceSet, *, by: Actor) -> Document:
    """The contract as a stored document that belongs to no set yet."""
    return files.store(set_contract_pdf(device_set), media_type="application/pdf", name="set-contract.pdf", by=by)


def set_contract_pdf(device_set: DeviceSet) -> bytes:
    """The contract, in Dutch as every contract (policy U-06)."""
    with translation.override(settings.LANGUAGE_CODE):
        return pdf("lending/set_contract.html", set_contract_context(device_set))


def set_contract_context(device_set: DeviceSet) -> dict[str, Any]:
    """What stands on it: how many of which class, which days, who answers for it. The list of numbers comes beside."""
    desk, contact = device_set.desk, device_set.contact
    return {
        "device_set": device_set,
        "service": f"{desk.name}, {desk.organisation.name}",
        "date": device_set.asked_at,
        "reference": device_set.number,
        "facts": [
            (_("Organisation"), device_set.organisation.name),
            (_("Contact"), f"{contact.name}, {contact.phone}"),
            (_("You borrow"), f"{device_set.count} × {device_set.device_class.name}"),
            (_("From"), weekday(device_set.from_on)),
            (_("Bring it back by"), f"{weekday(device_set.last_on)}, {desk.street}, {desk.postcode} {desk.town}"),
        ],
        "rules": [" ".join(part.split()) for part in device_set.regulation.text.split("\n\n") if part.strip()],
        "signers": [
            (contact.name, _("We borrow this set.")),
            (desk.organisation.name, _("I give the set.")),
        ],
    }
