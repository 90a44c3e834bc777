"""Pages of the reception: what is here, what is not, what is refused at the door, and what came besides."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from digibank.accounts.access import StaffRequest, needs
from digibank.accounts.posting import ActForm, Typed, act, status_of
from digibank.accounts.rights import Can
from digibank.donations import actions
from digibank.donations.forms.offers import ExtraForm, ReceiveForm, RefuseForm, SettleForm, first_guess
from digibank.donations.models import Decision, Offer, OfferedItem
from digibank.donations.offering import Offering
from digibank.donations.views.offers import offer_page, page_of_offer, permitted_item, permitted_offer


@needs(Can.REGISTER_DONATIONS)
def receive(request: StaffRequest, pk: int) -> HttpResponse:
    """Say that a thing is here, as what and how many."""
    item = permitted_item(request, pk)
    form = ReceiveForm(request.POST or None)
    form.initial = _told(item, form)

    def arrive(typed: Typed) -> Offer:
        _receive(item, form, request, is_different=typed["is_different"])
        return item.offer

    return act(request, form, arrive, page_of_offer) or _reception_page(request, item, form, status=status_of(form))


@require_POST
@needs(Can.REGISTER_DONATIONS)
def refuse_at_door(request: StaffRequest, pk: int) -> HttpResponse:
    """Refuse a thing, or some of several alike, although it was expected."""
    item, form = permitted_item(request, pk), RefuseForm(request.POST, auto_id="refuse_%s")

    def refuse(typed: Typed) -> Offer:
        actor = request.user.actor
        part = actions.split(item, count=typed["count"], by=actor)
        return actions.refuse(item.offer, items=[part], where=Decision.Where.DOOR, by=actor, **form.because())

    answer = act(request, form, refuse, page_of_offer)
    return answer or _reception_page(request, item, _receive_form(item), refuse_form=form, status=422)


@require_POST
@needs(Can.REGISTER_DONATIONS)
def miss(request: StaffRequest, pk: int) -> HttpResponse:
    """Say that a thing was not there."""
    item, form = permitted_item(request, pk), ActForm(request.POST)
    answer = act(
        request, form, lambda _typed: actions.miss(item, by=request.user.actor), lambda _item: page_of_offer(item.offer)
    )
    return answer or _reception_page(request, item, _receive_form(item), plain=form, status=422)


@require_POST
@needs(Can.REGISTER_DONATIONS)
def expect_again(request: StaffRequest, pk: int) -> HttpResponse:
    """Undo that it was not there."""
    item, form = permitted_item(request, pk), ActForm(request.POST)
    answer = act(
        request,
        form,
        lambda _typed: actions.expect_again(item, by=request.user.actor),
        lambda _item: page_of_offer(item.offer),
    )
    return answer or offer_page(request, permitted_offer(request, item.offer_id), plain=form)


@needs(Can.REGISTER_DONATIONS)
def add_extra(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down something that came along and was not offered."""
    found = permitted_offer(request, pk)
    form = ExtraForm(request.POST or None, initial={"count": 1})

    def add(typed: Typed) -> Offer:
        shape = form.device_class.shape if form.device_class else OfferedItem.Kind.ACCESSORIES
        told = {name: typed[name] for name in ("vendor", "product", "serial", "count")}
        item = actions.add_extra(found, offering=Offering(kind=shape, **told), by=request.user.actor)
        _receive(item, form, request, is_different=False)
        return found

    answer = act(request, form, add, page_of_offer)
    return answer or render(request, "donations/extra.html", {"form": form, "offer": found}, status=status_of(form))


@require_POST
@needs(Can.REGISTER_DONATIONS)
def settle(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down what was agreed with the donor about differences."""
    found = permitted_offer(request, pk)
    form = SettleForm(request.POST, differences=found.items.different(), auto_id="settle_%s")

    def agree(typed: Typed) -> Offer:
        for item in found.items.filter(pk__in=typed["items"]):
            actions.settle_difference(item, settlement=typed["settlement"], note=typed["note"], by=request.user.actor)
        return found

    return act(request, form, agree, page_of_offer) or offer_page(request, found, settle_form=form)


def _receive(item: OfferedItem, form: ReceiveForm, request: StaffRequest, *, is_different: bool) -> None:
    """Devices get their number, loose parts are counted."""
    count, actor = form.cleaned_data["count"], request.user.actor
    if form.device_class is None:
        actions.receive_parts(item, kind=form.part, count=count, is_different=is_different, by=actor)
        return
    actions.receive_devices(
        item, device_class=form.device_class, count=count, is_different=is_different, by=actor, **form.device()
    )


def _receive_form(item: OfferedItem) -> ReceiveForm:
    form = ReceiveForm()
    form.initial = _told(item, form)
    return form


def _told(item: OfferedItem, form: ReceiveForm) -> dict[str, object]:
    """What the donor told, to begin with."""
    told = {name: getattr(item, name) for name in ("count", "vendor", "product", "serial")}
    return told | {"came_as": first_guess(item, form.classes.values())}


def _reception_page(
    request: StaffRequest, item: OfferedItem, form: ReceiveForm, *, status: int, **refused: ActForm
) -> HttpResponse:
    context = {
        "item": item,
        "offer": item.offer,
        "form": form,
        "refuse_form": RefuseForm(auto_id="refuse_%s", initial={"count": item.count}),
        "plain": ActForm(),
        "wrong": status != HttpResponse.status_code,
    }
    return render(request, "donations/receive.html", context | refused, status=status)
