"""The batteries of a laptop, from the kernel's own lines or from the text of upower -i."""

import re
from collections.abc import Iterator, Mapping
from itertools import islice

from django.utils.translation import gettext as _

from digibank.errors import RuleBroken
from digibank.inventory.hardware.document import read_text
from digibank.inventory.hardware.facts import Battery
from digibank.inventory.hardware.fields import MOST_CHARACTERS, filled_in, tidy, wrong
from digibank.inventory.hardware.refusals import says_twice, stops_halfway

# A gauge that measures more than twice the design has lost count: a replacement cell is never that much larger.
MOST_CREDIBLE_PERCENT = 200
MOST_MEASURED_PERCENT = 9999
MOST_CYCLES = 100_000
MOST_BATTERIES = 8

_KERNEL_LINE = re.compile(r"(?:POWER_SUPPLY_([A-Z0-9_]+)|DEVTYPE)=(.*)")
_HEADING = re.compile(r"==> .* <==|\[.*\]|#.*|/sys/class/power_supply/\S*:?|")
_UPOWER_LINE = re.compile(r"\s*([a-z][a-z -]*):\s*(.*)")
_UPOWER_SECTION = re.compile(r"  ([a-z-]+)")
_COUNTED = re.compile(r"(?:POWER_SUPPLY_(?:CHARGE_FULL|ENERGY_FULL|CYCLE_COUNT)[A-Z_]*=|\s*(?:charge-)?cycles:\s*)\d+")


def read_battery(raw: bytes) -> tuple[Battery, ...]:
    """The batteries in the lines of /sys/class/power_supply/BAT*/uevent or in the text of upower -i.

    Empty when the report says that there is none. Raises RuleBroken with what is wrong and what to do.
    """
    text = read_text(raw)
    if is_kernel_text(text):
        return batteries_by_kernel(text)
    if is_upower_text(text):
        return batteries_by_upower(text)
    raise RuleBroken(
        _("This is not a battery report. Copy /sys/class/power_supply/BAT0/uevent to a file and choose that file.")
    )


def is_kernel_text(text: str) -> bool:
    """Whether these are the kernel's lines about a power supply."""
    return re.search(r"^(?:POWER_SUPPLY_[A-Z]|DEVTYPE=power_supply)", text, re.MULTILINE) is not None


def is_upower_text(text: str) -> bool:
    """Whether this is what upower -i or upower -d writes."""
    return re.search(r"^[ \t]*native-path:", text, re.MULTILINE) is not None


def batteries_by_kernel(text: str) -> tuple[Battery, ...]:
    """The batteries in the lines of one or more uevent files."""
    _refuse_half_a_line(text, _KERNEL_LINE)
    return few(_by_kernel(supply) for supply in _supplies(text) if _is_own_battery(supply))


def batteries_by_upower(text: str) -> tuple[Battery, ...]:
    """The batteries in the text of upower -i, of one device or several."""
    _refuse_half_a_line(text, _UPOWER_LINE)
    return few(_by_upower(device) for device in _devices(text) if _is_own_device(device))


def percent_of(full: float, design: float) -> int | None:
    """What is left of the design in whole percents, or None when it cannot be."""
    percent = int(100 * full / design + 0.5)
    return percent if percent <= MOST_MEASURED_PERCENT else None


def battery_of(*, name: str, measured: int | None, cycles: int | None, vendor: str, model: str) -> Battery:
    """A battery of which a report says this."""
    if cycles is not None and cycles > MOST_CYCLES:
        raise wrong("cycles")
    credible = measured is not None and measured <= MOST_CREDIBLE_PERCENT
    return Battery(
        name=tidy(name),
        health_percent=min(measured, 100) if measured is not None and credible else None,
        measured_percent=measured,
        # Many batteries do not count; theirs is always 0.
        cycles=cycles or None,
        vendor=filled_in(tidy(vendor)),
        model=filled_in(tidy(model)),
    )


def few(batteries: Iterator[Battery]) -> tuple[Battery, ...]:
    """All batteries. Raises RuleBroken when there are more than one machine can hold."""
    found = tuple(islice(batteries, MOST_BATTERIES + 1))
    if len(found) > MOST_BATTERIES:
        raise RuleBroken(_("This file lists more than 8 batteries. Choose the report of one machine."))
    return found


def _refuse_half_a_line(text: str, line: re.Pattern[str]) -> None:
    # Half a number is a number too, so a file may not end on one.
    last = text.rsplit("\n", 1)[-1]
    if last.strip() and (line.fullmatch(last) is None or _COUNTED.fullmatch(last)):
        raise stops_halfway()


