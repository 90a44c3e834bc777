"""The record on paper."""

from django.utils.translation import gettext as _

from digibank.inventory.models import EeeCategory
from digibank.refurbishment.reuse.facts import ReuseRecord
from digibank.ui.printing import pdf


def record_pdf(record: ReuseRecord) -> bytes:
    """The record as PDF, also from a stored copy. Takes a moment: make it outside a transaction."""
    context = {
        "service": record.centre,
        "date": record.made_on,
        "reference": record.code,
        "facts": facts_of(record),
        "signers": [],
        "record": record,
    }
    return pdf("refurbishment/record_paper.html", context)


def facts_of(record: ReuseRecord) -> list[tuple[str, str]]:
    """What art. 3 asks about the device itself, in pairs of term and value."""
    return [
        (_("Reuse centre"), record.centre),
        (_("Unique code"), record.code),
        (_("Device"), record.name),
        (_("Class"), record.device_class),
        (_("EEE category"), str(EeeCategory(record.eee_category).label)),
        (_("Serial number"), record.serial or _("not known")),
        (_("Year in which it was made"), str(record.made_in or _("not known"))),
    ]
