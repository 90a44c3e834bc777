"""Who a machine is: its kind by its casing, the name that people know it by, and the numbers that are its own."""

import re

from digibank.inventory.hardware.drives import Storage
from digibank.inventory.hardware.facts import Machine, MachineKind, Remark
from digibank.inventory.hardware.fields import filled_in, usable_serial

# The words of lshw, dmidecode, inxi and Workbench for the SMBIOS kinds of casing, without spaces and hyphens.
# A detachable loses its keyboard, so it counts as a tablet.
_CASINGS = {
    **dict.fromkeys(("laptop", "notebook", "portable", "subnotebook", "convertible", "netbook"), MachineKind.LAPTOP),
    **dict.fromkeys(
        ("desktop", "lowprofile", "lowprofiledesktop", "pizzabox", "minitower", "microtower", "tower", "spacesaving",
         "lunchbox", "sealed", "sealedcasepc", "minipc", "mini", "stickpc", "stick", "embeddedpc"),
        MachineKind.DESKTOP,
    ),
    "allinone": MachineKind.ALL_IN_ONE,
    **dict.fromkeys(("tablet", "handheld", "detachable"), MachineKind.TABLET),
    **dict.fromkeys(
        ("server", "mainserverchassis", "rackmount", "rackmountchassis", "blade", "multisystem"), MachineKind.SERVER
    ),
}  # fmt: skip

# The numbers that SMBIOS gives to the same casings.
_CASINGS_BY_NUMBER = {
    **dict.fromkeys((8, 9, 10, 14, 31), MachineKind.LAPTOP),
    **dict.fromkeys((3, 4, 5, 6, 7, 15, 16, 24, 34, 35, 36), MachineKind.DESKTOP),
    13: MachineKind.ALL_IN_ONE,
    **dict.fromkeys((11, 30, 32), MachineKind.TABLET),
    **dict.fromkeys((17, 23, 25, 28), MachineKind.SERVER),
}

# Identifiers that firmware makers left in thousands of machines.
_SHARED_UUIDS = frozenset({
    "03000200-0400-0500-0006-000700080009", "12345678-1234-5678-90ab-cddeefaabbcc",
    "fefefefe-fefe-fefe-fefe-fefefefefefe", "11111111-2222-3333-4444-555555555555",
})  # fmt: skip


def kind_by_casing(casing: str) -> MachineKind | None:
    """The kind of machine in a casing that a tool names by a word or by its SMBIOS number; None when unclear."""
    if re.fullmatch(r"[0-9]{1,3}", casing):
        return _CASINGS_BY_NUMBER.get(int(casing))
    return _CASINGS.get(re.sub(r"[\W_]+", "", casing.casefold()))


def name_people_know(vendor: str, product: str, version: str) -> str:
    """The model; Lenovo writes a code such as 20BWS0TF00 as product, and the name that people know as version."""
    product, version = filled_in(product), filled_in(version)
    if vendor.casefold() not in ("lenovo", "ibm") or re.fullmatch(r"[0-9A-Z]{4,12}", product) is None:
        return product
    return version if re.search(r"[A-Za-z]{3}", version) and version.casefold() != "lenovo" else product


def own_uuid(text: str) -> str:
    """The identifier in small letters, or "" when it is none or not of this machine alone."""
    uuid = text.casefold()
    real = re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", uuid) is not None
    return usable_serial(uuid) if real and uuid not in _SHARED_UUIDS else ""


def machine_of(
    *,
    kind: MachineKind | None,
    vendor: str,
    model: str,
    serial: str,
    uuid: str,
    processor: str,
    memory_bytes: int | None,
    storage: Storage,
    remarks: tuple[Remark, ...] = (),
) -> Machine:
    """The computer of which a report says this, with a remark on everything that a person must look up."""
    unclear = []
    if kind is None:
        unclear.append(Remark.KIND_UNCLEAR)
    if not usable_serial(serial):
        unclear.append(Remark.SERIAL_NOT_USABLE if serial else Remark.SERIAL_MISSING)
    if memory_bytes is None:
        unclear.append(Remark.MEMORY_UNKNOWN)
    return Machine(
        kind=kind or MachineKind.OTHER,
        vendor=vendor,
        model=model,
        serial=usable_serial(serial),
        uuid=own_uuid(uuid),
        processor=processor,
        memory_bytes=memory_bytes,
        media=storage.media,
        remarks=(*remarks, *unclear, *storage.remarks),
        left_out=storage.left_out,
    )


def parts_of_machine(
    *,
    storage: Storage,
    processor: str = "",
    memory_bytes: int | None = None,
    remark: Remark = Remark.PARTS_ONLY,
) -> Machine:
    """What a report of some parts says; whose parts they are, it does not. The remark says what it lacks."""
    return Machine(
        kind=MachineKind.OTHER,
        vendor="",
        model="",
        serial="",
        uuid="",
        processor=processor,
        memory_bytes=memory_bytes,
        media=storage.media,
        remarks=(remark, *storage.remarks),
        left_out=storage.left_out,
    )
