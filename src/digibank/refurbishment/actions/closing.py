"""A donation is attested, closed with its figures, counted again, and opened again when something is found."""

from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.donations import actions as donations
from digibank.donations import standing
from digibank.donations.models import Donation
from digibank.donations.standing import locked_with_all, refuse_closed, refuse_open
from digibank.errors import RuleBroken, refusing
from digibank.files import actions as files
from digibank.inventory.models import Device
from digibank.people.secrets import refuse_secrets
from digibank.refurbishment.batch_attestations import covers, lines_of, next_version
from digibank.refurbishment.batches import counted, differs, media_of, open_points, open_storage
from digibank.refurbishment.models import BatchAttestation, BatchClosing, BatchFigures


@transaction.atomic
def keep_batch_attestation(donation: Donation, *, paper: bytes, listed: str, by: Actor) -> BatchAttestation:
    """Keep the paper about all storage of a donation, printed when it was `listed` so (policy D-19).

    The same once more is the one that is there. Raises RuleBroken while data are open, or when something changed since
    it was printed.
    """
    donation = _locked(donation)
    refuse_open(open_storage(donation), _("Nothing can be attested yet."))
    lines = lines_of(donation)
    if not lines:
        raise RuleBroken(_("No device came in with this donation. There is nothing to attest."))
    if covers(donation, lines) != listed:
        raise RuleBroken(_("A colleague changed something just now. Look at the list and make the attestation again."))
    newest = BatchAttestation.objects.filter(donation=donation).first()
    if newest and newest.covers == listed and not newest.document.is_forgotten:
        return newest
    version = next_version(donation)
    name = f"attestation-{donation.number}-{version}.pdf"
    document = files.store(paper, media_type="application/pdf", name=name, by=by)
    kept = BatchAttestation.objects.create(
        donation=donation, version=version, covers=listed, document=document, written_by=by
    )
    record("refurbishment.batch_attested", kept, by=by, about=[donation], version=version, lines=len(lines))
    return kept


@transaction.atomic
def close_batch(donation: Donation, *, by: Actor) -> BatchClosing:
    """Close a donation and keep what became of its devices (policies D-20 and D-21).

    Raises RuleBroken, with what is open, while one storage medium that came in with it is not settled, wherever it is
    now; while a difference with the offer is open; or while the donor has to release a device.
    """
    donation = _locked(donation)
    refuse_closed(donation)
    refuse_open(open_points(donation), _("This donation cannot be closed yet."))
    donation = donations.close(donation, by=by)
    media = media_of(donation)
    total, unsettled = media.count(), len(standing.unsettled(media))
    open_still = _("A storage medium of this donation is not settled. Reload the page to see which.")
    with refusing(BatchClosing, "a_closed_donation_has_no_open_medium", open_still):
        closing = BatchClosing.objects.create(donation=donation, media=total, settled=total - unsettled, closed_by=by)
    figures = BatchFigures.objects.create(closing=closing, counted_by=by, **counted(donation))
    record(
        "refurbishment.batch_closed", closing, by=by, about=[donation], media=total, devices=figures.devices,
        reused=figures.reused, recycled=figures.recycled,
    )  # fmt: skip
    return closing


@transaction.atomic
def count_batch(closing: BatchClosing, *, by: Actor) -> BatchFigures:
    """Count once more what became of the devices of a closed donation; the earlier figures stay (policy D-21).

    When nothing changed, the newest figures are these. Raises RuleBroken when the donation was opened again.
    """
    donation = Donation.objects.select_for_update().get(pk=closing.donation_id)
    closing = BatchClosing.objects.get(pk=closing.pk)
    if not closing.stands:
        raise RuleBroken(_("This donation was opened again. It gets new figures when it is closed."))
    newest, now = closing.figures.select_related("factor_set").first(), counted(donation)
    if newest and not differs(newest, now):
        return newest
    figures = BatchFigures.objects.create(closing=closing, counted_by=by, **now)
    record("refurbishment.batch_counted", closing, by=by, about=[donation], reused=figures.reused)
    return figures


@transaction.atomic
def reopen_batch(closing: BatchClosing, *, because: str, by: Actor) -> BatchClosing:
    """Open a closed donation again, because something was found after all. What was closed then stays as it was."""
    refuse_secrets(because, field="because")
    if not because.strip():
        raise RuleBroken(_("Write down why it is opened again."), field="because")
    donation = donations.reopen(closing.donation, by=by)
    newest = BatchClosing.objects.get(donation=donation, reopened_at__isnull=True)
    if newest.pk != closing.pk:
        raise RuleBroken(_("This donation was closed again meanwhile. Reload the page."))
    closing = newest
    closing.reopened_at, closing.reopened_by, closing.reopened_because = clock.now(), by, because
    closing.save(update_fields=["reopened_at", "reopened_by", "reopened_because"])
    record("refurbishment.batch_reopened", closing, by=by, about=[donation])
    return closing


def _locked(donation: Donation) -> Donation:
    """The donation under lock, with each device that one of its media is in now.

    Raises RuleBroken when a medium went into yet another device while we waited for the locks.
    """
    there = list(Device.objects.filter(media__in=media_of(donation).order_by()).distinct())
    donation = locked_with_all(donation, also=there)
    held = {device.pk for device in there}
    if media_of(donation).exclude(device__in=held).exclude(device__given_with__donation=donation).exists():
        raise RuleBroken(_("A colleague moved a storage medium just now. Look again and repeat it."))
    return donation
