"""The storage media inside a computer, out of everything that lshw lists.

When in doubt a medium stays in the list: one too many costs a question, one too few may cost a donor's data.
"""

import re

from digibank.inventory.hardware.drives import CARD_READER, LIVE, Storage, disk_under, kind_by_model, remarks_on
from digibank.inventory.hardware.facts import Medium, MediumKind, Remark
from digibank.inventory.hardware.fields import filled_in, usable_serial, wrong
from digibank.inventory.hardware.nodes import Node, Part
from digibank.inventory.hardware.sizes import MOST_BYTES_OF_STORAGE

_DEVICE = re.compile(r"/dev/[\w!+.:-]{1,60}", re.ASCII)
_WHOLE_CARD = re.compile(r"(?:/dev/)?mmcblk\d{1,4}")
_NVME_DISK = re.compile(r"(/dev/nvme\d{1,4})n\d{1,4}")
_NOT_STORAGE = re.compile(r"/dev/(?:sr|cdrom|cdrw|dvd|scd|fd|n?st|ng|sg)[a-z0-9]*|hwmon\d*")


def find_storage(parts: list[Part]) -> Storage:
    """The media, one per drive, and what to say about them and about what was left out."""
    scene = _Scene(parts)
    found: dict[str, Medium] = {}
    left_out: dict[str, Remark | None] = {}
    for number, part in enumerate(parts):
        if not _is_drive(part):
            continue
        name = scene.drive_name(part) or f"#{number}"
        outside = scene.is_outside(part)
        if outside or name in left_out:
            left_out[name] = left_out.get(name) or (scene.remark_on(part) if outside else None)
            found.pop(name, None)
        else:
            found[name] = _joined(found.get(name), scene.medium(part))
    media = tuple(found.values()) + tuple(scene.hidden_nvme())
    return Storage(
        media=media,
        remarks=_remarks(media, [remark for remark in left_out.values() if remark], scene),
        left_out=tuple(name for name in left_out if name.startswith("/dev/")),
    )


def _is_drive(part: Part) -> bool:
    node = part.node
    devices = [name for name in node.names if name.startswith(("/dev/", "hwmon"))]
    if node.kind_of_id == "cdrom" or (devices and all(_NOT_STORAGE.fullmatch(name) for name in devices)):
        return False
    if any(_WHOLE_CARD.fullmatch(name) for name in node.names):
        return True
    inside_a_drive = any(above.form == "disk" for above in part.above)
    return node.form == "disk" and not inside_a_drive and not node.bus_address.startswith("mmc@")


class _Scene:
    """All parts together: what hangs on USB, what is mounted, which controller drives which disk."""

    def __init__(self, parts: list[Part]) -> None:
        self.parts = parts
        nodes = [part.node for part in parts]
        self.on_usb = {name for node in nodes if node.bus_address.startswith("usb@") for name in node.names}
        self.controllers = [node for node in nodes if _is_nvme_controller(node)]
        self.controller_named = {name: node for node in self.controllers for name in node.names}
        self.live = _disks_mounted_at(nodes, LIVE)
        self.running = self.live | _disks_mounted_at(nodes, re.compile("/"))

    def drive_name(self, part: Part) -> str:
        """The device name under which all parts of one drive come together, or ""."""
        controller = self.controller_of(part)
        if controller:
            return next((name for name in controller.names if name.startswith("/dev/nvme")), "") or _name(part.node)
        return _name(part.node)

    def controller_of(self, part: Part) -> Node | None:
        """The NVMe controller of this disk: above it, or by its name when the list has no tree."""
        for above in reversed(part.above):
            if _is_nvme_controller(above):
                return above
        match = _NVME_DISK.fullmatch(_name(part.node))
        return self.controller_named.get(match[1]) if match else None

    def is_outside(self, part: Part) -> bool:
        """Whether this drive is not built in: on USB, a card, or the stick that the machine was started from."""
        if _is_memory_card(part) or self._is_on_usb(part):
            return True
        node = part.node
        built_in = node.description.startswith(("ATA", "NVMe")) or _bus(part) not in ("", "scsi")
        return not built_in and ("removable" in node.abilities or _name(node) in self.live)

    def remark_on(self, part: Part) -> Remark | None:
        """What to say about a drive that is left out; nothing about a reader without a card."""
        if _is_memory_card(part):
            return Remark.MEMORY_CARD_LEFT_OUT
        node = part.node
        if not node.size:
            return None
        if CARD_READER.search(f"{node.vendor} {node.product}"):
            return Remark.MEMORY_CARD_LEFT_OUT
        stick = "removable" in node.abilities or _name(node) in self.live
        return Remark.INTAKE_STICK_LEFT_OUT if stick else Remark.EXTERNAL_DISK_LEFT_OUT

    def medium(self, part: Part) -> Medium:
        """The medium that this part is, or is a share of."""
        card = next((node for node in part.above[-1:] if node.bus_address.startswith("mmc@")), None)
        owner = self.controller_of(part) or card
        return _medium([part.node, owner] if owner else [part.node], _bus(part), _name(part.node))

    def hidden_nvme(self) -> list[Medium]:
        """NVMe drives of which lshw shows only the controller: older builds, or lshw without administrator rights."""
        used = {id(self.controller_of(part)) for part in self.parts if _is_drive(part) and self.controller_of(part)}
        named = [node for node in self.controllers if _first_device(node)]
        # An NVMe drive behind a storage driver of Intel is listed as two controllers, of which one has a name.
        shown = named or ([] if used else self.controllers)
        return [_medium([node], "nvme", _first_device(node)) for node in shown if id(node) not in used]

    def _is_on_usb(self, part: Part) -> bool:
        line = (part.node, *part.above)
        if any(node.bus_address.startswith("usb@") or node.driver in ("usb-storage", "uas") for node in line):
            return True
        host = re.match(r"scsi@(\d+):", part.node.bus_address)
        return host is not None and f"scsi{host[1]}" in self.on_usb


