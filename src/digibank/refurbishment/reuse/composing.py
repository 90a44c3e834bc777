"""The record put together: what is known of the device, and every step in order."""

from digibank import clock
from digibank.inventory.models import Device
from digibank.refurbishment.models import Disposal
from digibank.refurbishment.reuse.facts import ReuseRecord
from digibank.refurbishment.reuse.steps import STEPS


def record_of(device: Device) -> ReuseRecord:
    """The record as it is now: always made anew from what was written down, so it is never behind (policy R-03)."""
    steps = [step for steps_of in STEPS for step in steps_of(device)]
    waste = Disposal.objects.standing().filter(device=device).first()
    return ReuseRecord(
        centre=device.place.organisation.name,
        code=device.number,
        name=device.title,
        device_class=device.device_class.name,
        maker=device.vendor,
        product=device.product,
        serial=device.serial,
        eee_category=waste.category if waste else device.device_class.eee_category.value,
        made_in=device.made_in,
        position=device.state,
        made_on=clock.today(),
        # Sorting keeps what happened at one moment in the order of the functions.
        steps=tuple(sorted(steps, key=lambda step: step.at)),
    )
