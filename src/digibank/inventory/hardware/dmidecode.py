"""The computer as its firmware describes it, from the text of dmidecode. The firmware knows of no storage."""

import re
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from digibank.errors import RuleBroken
from digibank.inventory.hardware.document import read_text
from digibank.inventory.hardware.drives import Storage
from digibank.inventory.hardware.facts import Machine, MachineKind, Remark
from digibank.inventory.hardware.fields import MOST_CHARACTERS, filled_in, tidy, wrong
from digibank.inventory.hardware.identity import kind_by_casing, machine_of, name_people_know, parts_of_machine
from digibank.inventory.hardware.refusals import says_twice, several_computers, stops_halfway, too_many_parts
from digibank.inventory.hardware.sizes import MOST_MEMORY, bytes_in

_SYSTEM, _BOARD, _CASING = "System Information", "Base Board Information", "Chassis Information"
_PROCESSOR, _MODULE = "Processor Information", "Memory Device"
_READ = frozenset({_SYSTEM, _BOARD, _CASING, _PROCESSOR, _MODULE})

_MINE = re.compile(
    r"^# dmidecode \d|^Handle 0x[0-9A-F]{4,8}, DMI type \d|^System Information\n\tManufacturer:", re.MULTILINE
)
_FIELD = re.compile(r"\t([A-Za-z][^:\t]{0,60}):(?:[ \t]+(.*))?")
_WHOLE_TABLE = re.compile(r"^(?:\d+ structures occupying|Table at 0x)", re.MULTILINE)
_END = re.compile(r"^End Of Table\s*$|DMI table is broken|^Wrong DMI structures", re.MULTILINE)

# A machine with sixty-four slots for memory has some 400 blocks.
MOST_BLOCKS = 10_000

type Block = tuple[str, dict[str, str]]


def read_dmidecode(raw: bytes) -> Machine:
    """The computer in the text of dmidecode, complete or with -q; what storage is inside stays unknown.

    Raises RuleBroken with what is wrong and what to do, for anything else.
    """
    text = read_text(raw)
    if not is_dmidecode_text(text):
        raise RuleBroken(_("This is not a report of dmidecode. Make one with dmidecode and choose that file."))
    return machine_by_dmidecode(text)


def is_dmidecode_text(text: str) -> bool:
    """Whether this is what dmidecode writes."""
    return _MINE.search(text) is not None


def saw_nothing(text: str) -> bool:
    """Whether dmidecode wrote no more than why it could not look into the machine."""
    return next(_blocks(text), None) is None


def machine_by_dmidecode(text: str) -> Machine:
    """The computer in a text that dmidecode wrote."""
    _refuse_cut_off(text)
    blocks = list(_blocks(text))
    if not blocks:
        raise RuleBroken(
            _(
                "dmidecode could not look into this machine. Run it as administrator, on the machine itself and not on"
                " a virtual one, and choose the new file."
            )
        )
    system = _system(blocks)
    if system is None:
        return parts_of_machine(processor=_processor(blocks), memory_bytes=_memory(blocks), storage=Storage())
    board = next(iter(_all(blocks, _BOARD)), {})
    vendor = _text(system, "Manufacturer")
    model = name_people_know(vendor, _text(system, "Product Name"), _text(system, "Version"))
    return machine_of(
        kind=_kind(blocks),
        vendor=filled_in(vendor) or filled_in(_text(board, "Manufacturer")),
        model=model or filled_in(_text(board, "Product Name")),
        serial=_text(system, "Serial Number"),
        uuid=_text(system, "UUID"),
        processor=_processor(blocks),
        memory_bytes=_memory(blocks),
        storage=Storage(),
        remarks=(Remark.STORAGE_UNSURE,),
    )


def _refuse_cut_off(text: str) -> None:
    # With an option for some blocks there is no end of the table; then half a line shows that a part is gone.
    whole_table = _WHOLE_TABLE.search(text) is not None
    ended = _END.search(text) is not None
    if not ended and (whole_table or not text.endswith("\n")):
        raise stops_halfway()


def _blocks(text: str) -> Iterator[Block]:
    """Each block that has fields, with its title; lists within a block are passed over."""
    title, fields, count = "", dict[str, str](), 0
    for line in text.splitlines():
        field = _FIELD.fullmatch(line)
        if field:
            _add(title, fields, field[1], field[2] or "")
        elif line.strip() and not line.startswith(("\t", "#")):
            if fields:
                yield title, fields
                count += 1
            title, fields = line.strip(), {}
        if count > MOST_BLOCKS:
            raise too_many_parts()
    if fields:
        yield title, fields


def _add(title: str, fields: dict[str, str], key: str, value: str) -> None:
    if key in fields and title in _READ:
        raise says_twice()
    fields[key] = value


def _system(blocks: list[Block]) -> Mapping[str, str] | None:
    systems = _all(blocks, _SYSTEM)
    if len(systems) > 1:
        raise several_computers()
    return systems[0] if systems else None


def _all(blocks: list[Block], title: str) -> list[dict[str, str]]:
    return [fields for name, fields in blocks if name == title]


def _text(fields: Mapping[str, str], key: str) -> str:
    text = tidy(fields.get(key, ""))
    if len(text) > MOST_CHARACTERS:
        raise wrong(key)
    return text


def _kind(blocks: list[Block]) -> MachineKind | None:
    """By the first casing that has a kind: a laptop in its docking station has two."""
    kinds = [kind_by_casing(_text(fields, "Type")) for fields in _all(blocks, _CASING)]
    return next((kind for kind in kinds if kind), None)


def _processor(blocks: list[Block]) -> str:
    names = [filled_in(_text(fields, "Version")) for fields in _all(blocks, _PROCESSOR)]
    return next((name for name in names if name), "")


def _memory(blocks: list[Block]) -> int | None:
    """Working memory in bytes: all modules together, without the chip that holds the firmware."""
    modules = [fields for fields in _all(blocks, _MODULE) if _text(fields, "Type") != "Flash"]
    whole = sum(bytes_in(_text(fields, "Size")) or 0 for fields in modules)
    if whole > MOST_MEMORY:
        raise wrong("Size")
    return whole or None