def _medium(nodes: list[Node], bus: str, name: str) -> Medium:
    """A medium of the first words that one of the nodes has for it, nearest node first."""
    model = next((node.product for node in nodes if filled_in(node.product)), "")
    serial = next((node.serial for node in nodes if usable_serial(node.serial)), "")
    size = nodes[0].size or None
    if size and size > MOST_BYTES_OF_STORAGE:
        raise wrong("size")
    return Medium(model, serial, _kind(nodes[0], bus, model), bus, size, name)


def _joined(before: Medium | None, medium: Medium) -> Medium:
    """Two shares of one drive as one medium: namespaces of an NVMe drive add up, a repeated name does not."""
    if before is None:
        return medium
    known = [size for size in (before.capacity_bytes, medium.capacity_bytes) if size]
    apart = medium.bus == "nvme" and before.logical_name != medium.logical_name
    size = (sum(known) if apart else max(known)) if known else None
    return Medium(
        before.model or medium.model, before.serial or medium.serial, before.kind, before.bus, size, before.logical_name
    )


def _remarks(media: tuple[Medium, ...], left_out: list[Remark], scene: _Scene) -> tuple[Remark, ...]:
    remarks = [*dict.fromkeys(left_out), *remarks_on(media)]
    if any(medium.logical_name in scene.running for medium in media):
        remarks.append(Remark.STARTED_FROM_OWN_STORAGE)
    return tuple(remarks)


def _kind(node: Node, bus: str, model: str) -> MediumKind:
    if bus == "nvme":
        return MediumKind.NVME
    if bus == "mmc":
        return MediumKind.EMMC
    if any(ability.endswith("rpm") for ability in node.abilities):
        return MediumKind.HDD
    return kind_by_model(model)


def _bus(part: Part) -> str:
    node, name = part.node, _name(part.node)
    if node.bus_address.startswith("nvme@") or name.startswith("/dev/nvme"):
        return "nvme"
    if name.startswith("/dev/mmcblk"):
        return "mmc"
    if node.bus_address.startswith("virtio@"):
        return "virtio"
    if node.description.startswith("ATA") or node.bus_address.startswith("ide@"):
        return "ata"
    return "scsi" if node.bus_address.startswith("scsi@") else ""


def _name(node: Node) -> str:
    for name in node.names:
        if _WHOLE_CARD.fullmatch(name):
            return f"/dev/{name.removeprefix('/dev/')}"
    return _first_device(node)


def _first_device(node: Node) -> str:
    return next((name for name in node.names if _DEVICE.fullmatch(name)), "")


def _is_memory_card(part: Part) -> bool:
    """An SD card, not storage soldered on the board, which has the same kind of bus."""
    if _bus(part) != "mmc":
        return False
    line = (part.node, *part.above[-1:])
    return any(node.description == "SD Card" or node.abilities & {"sd", "removable"} for node in line)


def _is_nvme_controller(node: Node) -> bool:
    if node.form == "disk":
        return False
    named = any(re.fullmatch(r"/dev/nvme\d{1,4}", name) for name in node.names)
    return named or (node.form == "storage" and (node.driver == "nvme" or "nvm_express" in node.abilities))


def _disks_mounted_at(nodes: list[Node], place: re.Pattern[str]) -> set[str]:
    disks = set()
    for node in nodes:
        if any(place.fullmatch(name) for name in node.names):
            disks |= {disk_under(name) for name in node.names}
    return disks - {""}
