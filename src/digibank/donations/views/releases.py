"""Pages of devices that an account of the donor locks: the list over all donations, that of one, and its letter."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from digibank.accounts.access import StaffRequest, get_permitted, needs, visible_to
from digibank.accounts.posting import ActForm, Typed, act
from digibank.accounts.rights import Can
from digibank.donations import actions
from digibank.donations.forms.releases import AnswerForm, AskForm, LookForm, ReleaseFilter
from digibank.donations.models import Donation, Release
from digibank.donations.releases import release_pdf, steps_for, to_ask
from digibank.ui.paging import page_of

ANSWERED = {"released": actions.tell_released, "cannot": actions.tell_cannot, "for_parts": actions.keep_for_parts}


@require_safe
@needs(Can.SEE_DONATIONS)
def releases(request: StaffRequest) -> HttpResponse:
    """Locked devices of all donations one may see, newest first; those on the list unless another choice is made."""
    form = ReleaseFilter(request.GET or None)
    rows = visible_to(Release.objects.all(), request.user, Can.SEE_DONATIONS)
    about = ("donation__donor", "flag__device__device_class")
    context = {"filter": form, "page": page_of(form.apply(rows).select_related(*about), request)}
    return render(request, "donations/releases.html", context)


@require_safe
@needs(Can.SEE_DONATIONS)
def releases_of(request: StaffRequest, pk: int) -> HttpResponse:
    """The locked devices of one donation: what was asked and answered, and what can be done now."""
    return _list_page(request, _donation(request, pk, Can.SEE_DONATIONS))


@require_POST
@needs(Can.REGISTER_DONATIONS)
def ask_release(request: StaffRequest, pk: int) -> HttpResponse:
    """Put a device on the list."""
    found = _donation(request, pk)
    form = AskForm(request.POST, donation=found)

    def ask(typed: Typed) -> Donation:
        actions.ask_release(typed["device"], lock=typed["lock"], by=request.user.actor)
        return found

    return act(request, form, ask, _page) or _list_page(request, found, ask_form=form)


@require_POST
@needs(Can.REGISTER_DONATIONS)
def remind_donor(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down that the donor is asked once more today."""
    found = _donation(request, pk)
    form = ActForm(request.POST)

    def remind(_typed: Typed) -> Donation:
        actions.remind_donor(found, by=request.user.actor)
        return found

    return act(request, form, remind, _page) or _list_page(request, found, plain=form)


@require_POST
@needs(Can.REGISTER_DONATIONS)
def answer_release(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down what the donor said about one device."""
    found, form = _release(request, pk), AnswerForm(request.POST)

    def answered(typed: Typed) -> Donation:
        return ANSWERED[typed["answer"]](found, by=request.user.actor).donation

    return act(request, form, answered, _page) or _list_page(request, found.donation, plain=form)


@require_POST
@needs(Can.REGISTER_DONATIONS)
def ask_again(request: StaffRequest, pk: int) -> HttpResponse:
    """Put a device on the list once more, after another answer."""
    found, form = _release(request, pk), ActForm(request.POST)
    answer = act(request, form, lambda _typed: actions.ask_again(found, by=request.user.actor).donation, _page)
    return answer or _list_page(request, found.donation, plain=form)


@require_POST
@needs(Can.PREPARE_DEVICES)
def look_at_release(request: StaffRequest, pk: int) -> HttpResponse:
    """Say whether the device is free, or locked after all."""
    found, form = _release(request, pk, Can.PREPARE_DEVICES), LookForm(request.POST)

    def looked(typed: Typed) -> Donation:
        if typed["found"] == "locked":
            return actions.ask_again(found, by=request.user.actor).donation
        how = _("Looked at: no account locks it any more.")
        return actions.confirm_free(found, how=how, by=request.user.actor).donation

    return act(request, form, looked, _page) or _list_page(request, found.donation, plain=form)


@require_safe
@needs(Can.SEE_DONATIONS)
def release_letter(request: StaffRequest, pk: int) -> HttpResponse:
    """The letter with all that the donor has to answer today; 404 when that is nothing."""
    found = _donation(request, pk, Can.SEE_DONATIONS)
    if not to_ask(found):
        raise Http404
    headers = {
        "Content-Disposition": f'inline; filename="release-{found.number}.pdf"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(release_pdf(found), content_type="application/pdf", headers=headers)


def _donation(request: StaffRequest, pk: int, can: Can = Can.REGISTER_DONATIONS) -> Donation:
    return get_permitted(Donation.objects.select_related("donor", "place__organisation"), request, can, pk=pk)


def _release(request: StaffRequest, pk: int, can: Can = Can.REGISTER_DONATIONS) -> Release:
    rows = Release.objects.select_related("donation__donor", "donation__place__organisation", "flag__device")
    return get_permitted(rows, request, can, pk=pk)


def _page(shown: Donation) -> str:
    return resolve_url("donations:releases_of", pk=shown.pk)


def _list_page(request: StaffRequest, found: Donation, **refused: Any) -> HttpResponse:
    """The list of a donation; a form that was refused stands in its place with what was chosen."""
    rows = list(
        found.releases.select_related("flag__device__device_class", "flag__cleared_by__user", "told_by__user")
    )  # fmt: skip
    at = found.place.organisation
    context = {
        "donation": found,
        "rows": [(release, steps_for(release.lock)) for release in rows],
        "may_ask": request.user.may_at(Can.REGISTER_DONATIONS, at),
        "may_look": request.user.may_at(Can.PREPARE_DEVICES, at),
        "asked": [release for release in rows if release.is_open and release.state == "asked"],
        "ask_form": AskForm(donation=found, initial={"device": request.GET.get("toestel")}),
        "plain": ActForm(),
        "wrong": bool(refused),
    }
    return render(request, "donations/releases_of.html", context | refused, status=422 if refused else 200)
