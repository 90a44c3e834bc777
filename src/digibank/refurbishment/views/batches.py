"""The page of a donation as one batch: what is open, its attestation, its closing, and what became of its devices."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from digibank.accounts.access import StaffRequest, get_permitted, needs
from digibank.accounts.posting import ActForm, Typed, act
from digibank.accounts.rights import Can
from digibank.donations.models import Donation, Offer
from digibank.donations.standing import OpenPoint
from digibank.files.answers import document_response
from digibank.inventory.models import StorageMedium
from digibank.refurbishment import actions
from digibank.refurbishment.batch_attestations import Line, batch_attestation_pdf, covers, lines_of
from digibank.refurbishment.batches import counted, differs, open_points, open_storage
from digibank.refurbishment.forms_closing import ReopenForm
from digibank.refurbishment.models import BatchAttestation, BatchClosing, BatchFigures
from digibank.refurbishment.weights import kilograms


@require_safe
@needs(Can.SEE_DONATIONS)
def batch(request: StaffRequest, pk: int) -> HttpResponse:
    """A donation as one batch."""
    return _batch_page(request, _donation(request, pk, Can.SEE_DONATIONS))


@require_POST
@needs(Can.REGISTER_DONATIONS)
def attest_batch(request: StaffRequest, pk: int) -> HttpResponse:
    """Make the attestation of the whole donation."""
    found = _donation(request, pk)
    form = ActForm(request.POST)
    # Printing takes a moment, so it comes before the transaction; whatever changes meanwhile is noticed there.
    lines = [] if open_storage(found) else lines_of(found)
    name = request.user.full_name
    printed = batch_attestation_pdf(found, lines, drawn_up_by=name) if lines else b""

    def keep(_typed: Typed) -> Donation:
        actions.keep_batch_attestation(found, paper=printed, listed=covers(found, lines), by=request.user.actor)
        return found

    return act(request, form, keep, _page) or _batch_page(request, found, plain=form)


@require_safe
@needs(Can.SEE_DONATIONS)
def batch_attestation(request: StaffRequest, pk: int) -> HttpResponse:
    """An attestation of a whole donation as it was given."""
    rows = BatchAttestation.objects.select_related("document")
    return document_response(get_permitted(rows, request, Can.SEE_DONATIONS, pk=pk).document)


@require_POST
@needs(Can.REGISTER_DONATIONS)
def close_batch(request: StaffRequest, pk: int) -> HttpResponse:
    """Close the donation."""
    found = _donation(request, pk)
    form = ActForm(request.POST)

    def close(_typed: Typed) -> Donation:
        return actions.close_batch(found, by=request.user.actor).donation

    return act(request, form, close, _page) or _batch_page(request, found, plain=form)


@require_POST
@needs(Can.REGISTER_DONATIONS)
def count_batch(request: StaffRequest, pk: int) -> HttpResponse:
    """Count once more what became of the devices."""
    found, form = _closing(request, pk), ActForm(request.POST)

    def count(_typed: Typed) -> Donation:
        return actions.count_batch(found, by=request.user.actor).closing.donation

    return act(request, form, count, _page) or _batch_page(request, found.donation, plain=form)


@require_POST
@needs(Can.REGISTER_DONATIONS)
def reopen_batch(request: StaffRequest, pk: int) -> HttpResponse:
    """Open a closed donation again."""
    found, form = _closing(request, pk), ReopenForm(request.POST)

    def reopen(typed: Typed) -> Donation:
        return actions.reopen_batch(found, because=typed["because"], by=request.user.actor).donation

    return act(request, form, reopen, _page) or _batch_page(request, found.donation, reopen_form=form)


def _donation(request: StaffRequest, pk: int, can: Can = Can.REGISTER_DONATIONS) -> Donation:
    return get_permitted(Donation.objects.select_related("donor", "place__organisation", "offer"), request, can, pk=pk)


def _closing(request: StaffRequest, pk: int) -> BatchClosing:
    rows = BatchClosing.objects.select_related("donation__donor", "donation__place__organisation", "donation__offer")
    return get_permitted(rows, request, Can.REGISTER_DONATIONS, pk=pk)


def _page(shown: Donation) -> str:
    return resolve_url("refurbishment:batch", pk=shown.pk)


def _batch_page(request: StaffRequest, found: Donation, **refused: Any) -> HttpResponse:
    """The page; a form that was refused stands in its place with what was typed."""
    if refused:  # Perhaps because a colleague was faster: the page shows how it is now.
        found.refresh_from_db(fields=["closed_at"])
    points = open_points(found)
    closings = list(found.closings.select_related("closed_by__user", "reopened_by__user"))
    standing = next((closing for closing in closings if closing.stands), None)
    kept = list(standing.figures.select_related("factor_set")) if standing else []
    papers = list(found.attestations.select_related("donation", "written_by__user", "document__forgotten"))
    # What is attested already is not made twice; the page asks for that only when it could be made.
    settled = not any(point.is_about_data for point in points)
    lines = lines_of(found) if settled else []
    context = {
        "donation": found,
        "points": [(point, _address(point)) for point in points],
        "settled": settled,
        "papers": papers,
        "may_attest": bool(lines) and not _is_attested(found, papers, lines),
        "closing": standing,
        "earlier": [closing for closing in closings if not closing.stands],
        "figures": [(figures, facts_of_figures(figures)) for figures in kept],
        "may_count": bool(kept) and differs(kept[0], counted(found)),
        "may_close": standing is None and not points,
        "may_register": request.user.may_at(Can.REGISTER_DONATIONS, found.place.organisation),
        "reopen_form": ReopenForm(),
        "plain": ActForm(),
        "wrong": bool(refused),
    }
    return render(request, "refurbishment/batch.html", context | refused, status=422 if refused else 200)


def _is_attested(donation: Donation, papers: list[BatchAttestation], lines: list[Line]) -> bool:
    """Whether the newest paper is kept and lists all of that."""
    return bool(papers) and papers[0].covers == covers(donation, lines) and not papers[0].document.is_forgotten


def facts_of_figures(figures: BatchFigures) -> list[tuple[str, str]]:
    """What became of the devices, in pairs of term and value; what is nothing is left out."""
    counts = [
        (_("Borrowed by residents"), figures.reused),
        (_("Parts for other devices"), figures.parts),
        (_("Recycled"), figures.recycled),
        (_("Given back"), figures.returned),
        (_("Gone"), figures.gone),
        (_("Still with us, to be made ready or lent"), figures.here),
    ]
    facts = [(_("Devices"), str(figures.devices)), *((term, str(count)) for term, count in counts if count)]
    if figures.grams:
        facts.append((_("Waste"), _("%(kg)s kg") % {"kg": kilograms(figures.grams)}))
    if figures.kilograms:
        low, likely, high = figures.kilograms
        said = {"low": low, "high": high, "likely": likely, "devices": figures.reckoned}
        spared = _("%(low)s to %(high)s kg CO2, likely %(likely)s, of %(devices)s devices") % said
        facts.append((_("Spared by reuse"), spared))
    return facts


def _address(point: OpenPoint) -> str:
    """The page where it can be settled."""
    if isinstance(point.about, StorageMedium):
        return resolve_url("refurbishment:medium", pk=point.about.pk)
    if isinstance(point.about, Offer):
        return resolve_url("donations:offer", pk=point.about.pk)
    if isinstance(point.about, Donation):
        return resolve_url("donations:releases_of", pk=point.about.pk)
    return resolve_url("inventory:device", pk=point.about.pk)
