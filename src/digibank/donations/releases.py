"""What the donor of a locked device has to do, in plain steps, and the letter that asks for it (policy D-22)."""

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.donations.models import Donation, Lock, Release
from digibank.ui.printing import pdf

type Words = str | Promise

STEPS: dict[Lock, tuple[Words, ...]] = {
    Lock.GOOGLE: (
        _("On your computer, go to google.com/devices. Log in with the account of the device."),
        _("Choose the device. Choose “Sign out”."),
        _("Does it not work? Come by. You type your password yourself, and take the account off the device."),
    ),
    Lock.APPLE: (
        _("On your computer, go to icloud.com/find. Log in with the account of the device."),
        _("Choose the device under “All devices”."),
        _("Choose “Remove this device”. It also works when we have the device."),
    ),
    Lock.MANAGED: (
        _("Give this list to whoever manages your computers."),
        _("Windows: remove the serial number from Autopilot, and the device from Intune and Entra ID."),
        _("Apple: release the device in Apple Business Manager or Apple School Manager."),
        _("Chromebook: deprovision the device in the Google Admin console."),
    ),
    Lock.FIRMWARE: (
        _("Come by, or send whoever manages your computers."),
        _("You type the password yourself. Then you take it off in the settings of the firmware."),
    ),
}


def steps_for(lock: str) -> tuple[Words, ...]:
    """What the donor has to do about this lock, one step after the other."""
    return STEPS[Lock(lock)]


def to_ask(donation: Donation) -> list[Release]:
    """What this donor has still to answer, by lock and number."""
    asked = donation.releases.asked().select_related("flag__device__device_class")
    return sorted(asked, key=lambda release: (release.lock, release.pk))


def release_pdf(donation: Donation) -> bytes:
    """The letter to the donor with the list of today, in Dutch. Takes a moment to make."""
    releases = to_ask(donation)
    locks = [lock for lock in Lock if any(release.lock == lock for release in releases)]
    place, donor = donation.place, donation.donor
    with translation.override(settings.LANGUAGE_CODE):
        context = {
            "service": place.organisation.name,
            "sender": [place.organisation.name, place.name, place.street, f"{place.postcode} {place.town}"],
            "recipient": _address_of(donation),
            "date": clock.today(),
            "reference": donation.number,
            "donation": donation,
            "donor": donor,
            "releases": releases,
            "locks": [(lock.label, steps_for(lock)) for lock in locks],
            "phone": place.phone,
        }
        return pdf("donations/release_letter.html", context)


def _address_of(donation: Donation) -> list[str]:
    """What stands in the window; nothing for somebody who gave no name."""
    donor = donation.donor
    if donor is None:
        return []
    town = f"{donor.postcode} {donor.town}".strip()
    return [line for line in (donor.name, donor.contact, donor.street, town) if line]
