"""Lists of an offer by file, as staff send and judge them."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from digibank.accounts.access import StaffRequest, get_permitted, needs
from digibank.accounts.lists import (
    ListColumnsForm,
    ListCommitForm,
    ListFileForm,
    ListRowsForm,
    ListWordsForm,
    list_context,
)
from digibank.accounts.posting import Typed, act, status_of
from digibank.accounts.rights import Can
from digibank.donations import actions
from digibank.donations.actions.lists import OFFER_LIST
from digibank.donations.lists import SAMPLE, plans_of
from digibank.donations.models import Offer
from digibank.files import actions as files
from digibank.sheets.downloads import csv_file, refused_csv, sample_csv
from digibank.sheets.models import Plan
from digibank.sheets.reading import read_sheet
from digibank.ui.marks import public


@needs(Can.REGISTER_DONATIONS)
def send_list(request: StaffRequest, pk: int) -> HttpResponse:
    """Send a list with an offer; the lists that were sent before stand below."""
    offer = _offer(request, pk)
    bound = request.method == "POST"
    form = ListFileForm(request.POST if bound else None, request.FILES if bound else None)

    def send(_typed: Typed) -> Plan:
        sheet, by = form.sheet, request.user.actor
        document = files.store(form.content, media_type=sheet.media_type, name=sheet.file_name, by=by)
        return actions.send_list(offer, document=document, sheet=sheet, by=by)

    answer = act(request, form, send, _page)
    context = {"offer": offer, "form": form, "plans": plans_of(offer)}
    return answer or render(request, "donations/send_list.html", context, status=status_of(form))


@require_safe
@needs(Can.REGISTER_DONATIONS)
def offer_list(request: StaffRequest, pk: int, plan: int) -> HttpResponse:
    """What would come of each row of a list; or what came of it."""
    return _list_page(request, *_plan(request, pk, plan))


@require_POST
@needs(Can.REGISTER_DONATIONS)
def choose_columns(request: StaffRequest, pk: int, plan: int) -> HttpResponse:
    """Say which column is which."""
    offer, found = _plan(request, pk, plan)
    form = ListColumnsForm(request.POST, plan=found, kind=OFFER_LIST)
    return _act_on(
        request, offer, found, form, actions.choose_columns, told=lambda: {"columns": form.columns()}, at="columns_form"
    )


@require_POST
@needs(Can.REGISTER_DONATIONS)
def explain_words(request: StaffRequest, pk: int, plan: int) -> HttpResponse:
    """Say what unknown words mean."""
    offer, found = _plan(request, pk, plan)
    form = ListWordsForm(request.POST, plan=found, kind=OFFER_LIST)
    return _act_on(
        request, offer, found, form, actions.explain_words, told=lambda: {"answers": form.answers()}, at="words_form"
    )


@require_POST
@needs(Can.REGISTER_DONATIONS)
def choose_rows(request: StaffRequest, pk: int, plan: int) -> HttpResponse:
    """Leave rows out, or take them along after all."""
    offer, found = _plan(request, pk, plan)
    form = ListRowsForm(request.POST, plan=found)
    leaves = form["what"].value() == form.LEAVE
    action = actions.leave_out_rows if leaves else actions.take_rows_along
    return _act_on(
        request, offer, found, form, action, told=lambda: {"numbers": form.cleaned_data["rows"]}, at="rows_form"
    )


@require_POST
@needs(Can.REGISTER_DONATIONS)
def take_in_list(request: StaffRequest, pk: int, plan: int) -> HttpResponse:
    """Take the list in as it was shown. When it would be judged otherwise now, the new judgement is shown."""
    offer, found = _plan(request, pk, plan)
    form = ListCommitForm(request.POST)
    sheet = read_sheet(found.document.content())

    def take_in(typed: Typed) -> Plan:
        return actions.take_in_list(offer, plan=found, sheet=sheet, seen=typed["seen"], by=request.user.actor)

    answer = act(request, form, take_in, _page)
    if answer:
        return answer
    again = actions.look_again(offer, plan=found, sheet=sheet, by=request.user.actor)
    return _list_page(request, offer, again, commit_form=form)


@require_safe
@needs(Can.REGISTER_DONATIONS)
def refused_rows(request: StaffRequest, pk: int, plan: int) -> HttpResponse:
    """The rows that do not come in, with the reason, to mend and send again."""
    _offer, found = _plan(request, pk, plan)
    content = refused_csv(found, OFFER_LIST, read_sheet(found.document.content()))
    return csv_file(content, _("rows-to-mend.csv"))


@require_safe
@public
def sample_list(request: HttpRequest) -> HttpResponse:
    """A list to fill in."""
    return csv_file(sample_csv(OFFER_LIST, SAMPLE), _("list-of-devices.csv"))


def _act_on(
    request: StaffRequest,
    offer: Offer,
    found: Plan,
    form: forms.Form,
    action: Callable[..., Plan],
    *,
    told: Callable[[], dict[str, Any]],
    at: str,
) -> HttpResponse:
    """Do what was chosen about the list, or show its page with the form that was refused."""
    # The file is read before the transaction: it never changes.
    sheet = read_sheet(found.document.content())

    def choose(_typed: Typed) -> Plan:
        return action(offer, plan=found, sheet=sheet, by=request.user.actor, **told())

    return act(request, form, choose, _page) or _list_page(request, offer, found, **{at: form})


def _offer(request: StaffRequest, pk: int) -> Offer:
    rows = Offer.objects.select_related("donor", "depot__organisation")
    return get_permitted(rows, request, Can.REGISTER_DONATIONS, pk=pk)


def _plan(request: StaffRequest, pk: int, plan: int) -> tuple[Offer, Plan]:
    offer = _offer(request, pk)
    found = plans_of(offer).filter(pk=plan).first()
    if found is None:
        raise Http404
    return offer, found


def _page(plan: Plan) -> str:
    return resolve_url("donations:offer_list", pk=plan.about, plan=plan.pk)


def _list_page(request: StaffRequest, offer: Offer, plan: Plan, **refused: forms.Form) -> HttpResponse:
    """The page of a list; a form that was refused stands in its place with what was chosen."""
    context = {"offer": offer} | list_context(request, plan, OFFER_LIST, may_choose=offer.is_open, **refused)
    return render(request, "donations/list.html", context, status=422 if refused else 200)
