"""A small label with what is inside a device. Never the name of a person (policy I-04)."""

from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from digibank.inventory.flows import MediumState
from digibank.inventory.models import Device
from digibank.refurbishment.queries import last_installation
from digibank.ui.printing import pdf
from digibank.ui.templatetags.ui import day


def spec_label_pdf(device: Device) -> bytes:
    """A label of 62 by 29 mm, as large as the label with the number."""
    return pdf("refurbishment/spec_label.html", {"device": device, "lines": spec_lines(device)})


def spec_lines(device: Device) -> list[tuple[str, Any]]:
    """What stands on the label, each with its name; what nobody knows is left out."""
    inside = device.media.filter(state__in=[MediumState.ERASED, MediumState.TO_ERASE])
    disks = [f"{medium.gigabytes} GB {medium.get_kind_display()}" for medium in inside if medium.gigabytes]
    installation = last_installation(device)
    told = [
        (_("Processor"), device.processor),
        (_("Memory"), filesizeformat(device.memory_bytes) if device.memory_bytes else ""),
        (_("Disk"), ", ".join(disks)),
        (_("Battery"), f"{device.battery_percent} %" if device.battery_percent is not None else ""),
        (_("System"), str(installation or "")),
        (_("Safe until"), day(installation.updates_until) if installation and installation.updates_until else ""),
    ]
    return [(name, value) for name, value in told if value]
