"""Whether a device starts. Nothing can be run on one that does not: the workshop takes its drive out."""

from django.db import transaction

from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.inventory.models import Device


@transaction.atomic
def report_not_starting(device: Device, *, by: Actor) -> Device:
    """Say that a device does not start; whoever stands at the counter may see that as well as a technician."""
    device, is_news = _noted(device, will_not_start=True)
    if is_news:
        record("inventory.not_starting", device, by=by, about=[device.place])
    return device


@transaction.atomic
def report_starting(device: Device, *, by: Actor) -> Device:
    """Say that it starts again."""
    device, is_news = _noted(device, will_not_start=False)
    if is_news:
        record("inventory.starting", device, by=by, about=[device.place])
    return device


def _noted(device: Device, *, will_not_start: bool) -> tuple[Device, bool]:
    """The device as it is now, and whether this was not known yet."""
    device = Device.objects.locked(device)
    is_news = device.will_not_start != will_not_start
    device.will_not_start = will_not_start
    device.save(update_fields=["will_not_start"])
    return device, is_news