def _supplies(text: str) -> Iterator[dict[str, str]]:
    """The fields of each power supply; a new one begins at its device type or at its name."""
    supply: dict[str, str] = {}
    for line in text.splitlines():
        match = _KERNEL_LINE.fullmatch(line)
        if match is None:
            if _HEADING.fullmatch(line.strip()) is None:
                raise _unknown_line(line)
            continue
        key = match[1] or "DEVTYPE"
        if key == "DEVTYPE" or (key == "NAME" and set(supply) - {"DEVTYPE"}):
            yield supply
            supply = {}
        _add(supply, key, match[2])
    yield supply


def _is_own_battery(supply: Mapping[str, str]) -> bool:
    """Whether this is a battery of the machine: not the mains, not a mouse, and not an empty bay."""
    filled = any(value for key, value in supply.items() if key not in ("DEVTYPE", "NAME", "TYPE"))
    # Older kernels do not give the type; only the mains then say that they are online.
    kind = supply.get("TYPE") or ("Mains" if "ONLINE" in supply and "PRESENT" not in supply else "Battery")
    return filled and kind == "Battery" and supply.get("SCOPE") != "Device" and supply.get("PRESENT") != "0"


def _by_kernel(supply: Mapping[str, str]) -> Battery:
    measured = None
    for unit in ("ENERGY", "CHARGE"):
        full, design = _whole(supply, f"{unit}_FULL"), _whole(supply, f"{unit}_FULL_DESIGN")
        if measured is None and full is not None and design:
            measured = percent_of(full, design)
    return battery_of(
        name=supply.get("NAME", ""),
        measured=measured,
        cycles=_whole(supply, "CYCLE_COUNT"),
        vendor=supply.get("MANUFACTURER", ""),
        model=supply.get("MODEL_NAME", ""),
    )


def _whole(supply: Mapping[str, str], key: str) -> int | None:
    value = supply.get(key, "").strip()
    if not value:
        return None
    if re.fullmatch(r"-?[0-9]{1,15}", value) is None:
        raise wrong(f"POWER_SUPPLY_{key}")
    # Drivers write a number below zero for what their battery does not tell.
    return int(value) if int(value) >= 0 else None


def _devices(text: str) -> Iterator[dict[str, str]]:
    """The fields of each device of upower; what it is stands under "section"."""
    device: dict[str, str] = {}
    in_history = False
    for line in text.splitlines():
        field, section = _UPOWER_LINE.fullmatch(line), _UPOWER_SECTION.fullmatch(line.rstrip())
        if line.startswith(("Device:", "Daemon:")) or (field and field[1] == "native-path"):
            yield device
            device, in_history = {}, False
        if field:
            _add(device, field[1], field[2])
        elif section:
            _add(device, "section", section[1])
        elif line.startswith("  History"):
            in_history = True
        elif line.strip() and not in_history and not line.startswith(("Device:", "Daemon:")):
            raise _unknown_line(line)
    yield device


def _is_own_device(device: Mapping[str, str]) -> bool:
    """Whether this is a battery of the machine: not the mains, not a mouse, and not all batteries taken together."""
    together = device.get("native-path") in (None, "", "(null)")
    own = device.get("section") == "battery" and device.get("power supply") != "no"
    return own and not together and device.get("present") != "no"


def _by_upower(device: Mapping[str, str]) -> Battery:
    full, design = _amount(device, "energy-full", "Wh"), _amount(device, "energy-full-design", "Wh")
    capacity = _amount(device, "capacity", "%")
    cycles = device.get("charge-cycles", device.get("cycles", "N/A")).strip()
    if re.fullmatch(r"[0-9]{1,9}|N/A|", cycles) is None:
        raise wrong("charge-cycles")
    by_energy = percent_of(full, design) if full is not None and design else None
    return battery_of(
        name=device["native-path"],
        measured=by_energy if by_energy is not None or not capacity else percent_of(capacity, 100),
        cycles=int(cycles) if cycles.isdecimal() else None,
        vendor=device.get("vendor", ""),
        model=device.get("model", ""),
    )


def _amount(device: Mapping[str, str], key: str, unit: str) -> float | None:
    """A number with its unit; upower writes it with the decimal sign of the country."""
    value = device.get(key, "").strip()
    if not value:
        return None
    match = re.fullmatch(rf"([0-9]{{1,9}}(?:[.,][0-9]{{1,9}})?) ?{unit}", value)
    if match is None:
        raise wrong(key)
    return float(match[1].replace(",", "."))


def _add(fields: dict[str, str], key: str, value: str) -> None:
    if key in fields:
        raise says_twice()
    if len(value) > MOST_CHARACTERS:
        raise wrong(key)
    fields[key] = value


def _unknown_line(line: str) -> RuleBroken:
    return RuleBroken(
        _("This battery report holds a strange line: “%(line)s”. Make it again and choose the new file.")
        % {"line": tidy(line)[:60]}
    )
