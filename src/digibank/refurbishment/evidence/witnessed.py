"""What no tool can prove, and two people see: a factory reset, and a medium that is destroyed."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from digibank.refurbishment.evidence.methods import Level
from digibank.refurbishment.evidence.signs import Sign, SignName, Verdict


class System(StrEnum):
    """What runs on the device that is put back as it came from the factory."""

    APPLE_MOBILE = "apple_mobile"
    APPLE_MAC = "apple_mac"
    ANDROID_NEW = "android_new"
    ANDROID_OLD = "android_old"
    CHROMEOS = "chromeos"
    OTHER = "other"


@dataclass(frozen=True)
class Reset:
    """A reset of one system: its name, and the level it reaches. Purge only where the storage is always encrypted."""

    title: str | Promise
    level: Level


RESETS = {
    System.APPLE_MOBILE: Reset(_("iPhone or iPad: “Erase All Content and Settings”"), Level.PURGE),
    System.APPLE_MAC: Reset(_("Mac with T2 or Apple chip: “Erase All Content and Settings”"), Level.PURGE),
    System.ANDROID_NEW: Reset(_("Android 10 or newer: factory reset"), Level.PURGE),
    # Encryption was asked since version 6 and left out by many makers until version 10.
    System.ANDROID_OLD: Reset(_("Android 9 or older: factory reset"), Level.CLEAR),
    System.CHROMEOS: Reset(_("Chromebook: powerwash and recovery"), Level.PURGE),
    System.OTHER: Reset(_("Another system: reset of its maker"), Level.CLEAR),
}


class Way(StrEnum):
    """How a medium was destroyed."""

    SHREDDED = "shredded"
    DISINTEGRATED = "disintegrated"
    DRILLED = "drilled"
    CRUSHED = "crushed"


# A magnet is not among these: degaussing destroys nothing for the newest edition of the standard.
WAYS = {
    Way.SHREDDED: _("shredded"),
    Way.DISINTEGRATED: _("ground to particles"),
    Way.DRILLED: _("drilled through each platter or chip"),
    Way.CRUSHED: _("crushed and broken"),
}

RESET_SIGNS = (SignName.RESET, SignName.ACCOUNT, SignName.CARDS)


def reset_signs() -> tuple[Sign, ...]:
    """What two people look at when a device was put back as it came from the factory."""
    return _unseen(RESET_SIGNS)


def destruction_signs(*, by_a_firm: bool) -> tuple[Sign, ...]:
    """What a second person looks at: the broken medium itself, or the certificate of the firm."""
    return _unseen([SignName.CERTIFICATE if by_a_firm else SignName.DESTROYED])


def _unseen(names: Iterable[SignName]) -> tuple[Sign, ...]:
    return tuple(Sign(name, Verdict.NOT_OBSERVABLE, f"{name}_by_eye") for name in names)
