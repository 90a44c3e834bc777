"""A device is locked by an account of who gave it: the donor is asked, reminded, answers; a technician looks."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.donations.flows import RELEASE_FLOW, ReleaseState
from digibank.donations.models import Donation, Release
from digibank.donations.standing import refuse_closed
from digibank.errors import RuleBroken
from digibank.inventory import actions as inventory
from digibank.inventory.flows import LEFT_US
from digibank.inventory.models import Device, DeviceFlag, FlagKind

NOT_ANSWERED: dict[str, Any] = {"told_at": None, "told_by": None}


@transaction.atomic
def ask_release(device: Device, *, lock: str, by: Actor) -> Release:
    """Put a device on the list of what its donor has to release; it is kept back until it is free (policy D-22).

    Raises RuleBroken when it came in with no donation, the donation is closed, or it is on the list already.
    """
    donation = Donation.objects.filter(given__device=device).first()
    if donation is None:
        raise RuleBroken(
            _("%(number)s came in with no donation, so there is nobody to ask.") % {"number": device.number},
            field="device",
        )
    donation = Donation.objects.select_for_update().get(pk=donation.pk)
    refuse_closed(donation)
    device = Device.objects.locked(device)
    if device.state in LEFT_US:
        raise RuleBroken(_("%(number)s is not here any more.") % {"number": device.number}, field="device")
    release = Release.objects.create(
        donation=donation, flag=_flag_without_release(device, by=by), lock=lock, asked_by=by
    )
    record("donations.release_asked", release, by=by, about=[donation, device], lock=lock)
    return release


@transaction.atomic
def remind_donor(donation: Donation, *, by: Actor) -> int:
    """Ask the donor once more for each device that he has not answered about; how many these are."""
    Donation.objects.select_for_update().get(pk=donation.pk)
    waiting = list(donation.releases.asked().select_related("flag"))
    if not waiting:
        raise RuleBroken(_("There is nothing left to ask this donor."))
    Release.objects.filter(pk__in=[release.pk for release in waiting]).update(reminded_on=clock.today())
    record("donations.donor_reminded", donation, by=by, devices=len(waiting))
    return len(waiting)


@transaction.atomic
def tell_released(release: Release, *, by: Actor) -> Release:
    """The donor says that the account is off. A technician looks before the device goes on (policy D-24).

    `by` is the donor with the link, or the colleague who heard it. Said twice is said once.
    """
    release = _locked(release)
    if release.state == ReleaseState.TOLD:
        return release
    return _answered(release, "tell_released", by=by)


@transaction.atomic
def tell_cannot(release: Release, *, by: Actor) -> Release:
    """The donor cannot release it. It is off the list and stays kept back: the workshop decides what becomes of it."""
    return _answered(_locked(release), "cannot", by=by)


@transaction.atomic
def keep_for_parts(release: Release, *, by: Actor) -> Release:
    """The donor lets us use it for parts. It is off the list and stays kept back."""
    return _answered(_locked(release), "keep_for_parts", by=by)


@transaction.atomic
def ask_again(release: Release, *, by: Actor) -> Release:
    """Put it on the list once more: it is locked after all, or the donor may be able to release it now."""
    release = _locked(release)
    refuse_closed(release.donation)
    RELEASE_FLOW.move(release, "ask_again", reminded_on=clock.today(), **NOT_ANSWERED)
    record("donations.release_asked_again", release, by=by, about=[release.donation, release.device])
    return release


@transaction.atomic
def confirm_free(release: Release, *, how: str, by: Actor) -> Release:
    """A technician looked: nothing locks the device any more. It is off the list and goes on (policy D-24)."""
    release = _locked(release)
    inventory.clear_flag(release.flag, how=how, by=by)
    release.flag.refresh_from_db()
    record("donations.release_confirmed", release, by=by, about=[release.donation, release.device])
    return release


def _locked(release: Release) -> Release:
    """The release as it is now; nobody else answers or closes the donation until the transaction ends.

    Raises RuleBroken when the device is free already.
    """
    Donation.objects.select_for_update().get(pk=release.donation_id)
    Device.objects.locked(release.device)
    found = Release.objects.select_related("donation", "flag__device").get(pk=release.pk)
    if found.is_free:
        raise RuleBroken(_("%(number)s is free already. Nothing is left to do.") % {"number": found.device.number})
    return found


def _answered(release: Release, step: str, *, by: Actor) -> Release:
    RELEASE_FLOW.move(release, step, told_at=clock.now(), told_by=by)
    about = [release.donation, release.device]
    record("donations.release_answered", release, by=by, about=[*about], answer=str(release.state))
    return release


def _flag_without_release(device: Device, *, by: Actor) -> DeviceFlag:
    """What keeps the device back: as it was raised in the workshop, or raised now. The caller holds the lock."""
    flag = DeviceFlag.objects.open().filter(device=device, kind=FlagKind.LOCKED_ACCOUNT).first()
    if flag is None:
        return inventory.raise_flag(device, kind=FlagKind.LOCKED_ACCOUNT, by=by)
    if Release.objects.filter(flag=flag).exists():
        raise RuleBroken(
            _("%(number)s is on the list already. Look there what was answered.") % {"number": device.number},
            field="device",
        )
    return flag
