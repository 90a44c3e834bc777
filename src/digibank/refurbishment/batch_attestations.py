"""The attestation of a whole donation: every device and every storage medium of it, on one paper (policy D-19)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from digibank import clock
from digibank.donations.models import Donation
from digibank.inventory.flows import MediumState, Position
from digibank.inventory.models import Device, StorageMedium
from digibank.numbers import fingerprint
from digibank.refurbishment.batches import devices_of, first_lent, media_by_device
from digibank.refurbishment.flows import ErasureState
from digibank.refurbishment.models import BatchAttestation, Erasure, Technique, number_of
from digibank.ui.printing import pdf


@dataclass(frozen=True)
class Line:
    """What was done about one medium of one device; a device without storage has a line without medium."""

    device: Device
    medium: StorageMedium | None
    erasure: Erasure | None

    @property
    def done(self) -> str:
        """What was done, in a sentence."""
        if self.erasure:
            return self.erasure.how
        return _without_erasure(self.device, self.medium)

    @property
    def at(self) -> datetime | None:
        """When it counted, or when it was stated."""
        if self.erasure:
            return self.erasure.accepted_at
        return self.medium.settled_at if self.medium else None

    @property
    def tool(self) -> str:
        """The tool with its version; empty when none was used."""
        return f"{self.erasure.tool} {self.erasure.version}".strip() if self.erasure else ""

    @property
    def remarks(self) -> list[str]:
        """What must be added: who destroyed it, and which exception was approved."""
        return [*_destroyed_by(self.erasure), *_exception(self.erasure)] if self.erasure else []

    @property
    def sign(self) -> str:
        """What it rests on, by keys: another sign is another paper."""
        went_back = self.device.state == Position.RETURNED_TO_DONOR
        medium = f"{self.medium.pk}:{self.medium.state}" if self.medium else f"none:{went_back}"
        return f"{self.device.pk}:{medium}:{self.erasure.pk if self.erasure else 0}"


def lines_of(donation: Donation) -> list[Line]:
    """Every medium that came in with the donation and what was done about it, by device.

    Not what was first erased or destroyed after a loan: it came in later, and is no matter of the donor (policy D-32).
    """
    media, lent = media_by_device(donation), first_lent(devices_of(donation).values_list("pk", flat=True))
    done = _done(medium for of_device in media.values() for medium in of_device)
    lines = []
    for device in devices_of(donation).select_related("device_class"):
        came = [medium for medium in media.get(device.pk, []) if not _later(done.get(medium.pk), lent.get(device.pk))]
        if not came:
            lines.append(Line(device, None, None))
        for medium in came:
            lines += [Line(device, medium, erasure) for erasure in done.get(medium.pk, [None])]
    return lines


def covers(donation: Donation, lines: Iterable[Line]) -> str:
    """The fingerprint of what the paper lists, and of whose it is."""
    donor = donation.donor
    giver = f"{donor.pk}:{donor.has_faded}" if donor else "nobody"
    return fingerprint(" ".join([giver, *(line.sign for line in lines)]))


def next_number(donation: Donation) -> str:
    """The number of the version that would be made now."""
    return number_of(donation, next_version(donation))


def next_version(donation: Donation) -> int:
    """The version that would be made now: the first is 1."""
    newest = BatchAttestation.objects.filter(donation=donation).first()
    return newest.version + 1 if newest else 1


def batch_attestation_pdf(donation: Donation, lines: list[Line], *, drawn_up_by: str) -> bytes:
    """The attestation on paper, as the donation is now. Takes a moment: make it before a transaction begins."""
    context = {
        "service": donation.place.organisation.name,
        "date": clock.today(),
        "reference": next_number(donation),
        "facts": facts_of(donation, lines),
        "signers": [(drawn_up_by, _("drew up this list")), (donation.place.name, donation.place.organisation.name)],
        "donation": donation,
        "lines": lines,
    }
    return pdf("refurbishment/batch_attestation.html", context)


def facts_of(donation: Donation, lines: list[Line]) -> list[tuple[str, str]]:
    """Of whom, when, how much and how far it reaches, in pairs of term and value."""
    devices = len({line.device.pk for line in lines})
    media = len({line.medium.pk for line in lines if line.medium})
    with_media = ngettext("with %(many)s storage medium", "with %(many)s storage media", media) % {"many": media}
    with_devices = ngettext("%(many)s device", "%(many)s devices", devices) % {"many": devices}
    levels = Counter(line.erasure.get_level_display() for line in lines if line.erasure)
    return [
        (_("Given by"), donation.donor.called if donation.donor else _("somebody who gave no name")),
        (_("What it lists"), f"{with_devices} {with_media}"),
        (
            _("Levels reached"),
            ", ".join(f"{level}: {count}" for level, count in sorted(levels.items())) or _("nothing was erased"),
        ),
    ]


def _done(media: Iterable[StorageMedium]) -> dict[int, list[Erasure | None]]:
    """For each medium, by its key, what settled the data it came with; and its destruction, when that came later."""
    rows = Erasure.objects.filter(medium__in=[medium.pk for medium in media], state=ErasureState.ACCEPTED)
    about = ("medium", "exemption__approved_by__user", "destruction__recorded_by__user")
    found: dict[int, list[Erasure | None]] = {}
    for erasure in rows.select_related(*about).prefetch_related("statements__said_by__user").order_by("pk"):
        known = found.setdefault(erasure.medium_id, [])
        # What was erased again after a loan was a borrower's, and is no concern of the donor.
        if not known or erasure.technique == Technique.DESTROYED:
            known.append(erasure)
    return found


def _later(done: list[Erasure | None] | None, lent_at: datetime | None) -> bool:
    """Whether the first that was done about a medium lies after the first loan: none enters a loan with data on it."""
    first = done[0] if done else None
    return first is not None and lent_at is not None and first.life_began_at >= lent_at


def _without_erasure(device: Device, medium: StorageMedium | None) -> str:
    if device.state == Position.RETURNED_TO_DONOR and (medium is None or medium.state == MediumState.TO_ERASE):
        return _("Given back to the donor, with what stood on it.")
    if medium is None:
        return _("No storage inside: %(why)s") % {"why": device.no_storage_because or _("nothing was found")}
    words = {
        MediumState.ABSENT: _("Was not in the device: %(why)s"),
        MediumState.DESTROYED: _("Destroyed: %(why)s"),
        MediumState.ERASED: _("Erased: %(why)s"),
    }
    return words[MediumState(medium.state)] % {"why": medium.settled_because}


def _destroyed_by(erasure: Erasure) -> list[str]:
    destruction = getattr(erasure, "destruction", None)
    if destruction is None:
        return []
    who = destruction.firm or destruction.recorded_by.user.full_name
    seen = ", ".join(sorted({statement.said_by.user.full_name for statement in erasure.statements.all()}))
    said = {"who": who, "seen": seen}
    if destruction.firm:
        return [_("Destroyed by %(who)s. Certificate read by %(seen)s.") % said]
    return [_("Destroyed by %(who)s, seen by %(seen)s.") % said]


def _exception(erasure: Erasure) -> list[str]:
    exemption = getattr(erasure, "exemption", None)
    if exemption is None:
        return []
    said = {"who": exemption.approved_by.user.full_name, "why": exemption.reason}
    return [_("Exception, approved by %(who)s: %(why)s") % said]
