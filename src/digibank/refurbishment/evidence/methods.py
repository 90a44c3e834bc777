"""The methods nwipe offers, and the level of erasure they reach.

A method is a way of working. DoD 5220.22-M, HMG IS5 and the like are never printed as a standard that was met.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from digibank.errors import RuleBroken


class Level(StrEnum):
    """What an erasure is worth, in the words of NIST SP 800-88."""

    CLEAR = "clear"
    PURGE = "purge"
    DESTROY = "destroy"


class Kind(StrEnum):
    """What a method does to a drive."""

    OVERWRITES = "overwrites"
    ONLY_READS = "only_reads"
    FIRMWARE = "firmware"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Method:
    """A method by the name nwipe prints. `passes` per round is None where it differs by version.

    `ends_itself`: the method writes its own last pass, and nwipe then leaves out the blank pass.
    """

    name: str
    kind: Kind
    passes: int | None = None
    ends_itself: bool = False


_OVERWRITES = {
    method.name: method
    for method in (
        Method("Fill With Zeros", Kind.OVERWRITES, passes=1),
        Method("Fill With Ones", Kind.OVERWRITES, passes=1),
        Method("PRNG Stream", Kind.OVERWRITES, passes=1),
        Method("DoD Short", Kind.OVERWRITES, passes=3),
        Method("DoD 5220.22-M", Kind.OVERWRITES, passes=7),
        Method("HMG IS5 Enhanced", Kind.OVERWRITES, passes=3),
        Method("Gutmann Wipe", Kind.OVERWRITES, passes=35),
        Method("RCMP TSSIT OPS-II", Kind.OVERWRITES, passes=8, ends_itself=True),
        Method("Bruce Schneier 7-Pass", Kind.OVERWRITES, passes=7),
        Method("BMB21-2019", Kind.OVERWRITES, passes=6),
        # The old name of the zero fill; it wrote nothing but the blank pass.
        Method("Quick Erase", Kind.OVERWRITES),
    )
}
OVERWRITING_METHODS = tuple(_OVERWRITES)

_FLASHLESS = ("hdd",)


def method_named(name: str) -> Method:
    """The method with the name that nwipe printed; never fails, an unknown name is of kind unknown."""
    name = " ".join(name.split())
    if name in _OVERWRITES:
        return _OVERWRITES[name]
    if name.startswith("Verify "):
        return Method(name, Kind.ONLY_READS)
    if name.startswith(("Secure Erase", "Sanitize ")):
        return Method(name, Kind.FIRMWARE)
    return Method(name, Kind.UNKNOWN)


def level_of(method: str, medium_kind: str) -> Level:
    """The level that this nwipe method reaches on this kind of medium: always Clear, never more.

    Overwriting cannot reach what a drive keeps for itself, whatever the medium and however many passes.
    Raises RuleBroken for a method that erases nothing, that nwipe cannot prove, or that nobody here knows.
    """
    kind = method_named(method).kind
    if kind is Kind.ONLY_READS:
        raise RuleBroken(
            _("“%(method)s” only reads and erases nothing. Erase the drive with an overwriting method.")
            % {"method": method}
        )
    if kind is Kind.FIRMWARE:
        raise RuleBroken(
            _("nwipe cannot prove “%(method)s”: the drive itself does the work. Add the drive's own report instead.")
            % {"method": method}
        )
    if kind is Kind.UNKNOWN:
        raise RuleBroken(
            _("We do not know the method “%(method)s”. Erase the drive again with a known method.") % {"method": method}
        )
    return Level.CLEAR


def remark_of(medium_kind: str) -> str:
    """What the attestation must add about this kind of medium ("hdd", "ssd", "nvme" …), or nothing.

    Every medium but a spinning disk is taken for flash memory, which keeps blocks no overwriting reaches.
    """
    if medium_kind.lower() in _FLASHLESS:
        return ""
    return _("This medium keeps spare blocks for itself. Overwriting does not reach them.")
