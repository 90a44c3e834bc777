"""The level that each technique truly reaches, by kind of medium."""

import pytest

from digibank.errors import RuleBroken
from digibank.refurbishment.evidence.methods import Level
from digibank.refurbishment.evidence.techniques import REQUIRED, TABLE, Technique, falls_short, reached, told
from digibank.refurbishment.evidence.witnessed import RESETS, System

pytestmark = pytest.mark.once
KINDS = ("hdd", "ssd", "nvme", "emmc", "unknown")
LEVELS = {
    "overwritten": "clear clear clear clear clear",
    "nvme_block": "- - purge - -",
    "nvme_crypto": "- - purge - -",
    "nvme_overwrite": "- - clear - -",
    "nvme_format": "- - clear - -",
    "ata_block": "- purge - - -",
    "ata_crypto": "clear purge - - -",
    "ata_overwrite": "purge clear - - -",
    "ata_secure": "clear clear - - -",
    "ata_enhanced": "purge clear - - -",
    "mmc_sanitize": "- - - clear -",
    "mmc_secure_trim": "- - - clear -",
    "keys_destroyed": "purge purge purge purge -",
    "factory_reset": "- clear clear clear clear",
    "destroyed": "destroy destroy destroy destroy destroy",
}


@pytest.mark.rule("E-04")
def test_the_table_of_levels_is_this_one():
    table = {
        technique.value: " ".join(row.levels[kind].value if kind in row.levels else "-" for kind in KINDS)
        for technique, row in TABLE.items()
    }

    assert table == LEVELS
    assert set(TABLE) == set(Technique)


@pytest.mark.rule("E-04")
def test_what_cannot_be_done_to_a_medium_is_refused():
    with pytest.raises(RuleBroken) as no:
        reached(Technique.NVME_BLOCK, "hdd")

    assert str(no.value) == (
        "“NVMe sanitize, block erase” cannot be done to this kind of medium."
        " Look whether the kind was written down right."
    )


@pytest.mark.rule("E-08")
def test_only_an_nvme_drive_has_to_reach_purge():
    assert {kind: level.value for kind, level in REQUIRED.items()} == dict.fromkeys(KINDS, "clear") | {"nvme": "purge"}
    assert [kind for kind in KINDS if falls_short(Level.CLEAR, kind)] == ["nvme"]
    assert [kind for kind in KINDS if falls_short(Level.PURGE, kind)] == []


@pytest.mark.rule("E-11")
def test_a_reset_reaches_purge_only_where_storage_is_always_encrypted():
    assert [system for system in System if RESETS[system].level is Level.PURGE] == [
        System.APPLE_MOBILE,
        System.APPLE_MAC,
        System.ANDROID_NEW,
        System.CHROMEOS,
    ]


def test_a_method_is_named_as_a_method_and_not_as_a_standard():
    assert told(Technique.OVERWRITTEN, "DoD  5220.22-M") == "Overwritten by nwipe with the method “DoD 5220.22-M”."
