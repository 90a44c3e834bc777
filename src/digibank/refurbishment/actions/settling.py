"""What all ways of erasing share: an erasure is kept with its evidence, and counts when nothing is left to say."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import refusing
from digibank.inventory import actions as inventory
from digibank.inventory.flows import DEVICE_FLOW
from digibank.inventory.models import Device, StorageMedium
from digibank.numbers import secret
from digibank.refurbishment.evidence.methods import Level
from digibank.refurbishment.evidence.signs import Sign
from digibank.refurbishment.evidence.techniques import Technique, falls_short
from digibank.refurbishment.flows import ERASURE_FLOW, ErasureState
from digibank.refurbishment.models import Erasure, RereadWeek, monday_of, signs_as_kept
from digibank.refurbishment.queries import data_came_at


@transaction.atomic
def keep(
    medium: StorageMedium,
    *,
    technique: Technique,
    level: Level,
    signs: tuple[Sign, ...],
    started_at: datetime,
    ended_at: datetime,
    by: Actor,
    **evidence: Any,
) -> Erasure:
    """Keep an erasure with its evidence. It waits for a second person, an exemption, or counts as soon as it can.

    `evidence` holds log, sample, drive, method, tool and version, as far as there are any. What waits for this medium
    already gives way.
    """
    for older in Erasure.objects.filter(medium=medium, state=ErasureState.WAITING):
        withdraw(older, by=by)
    used = _("This log was added already. Add the log of the newest run.")
    elsewhere = _("This drive of the log is another medium already. Add the log of this medium.")
    with (
        refusing(Erasure, "a_log_once_per_medium", used, field="log"),
        refusing(Erasure, "a_drive_of_a_log_is_one_medium", elsewhere, field="log"),
    ):
        return Erasure.objects.create(
            medium=medium,
            technique=technique,
            level=level.value,
            signs=signs_as_kept(signs),
            started_at=started_at,
            ended_at=ended_at,
            life_began_at=data_came_at(medium),
            depot=medium.lies_at or medium.device.place,
            needs_exemption=falls_short(level, medium.kind),
            erased_by=by,
            **evidence,
        )


@transaction.atomic
def withdraw(erasure: Erasure, *, by: Actor) -> Erasure:
    """Say that a log that waits does not count: what the second person saw is not what it says."""
    ERASURE_FLOW.move(erasure, "withdraw")
    record("refurbishment.log_withdrawn", erasure, by=by, about=[erasure.device])
    return erasure


@transaction.atomic
def settle(erasure: Erasure, *, by: Actor) -> Erasure:
    """Let an erasure count when nothing is left to say; the device goes on by itself when this was its last medium."""
    if erasure.unsaid or erasure.lacks_exemption:
        return erasure
    ERASURE_FLOW.move(erasure, "accept", accepted_at=clock.now())
    if erasure.technique == Technique.DESTROYED:
        inventory.destroy(erasure.medium, because=erasure.number, by=by)
    else:
        inventory.erase(erasure.medium, because=erasure.number, by=by)
        _begin_week(erasure)
    record("refurbishment.erasure_accepted", erasure, by=by, about=[erasure.device], level=erasure.level)
    device = Device.objects.get(pk=erasure.device.pk)
    if not device.open_media and not erasure.medium.is_loose and DEVICE_FLOW.allows(device, "pass_gate"):
        inventory.pass_gate(device, by=by)
    return erasure


def _begin_week(erasure: Erasure) -> None:
    """The seed of a week is drawn with its first erasure, before anybody knows what else will be in it."""
    RereadWeek.objects.get_or_create(
        place=erasure.depot or erasure.device.place, monday=monday_of(clock.today()), defaults={"seed": secret()}
    )
