"""Pages of sets: what organisations asked, the answer, and scanning a set out and in."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render, resolve_url
from django.views.decorators.http import require_POST, require_safe

from digibank.accounts.access import StaffRequest, needs, visible_to
from digibank.accounts.posting import ActForm, Typed, act, status_of
from digibank.accounts.rights import Can
from digibank.files.answers import document_response
from digibank.inventory.models import Device
from digibank.lending import actions, queries
from digibank.lending.forms_sets import AskSetForm, CheckSetForm, HandOverSetForm, RefuseSetForm, ScannedForm, SetFilter
from digibank.lending.models import DeviceSet
from digibank.lending.set_contracts import write_set_contract
from digibank.organisations.models import Organisation
from digibank.ui.framing import printed
from digibank.ui.paging import page_of


@require_safe
@needs(Can.SEE_LOANS)
def sets(request: StaffRequest) -> HttpResponse:
    """Sets at one's own desks, newest first."""
    form = SetFilter(request.GET or None)
    rows = form.apply(visible_to(DeviceSet.objects.all(), request.user, Can.SEE_LOANS))  # type: ignore[arg-type]
    shown = rows.select_related("organisation", "device_class", "desk")
    context = {"filter": form, "page": page_of(shown, request), "may_lend": request.user.may(Can.LEND)}
    return render(request, "lending/sets.html", context)


@needs(Can.LEND)
def ask_set(request: StaffRequest) -> HttpResponse:
    """Write down what an organisation asks."""
    desks = queries.lending_desks(request.user)
    own = Organisation.objects.filter(pk__in=desks.values("organisation"))
    partners = Organisation.objects.filter(association__in=own.values("association")).exclude(pk__in=own)
    form = AskSetForm(request.POST or None, desks=desks, organisations=partners.order_by("name"))

    def asked(typed: Typed) -> DeviceSet:
        return actions.ask_set(typed.pop("organisation"), by=request.user.actor, **typed)

    answer = act(request, form, asked, _page_of)
    return answer or render(request, "lending/ask_set.html", {"form": form}, status=status_of(form))


@require_safe
@needs(Can.SEE_LOANS)
def device_set(request: StaffRequest, pk: int) -> HttpResponse:
    """One set: where it stands, what is in it, and what can be done now."""
    return _set_page(request, _set(request, pk, Can.SEE_LOANS))


@require_POST
@needs(Can.LEND)
def promise_set(request: StaffRequest, pk: int) -> HttpResponse:
    """Keep so many for these days; the contract is made next."""
    return _act_on(request, pk, actions.promise_set)


@require_POST
@needs(Can.LEND)
def cancel_set(request: StaffRequest, pk: int) -> HttpResponse:
    """The organisation needs it no more."""
    return _act_on(request, pk, actions.cancel_set)


@require_POST
@needs(Can.LEND)
def note_no_show(request: StaffRequest, pk: int) -> HttpResponse:
    """Nobody fetched it."""
    return _act_on(request, pk, actions.note_no_show)


@require_POST
@needs(Can.LEND)
def make_set_contract(request: StaffRequest, pk: int) -> HttpResponse:
    """Make the contract of a promised set."""
    return _act_on(request, pk, write_set_contract)


@printed
@require_safe
@needs(Can.SEE_LOANS)
def set_contract(request: StaffRequest, pk: int) -> HttpResponse:
    """The contract, to print."""
    found = _set(request, pk, Can.SEE_LOANS)
    if found.contract is None:
        raise Http404
    return document_response(found.contract)


@needs(Can.LEND)
def refuse_set(request: StaffRequest, pk: int) -> HttpResponse:
    """Say no, with the reason."""
    found = _set(request, pk)
    form = RefuseSetForm(request.POST or None)
    answer = act(request, form, lambda typed: actions.refuse_set(found, by=request.user.actor, **typed), _page_of)
    return answer or _form_page(request, found, form, "lending/refuse_set.html")


@needs(Can.LEND)
def hand_over_set(request: StaffRequest, pk: int) -> HttpResponse:
    """Scan all devices out; the contact signed the contract."""
    found = _set(request, pk)
    here = Device.objects.filter(place=found.desk)
    signs = found.contract.sha256 if found.contract else ""
    form = HandOverSetForm(request.POST or None, among=here, initial={"signs": signs})

    def handed_over(typed: Typed) -> DeviceSet:
        return actions.hand_over_set(found, devices=typed["scans"], signs=typed["signs"], by=request.user.actor)

    return act(request, form, handed_over, _page_of) or _form_page(request, found, form, "lending/hand_over_set.html")


@needs(Can.LEND)
def receive_set(request: StaffRequest, pk: int) -> HttpResponse:
    """Scan in what comes back."""
    found = _set(request, pk)
    form = ScannedForm(request.POST or None, among=Device.objects.filter(set_lines__device_set=found))

    def received(typed: Typed) -> DeviceSet:
        return actions.receive_set(found, devices=typed["scans"], by=request.user.actor)

    return act(request, form, received, _page_of) or _form_page(request, found, form, "lending/receive_set.html")


@needs(Can.LEND)
def check_set(request: StaffRequest, pk: int) -> HttpResponse:
    """Say how each part came back."""
    found = _set(request, pk)
    form = CheckSetForm(request.POST or None, device_set=found)

    def checked(_typed: Typed) -> DeviceSet:
        return actions.check_set(found, parts=form.found(), by=request.user.actor)

    return act(request, form, checked, _page_of) or _form_page(request, found, form, "lending/check_set.html")


def _set(request: StaffRequest, pk: int, can: Can = Can.LEND) -> DeviceSet:
    rows = DeviceSet.objects.select_related(
        "organisation", "contact", "device_class", "desk__organisation", "regulation", "contract", "seen_by__user",
        "typed_by__user", "checked_by__user",
    )  # fmt: skip
    return get_object_or_404(visible_to(rows, request.user, can), pk=pk)


def _page_of(shown: DeviceSet) -> str:
    return resolve_url("lending:set", pk=shown.pk)


def _act_on(request: StaffRequest, pk: int, action: Callable[..., DeviceSet]) -> HttpResponse:
    found = _set(request, pk)
    form = ActForm(request.POST)
    answer = act(request, form, lambda _typed: partial(action, by=request.user.actor)(found), _page_of)
    return answer or _set_page(request, _set(request, pk), refused=form)


def _form_page(request: StaffRequest, found: DeviceSet, form: Any, template: str) -> HttpResponse:
    missing = found.lines.filter(back="", device__isnull=False).select_related("device")
    context = {"device_set": found, "form": form, "missing": missing}
    return render(request, template, context, status=status_of(form))


def _set_page(request: StaffRequest, found: DeviceSet, *, refused: ActForm | None = None) -> HttpResponse:
    context = {
        "device_set": found,
        "lines": found.lines.filter(device__isnull=False)
        .select_related("device__device_class")
        .prefetch_related("parts"),
        "may_lend": request.user.may_at(Can.LEND, found.desk.organisation),
        "plain": refused or ActForm(),
    }
    return render(request, "lending/set.html", context, status=422 if refused else 200)
