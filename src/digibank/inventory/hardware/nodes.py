"""The tree that lshw writes, with the fields that we read, each of the right type."""

from dataclasses import dataclass
from typing import Any

from digibank.inventory.hardware.fields import list_at, mapping_at, text_at, tidy, whole_at, wrong
from digibank.inventory.hardware.refusals import too_many_parts

# A workstation with two processors and a docking station has some 600 parts.
MOST_PARTS = 10_000


@dataclass(frozen=True)
class Node:
    """One part as lshw lists it. `form` is lshw's class, `names` are device names and mount points."""

    id: str
    form: str
    description: str
    product: str
    vendor: str
    version: str
    serial: str
    position: str
    bus_address: str
    names: tuple[str, ...]
    size: int | None
    configuration: dict[str, Any]
    abilities: frozenset[str]

    @property
    def kind_of_id(self) -> str:
        """The id without its number: bank for bank:1."""
        return self.id.partition(":")[0]

    @property
    def driver(self) -> str:
        """The driver that serves this part, or ""."""
        return text_at(self.configuration, "driver")


@dataclass(frozen=True)
class Part:
    """A node in its place: `above` are the nodes it stands in, the outermost first."""

    node: Node
    above: tuple[Node, ...]


def is_listing(tree: Any) -> bool:
    """Whether this is what lshw writes: one node, or a list of nodes."""
    nodes = tree if isinstance(tree, list) else [tree]
    return bool(nodes) and all(isinstance(node, dict) and "id" in node and "class" in node for node in nodes)


def parts_of(tree: Any) -> list[Part]:
    """Every part of the listing, each after the part it stands in. Raises RuleBroken at a field of the wrong type."""
    parts: list[Part] = []
    for raw in tree if isinstance(tree, list) else [tree]:
        _add(raw, (), parts)
    return parts


def _add(raw: Any, above: tuple[Node, ...], parts: list[Part]) -> None:
    if not isinstance(raw, dict):
        raise wrong("children")
    if len(parts) >= MOST_PARTS:
        raise too_many_parts()
    node = _node(raw)
    parts.append(Part(node, above))
    for child in list_at(raw, "children"):
        _add(child, (*above, node), parts)


def _node(raw: dict[str, Any]) -> Node:
    return Node(
        id=_named(raw, "id"),
        form=_named(raw, "class"),
        description=text_at(raw, "description"),
        product=text_at(raw, "product"),
        vendor=text_at(raw, "vendor"),
        version=text_at(raw, "version"),
        serial=text_at(raw, "serial"),
        position=text_at(raw, "physid"),
        bus_address=text_at(raw, "businfo"),
        names=_names(raw),
        size=whole_at(raw, "size"),
        configuration=mapping_at(raw, "configuration"),
        abilities=frozenset(mapping_at(raw, "capabilities")),
    )


def _named(raw: dict[str, Any], key: str) -> str:
    text = text_at(raw, key)
    if not text:
        raise wrong(key)
    return text


def _names(raw: dict[str, Any]) -> tuple[str, ...]:
    value = raw.get("logicalname")
    names = list_at(raw, "logicalname") if isinstance(value, list) else [] if value is None else [value]
    if not all(isinstance(name, str) for name in names):
        raise wrong("logicalname")
    return tuple(tidy(name) for name in names)
