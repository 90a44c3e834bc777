"""The computer as a whole, from a report of lshw -json."""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from digibank.errors import RuleBroken
from digibank.inventory.hardware.document import looks_like_json, read_text, read_tree
from digibank.inventory.hardware.facts import Machine, MachineKind, Remark
from digibank.inventory.hardware.fields import filled_in, text_at, usable_serial, wrong
from digibank.inventory.hardware.nodes import Node, Part, is_listing, parts_of
from digibank.inventory.hardware.storage import find_storage

MOST_MEMORY = 2**46

# lshw's words for the SMBIOS kinds of casing. A detachable loses its keyboard, so it counts as a tablet.
_CASINGS = {
    **dict.fromkeys(("laptop", "notebook", "portable", "sub-notebook", "convertible"), MachineKind.LAPTOP),
    **dict.fromkeys(
        ("desktop", "low-profile", "pizzabox", "mini-tower", "tower", "space-saving", "lunchbox", "sealed", "minipc",
         "mini", "stickpc"),
        MachineKind.DESKTOP,
    ),
    "all-in-one": MachineKind.ALL_IN_ONE,
    **dict.fromkeys(("tablet", "handheld", "detachable"), MachineKind.TABLET),
    **dict.fromkeys(("server", "rackmount", "blade", "multi-system"), MachineKind.SERVER),
}  # fmt: skip

# Identifiers that firmware makers left in thousands of machines.
_SHARED_UUIDS = frozenset({
    "03000200-0400-0500-0006-000700080009", "12345678-1234-5678-90ab-cddeefaabbcc",
    "fefefefe-fefe-fefe-fefe-fefefefefefe", "11111111-2222-3333-4444-555555555555",
})  # fmt: skip


def read_lshw(raw: bytes) -> Machine:
    """The computer in a report of lshw -json, also of older builds with their comma faults.

    Raises RuleBroken with what is wrong and what to do, for anything else.
    """
    text = read_text(raw)
    tree = read_tree(text, loosely=True) if looks_like_json(text) else None
    if not is_listing(tree):
        raise RuleBroken(_("This is not a report of lshw. Make one with lshw -json and choose that file."))
    return machine_in(tree)


def machine_in(tree: Any) -> Machine:
    """The computer in a tree that lshw wrote."""
    parts = parts_of(tree)
    system = _system(parts)
    vendor, model = _names_of_model(system, parts)
    remarks: list[Remark] = [] if system else [Remark.PARTS_ONLY]
    kind = _kind(system)
    if system and kind is None:
        remarks.append(Remark.KIND_UNCLEAR)
    serial = usable_serial(system.serial) if system else ""
    if system and not serial:
        remarks.append(Remark.SERIAL_NOT_USABLE if system.serial else Remark.SERIAL_MISSING)
    memory = _memory(parts)
    if system and memory is None:
        remarks.append(Remark.MEMORY_UNKNOWN)
    media, remarks_on_storage = find_storage(parts)
    return Machine(
        kind=kind or MachineKind.OTHER,
        vendor=vendor,
        model=model,
        serial=serial,
        uuid=_uuid(system),
        processor=_processor(parts),
        memory_bytes=memory,
        media=media,
        remarks=(*remarks, *remarks_on_storage),
    )


def _system(parts: list[Part]) -> Node | None:
    """The node of the computer itself; parts of the class system exist too, but have a place on the board."""
    systems = [part.node for part in parts if part.node.form == "system" and not (part.above or part.node.position)]
    if len(systems) > 1:
        raise RuleBroken(_("This file holds the reports of several computers. Choose a file of one computer."))
    return systems[0] if systems else None


def _kind(system: Node | None) -> MachineKind | None:
    return _CASINGS.get(text_at(system.configuration, "chassis").casefold()) if system else None


def _names_of_model(system: Node | None, parts: list[Part]) -> tuple[str, str]:
    """Vendor and model; those of the motherboard where whoever built the computer left its own names open."""
    if system is None:
        return "", ""
    board = next((part.node for part in parts if part.node.kind_of_id == "core"), system)
    return filled_in(system.vendor) or filled_in(board.vendor), _model(system) or filled_in(board.product)


def _model(system: Node) -> str:
    product = filled_in(system.product)
    # lshw writes the maker's stock code behind the product.
    product = product.removesuffix(f"({text_at(system.configuration, 'sku')})")
    product = filled_in(re.sub(r"\(LENOVO_MT_[^()]*\)$", "", product).strip())
    if system.vendor.casefold() in ("lenovo", "ibm") and re.fullmatch(r"[0-9A-Z]{4,12}", product):
        # Lenovo writes a code such as 20BWS0TF00 as product, and the name that people know as version.
        version = filled_in(system.version)
        return version if re.search(r"[A-Za-z]{3}", version) and version.casefold() != "lenovo" else product
    return product


def _uuid(system: Node | None) -> str:
    uuid = text_at(system.configuration, "uuid").casefold() if system else ""
    real = re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", uuid) is not None
    return usable_serial(uuid) if real and uuid not in _SHARED_UUIDS else ""


def _processor(parts: list[Part]) -> str:
    products = [filled_in(part.node.product) for part in parts if part.node.form == "processor"]
    return next((product for product in products if product), "")


def _memory(parts: list[Part]) -> int | None:
    """Working memory in bytes. A list without its tree has only sizes of banks, or of the whole, side by side."""
    whole = sum(_memory_sizes(parts))
    if not whole:
        whole = sum(part.node.size or 0 for part in parts if _is_bank(part.node))
    if whole > MOST_MEMORY:
        raise wrong("size")
    return whole or None


def _memory_sizes(parts: list[Part]) -> Iterator[int]:
    inside: dict[int, list[Node]] = {}
    for part in parts:
        if part.above:
            inside.setdefault(id(part.above[-1]), []).append(part.node)
    for node in (part.node for part in parts if _is_working_memory(part.node)):
        within = inside.get(id(node), [])
        banks = [inner for inner in within if _is_bank(inner)]
        if banks or not within:
            yield max(node.size or 0, sum(bank.size or 0 for bank in banks))


def _is_working_memory(node: Node) -> bool:
    # Memory of a card on the PCI bus serves that card only, and video memory the screen.
    elsewhere = node.bus_address.startswith("pci@") or node.description == "Video Memory"
    return node.form == "memory" and node.kind_of_id == "memory" and not elsewhere


def _is_bank(node: Node) -> bool:
    # The chip with the firmware is listed as a bank too.
    return node.form == "memory" and node.kind_of_id == "bank" and "FLASH" not in node.description
