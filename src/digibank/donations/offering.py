"""What a donor tells of a thing, and what is looked at before it is written down."""

from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from digibank.errors import RuleBroken
from digibank.people.secrets import refuse_secrets_in

MOST_ALIKE = 200


@dataclass(frozen=True, kw_only=True)
class Offering:
    """One thing as the donor tells of it, or `count` alike; only the kind has to be told."""

    kind: str
    vendor: str = ""
    product: str = ""
    serial: str = ""
    count: int = 1
    works: str = ""
    age: str = ""
    remarks: str = ""


def checked(item: Offering) -> dict[str, Any]:
    """The fields of the row, once they hold no secret and no impossible count."""
    if not 1 <= item.count <= MOST_ALIKE:
        raise RuleBroken(_("Tell how many there are: from 1 to %(most)s.") % {"most": MOST_ALIKE}, field="count")
    if item.serial and item.count > 1:
        raise RuleBroken(_("A serial number is of one device. Write the others down apart."), field="serial")
    fields = asdict(item)
    # A serial number is no text: many look like a number we may not keep.
    refuse_secrets_in({name: value for name, value in fields.items() if name != "serial"})
    return fields
