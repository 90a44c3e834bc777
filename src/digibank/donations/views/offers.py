"""Pages of offers: the list, a new one, one offer with its things, and what the donor adds or takes back."""

from django.db.models import Sum
from django.http import Http404, HttpResponse
from django.shortcuts import render, resolve_url
from django.views.decorators.http import require_POST, require_safe

from digibank.accounts.access import StaffRequest, get_permitted, needs
from digibank.accounts.posting import ActForm, Typed, act, status_of
from digibank.accounts.rights import Can
from digibank.donations import actions
from digibank.donations.flows import BEFORE_RECEPTION, OFFER_FLOW, RECEIVING
from digibank.donations.forms.offers import ItemForm, JudgeForm, OfferFilter, OfferForm, SettleForm
from digibank.donations.models import Donation, FollowLink, Offer, OfferedItem, Preselection
from digibank.donations.views.givers import Giver, known_donors, own_depots, seat_of
from digibank.files.answers import document_response
from digibank.organisations.models import OpeningHours
from digibank.ui.paging import page_of


@require_safe
@needs(Can.SEE_DONATIONS)
def offers(request: StaffRequest) -> HttpResponse:
    """Offers one may see, newest first; those of which something is to be done, unless another choice is made."""
    form = OfferFilter(request.GET or None)
    rows = Offer.objects.visible_to(request.user, Can.SEE_DONATIONS)
    shown = form.apply(rows).select_related("donor", "depot", "drop_off").annotate(things=Sum("items__count"))
    context = {
        "filter": form,
        "page": page_of(shown, request),
        "may_register": request.user.may(Can.REGISTER_DONATIONS),
    }
    return render(request, "donations/offers.html", context)


@needs(Can.REGISTER_DONATIONS)
def announce(request: StaffRequest) -> HttpResponse:
    """Write down what somebody offers by telephone or at the counter."""
    depots = own_depots(request)
    if not depots:
        return render(request, "donations/no_depot.html")
    form = OfferForm(request.POST or None, depots=depots, donors=known_donors(request), seat=seat_of(request))
    giver = Giver(request, form)

    def save(typed: Typed) -> Offer:
        depot = typed["depot"]
        donor = giver.at(depot.organisation)
        return actions.announce(depot, donor=donor, by=request.user.actor, **form.offered())

    answer = act(request, form, save, page_of_offer)
    return answer or render(request, "donations/announce.html", {"form": form} | giver.shown, status=status_of(form))


@require_safe
@needs(Can.SEE_DONATIONS)
def offer(request: StaffRequest, pk: int) -> HttpResponse:
    """One offer: who, how it comes, each thing with what we judged, and what can be done now."""
    return offer_page(request, permitted_offer(request, pk, Can.SEE_DONATIONS))


@require_POST
@needs(Can.REGISTER_DONATIONS)
def add_item(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down one more thing that is offered."""
    found, form = permitted_offer(request, pk), ItemForm(request.POST, auto_id="item_%s")

    def add(_typed: Typed) -> Offer:
        actions.add_items(found, items=[form.offering()], by=request.user.actor)
        return found

    return act(request, form, add, page_of_offer) or offer_page(request, found, item_form=form)


@require_POST
@needs(Can.REGISTER_DONATIONS)
def withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """The donor does not give it after all."""
    found, form = permitted_offer(request, pk), ActForm(request.POST)
    answer = act(request, form, lambda _typed: actions.withdraw(found, by=request.user.actor), page_of_offer)
    return answer or offer_page(request, found, plain=form)


@require_POST
@needs(Can.REGISTER_DONATIONS)
def bring_back(request: StaffRequest, pk: int) -> HttpResponse:
    """Undo that it was withdrawn."""
    found, form = permitted_offer(request, pk), ActForm(request.POST)
    answer = act(request, form, lambda _typed: actions.bring_back(found, by=request.user.actor), page_of_offer)
    return answer or offer_page(request, found, plain=form)


@require_safe
@needs(Can.SEE_DONATIONS)
def photo(request: StaffRequest, pk: int) -> HttpResponse:
    """The photo that the donor sent."""
    item = permitted_item(request, pk, Can.SEE_DONATIONS)
    if item.photo is None:
        raise Http404
    return document_response(item.photo)


def permitted_offer(request: StaffRequest, pk: int, can: Can = Can.REGISTER_DONATIONS) -> Offer:
    """The offer, or 404 when this user has not this right there."""
    rows = Offer.objects.select_related("donor", "depot__organisation", "drop_off")
    return get_permitted(rows, request, can, pk=pk)


def permitted_item(request: StaffRequest, pk: int, can: Can = Can.REGISTER_DONATIONS) -> OfferedItem:
    """The thing, or 404 when this user has not this right there."""
    return get_permitted(OfferedItem.objects.select_related("offer", "photo"), request, can, pk=pk)


def page_of_offer(shown: Offer) -> str:
    """Where an act on an offer leads."""
    return resolve_url("donations:offer", pk=shown.pk)


def offer_page(request: StaffRequest, found: Offer, **refused: ActForm) -> HttpResponse:
    """The page of an offer; a form that was refused stands in its place with what was chosen."""
    found.refresh_from_db()
    page = page_of(found.items.prefetch_related("decisions__by__user"), request)
    undecided = [item for item in page.rows if item.preselection == Preselection.UNDECIDED]
    differences = list(found.items.different())
    may_register = request.user.may_at(Can.REGISTER_DONATIONS, found.depot.organisation)
    context = {
        "offer": found,
        "page": page,
        "counted": found.items.aggregate(things=Sum("count"))["things"] or 0,
        "undecided": undecided,
        "differences": differences,
        "donation": Donation.objects.filter(offer=found).first(),
        "letters": found.letters.select_related("document__forgotten"),
        "last_judged": found.last_judged,
        "link": FollowLink.objects.of(found).first(),
        "days": [label for day, label in OpeningHours.Weekday.choices if day in found.preferred_days],
        "may_register": may_register,
        "may_add": may_register and found.state in BEFORE_RECEPTION,
        "may_add_extra": may_register and found.state in RECEIVING,
        "may_withdraw": may_register and OFFER_FLOW.allows(found, "withdraw"),
        "item_form": ItemForm(auto_id="item_%s"),
        "judge_form": JudgeForm(items=undecided),
        "settle_form": SettleForm(
            differences=differences, auto_id="settle_%s", initial={"items": [d.pk for d in differences]}
        ),
        "plain": ActForm(),
        "wrong": bool(refused),
    }
    return render(request, "donations/offer.html", context | refused, status=422 if refused else 200)
