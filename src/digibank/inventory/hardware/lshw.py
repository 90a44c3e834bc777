"""The computer as a whole, from a report of lshw -json."""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from digibank.errors import RuleBroken
from digibank.inventory.hardware.document import tree_in
from digibank.inventory.hardware.facts import Machine
from digibank.inventory.hardware.fields import filled_in, text_at, wrong
from digibank.inventory.hardware.identity import kind_by_casing, machine_of, name_people_know, parts_of_machine
from digibank.inventory.hardware.nodes import Node, Part, is_listing, parts_of
from digibank.inventory.hardware.refusals import several_computers
from digibank.inventory.hardware.sizes import MOST_MEMORY
from digibank.inventory.hardware.storage import find_storage


def read_lshw(raw: bytes) -> Machine:
    """The computer in a report of lshw -json, also of older builds with their comma faults.

    Raises RuleBroken with what is wrong and what to do, for anything else.
    """
    tree = tree_in(raw, loosely=True)
    if not is_listing(tree):
        raise RuleBroken(_("This is not a report of lshw. Make one with lshw -json and choose that file."))
    return machine_in(tree)


def machine_in(tree: Any) -> Machine:
    """The computer in a tree that lshw wrote."""
    parts = parts_of(tree)
    system, processor, memory = _system(parts), _processor(parts), _memory(parts)
    if system is None:
        return parts_of_machine(processor=processor, memory_bytes=memory, storage=find_storage(parts))
    vendor, model = _names_of_model(system, parts)
    return machine_of(
        kind=kind_by_casing(text_at(system.configuration, "chassis")),
        vendor=vendor,
        model=model,
        serial=system.serial,
        uuid=text_at(system.configuration, "uuid"),
        processor=processor,
        memory_bytes=memory,
        storage=find_storage(parts),
    )


def _system(parts: list[Part]) -> Node | None:
    """The node of the computer itself; parts of the class system exist too, but have a place on the board."""
    systems = [part.node for part in parts if part.node.form == "system" and not (part.above or part.node.position)]
    if len(systems) > 1:
        raise several_computers()
    return systems[0] if systems else None


def _names_of_model(system: Node, parts: list[Part]) -> tuple[str, str]:
    """Vendor and model; those of the motherboard where whoever built the computer left its own names open."""
    board = next((part.node for part in parts if part.node.kind_of_id == "core"), system)
    return filled_in(system.vendor) or filled_in(board.vendor), _model(system) or filled_in(board.product)


def _model(system: Node) -> str:
    product = filled_in(system.product)
    # lshw writes the maker's stock code behind the product.
    product = product.removesuffix(f"({text_at(system.configuration, 'sku')})")
    product = re.sub(r"\(LENOVO_MT_[^()]*\)$", "", product).strip()
    return name_people_know(system.vendor, product, system.version)


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
