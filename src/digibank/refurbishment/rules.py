"""What has to hold before anything is said about an erasure."""

from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.models import Actor
from digibank.errors import RuleBroken
from digibank.inventory.gate import refuse_outside_a_workshop
from digibank.inventory.models import Device, StorageMedium
from digibank.refurbishment.models import Erasure

# The clock of an erasing machine may be a little ahead of ours.
CLOCKS_DIFFER = timedelta(minutes=10)


def locked_for_erasing(medium: StorageMedium) -> StorageMedium:
    """The medium as it is now, its device under lock, in a workshop. A loose drive always lies in one."""
    device = Device.objects.locked(medium.device)
    medium = StorageMedium.objects.select_related("device__place", "lies_at").get(pk=medium.pk)
    if not medium.is_loose:
        refuse_outside_a_workshop(device)
    return medium


def refuse_as_second(erasure: Erasure, by: Actor) -> None:
    """Raise RuleBroken for who cannot be the second person: whoever erased, and a machine."""
    if by.kind != Actor.Kind.USER or by.pk == erasure.erased_by_id:
        raise RuleBroken(_("A colleague must state this: somebody else than who added the log."))


def refuse_another_time(started: datetime, ended: datetime, began: datetime) -> None:
    """Raise RuleBroken for a run of before the device came in: it says nothing about the data on it now (policy W-03).

    Also for one that ends in days to come, or before it began.
    """
    if started < began:
        said = {"started": _moment(started), "came": _moment(began)}
        sentence = _(
            "This run began on %(started)s, before the device came in on %(came)s. Erase the drive again,"
            " or set the clock of the erasing machine right first."
        )
        raise RuleBroken(sentence % said, field="log")
    if ended > clock.now() + CLOCKS_DIFFER or ended < started:
        raise RuleBroken(
            _("This run ended on %(ended)s, which cannot be. Set the clock of the erasing machine and erase again.")
            % {"ended": _moment(ended)},
            field="log",
        )


def _moment(moment: datetime) -> str:
    return date_format(moment.astimezone(clock.BRUSSELS), "d/m/Y H:i")
