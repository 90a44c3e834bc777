"""Pages of donations: the list, taking one in, its devices and parts, the receipt."""

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render, resolve_url
from django.views.decorators.http import require_POST, require_safe

from digibank.accounts.access import StaffRequest, get_permitted, needs, visible_to
from digibank.accounts.posting import ActForm, Typed, act, status_of
from digibank.accounts.rights import Can
from digibank.donations import actions
from digibank.donations.forms.taking_in import DeviceForm, DonationFilter, DonationForm, PartsForm
from digibank.donations.models import Donation, FollowLink, Receipt
from digibank.donations.views.givers import Giver, known_donors, own_depots, seat_of
from digibank.files.answers import document_response
from digibank.ui.paging import page_of


@require_safe
@needs(Can.SEE_DONATIONS)
def donations(request: StaffRequest) -> HttpResponse:
    """Donations one may see, newest first, by number, donor or device."""
    form = DonationFilter(request.GET or None)
    rows = visible_to(Donation.objects.select_related("donor", "place"), request.user, Can.SEE_DONATIONS)
    context = {
        "filter": form,
        "page": page_of(form.apply(rows).annotate(devices=Count("given")), request),
        "may_register": request.user.may(Can.REGISTER_DONATIONS),
    }
    return render(request, "donations/donations.html", context)


@needs(Can.REGISTER_DONATIONS)
def register(request: StaffRequest) -> HttpResponse:
    """Take in what somebody brings. Who looks like a known donor is shown that donor first."""
    depots = own_depots(request)
    if not depots:
        return render(request, "donations/no_depot.html")
    form = DonationForm(request.POST or None, depots=depots, donors=known_donors(request), seat=seat_of(request))
    giver = Giver(request, form)

    def save(typed: Typed) -> Donation:
        place = typed["place"]
        donor = giver.at(place.organisation)
        return actions.register(
            place, donor=donor, received_on=typed["received_on"], remarks=typed["remarks"], by=request.user.actor
        )

    answer = act(request, form, save, page_of_donation)
    context = {"form": form} | giver.shown
    return answer or render(request, "donations/register.html", context, status=status_of(form))


@require_safe
@needs(Can.SEE_DONATIONS)
def donation(request: StaffRequest, pk: int) -> HttpResponse:
    """One donation: who gave, what, and the papers."""
    return donation_page(request, permitted_donation(request, pk, Can.SEE_DONATIONS))


@require_POST
@needs(Can.REGISTER_DONATIONS)
def add_device(request: StaffRequest, pk: int) -> HttpResponse:
    """Register a device of this donation."""
    found = permitted_donation(request, pk)
    form = DeviceForm(request.POST)

    def add(typed: Typed) -> Donation:
        actions.add_device(found, by=request.user.actor, **typed)
        return found

    return act(request, form, add, page_of_donation) or donation_page(request, found, device_form=form)


@require_POST
@needs(Can.REGISTER_DONATIONS)
def count_parts(request: StaffRequest, pk: int) -> HttpResponse:
    """Say how many loose parts came along."""
    found = permitted_donation(request, pk)
    form = PartsForm(request.POST)

    def count(typed: Typed) -> Donation:
        actions.count_parts(found, by=request.user.actor, **typed)
        return found

    return act(request, form, count, page_of_donation) or donation_page(request, found, parts_form=form)


@require_safe
@needs(Can.SEE_DONATIONS)
def receipt(request: StaffRequest, pk: int) -> HttpResponse:
    """A receipt as it was given."""
    found = get_permitted(Receipt.objects.select_related("document"), request, Can.SEE_DONATIONS, pk=pk)
    return document_response(found.document)


def permitted_donation(request: StaffRequest, pk: int, can: Can = Can.REGISTER_DONATIONS) -> Donation:
    """The donation, or 404 when this user has not this right there."""
    rows = Donation.objects.select_related("donor", "place__organisation", "offer")
    return get_permitted(rows, request, can, pk=pk)


def page_of_donation(shown: Donation) -> str:
    """Where an act on a donation leads."""
    return resolve_url("donations:donation", pk=shown.pk)


def donation_page(request: StaffRequest, found: Donation, **refused: ActForm) -> HttpResponse:
    """The page of a donation; a form that was refused stands in its place with what was chosen."""
    may_register = request.user.may_at(Can.REGISTER_DONATIONS, found.place.organisation)
    context = {
        "donation": found,
        "given": found.given.select_related("device__device_class").prefetch_related("device__accessories"),
        "parts": found.parts.exclude(count=0),
        "receipts": found.receipts.select_related("document__forgotten"),
        "link": FollowLink.objects.of(found).first(),
        "current": found.current_receipt,
        "may_register": may_register,
        "may_add": may_register and (found.closed_at is None or bool(refused)),
        "device_form": DeviceForm(),
        "parts_form": PartsForm(),
        "plain": ActForm(),
    }
    return render(request, "donations/donation.html", context | refused, status=422 if refused else 200)
