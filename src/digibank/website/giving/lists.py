"""The list of a company, school or authority: sent behind the link of its offer, shown by row, then sent for good."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from digibank.accounts.lists import ListColumnsForm, ListCommitForm, ListFileForm, ListWordsForm
from digibank.accounts.posting import Typed, act_for_anyone, status_of
from digibank.audit.actions import job_actor
from digibank.donations import actions
from digibank.donations.actions.lists import OFFER_LIST
from digibank.donations.flows import BEFORE_RECEPTION
from digibank.donations.links import offer_of
from digibank.donations.lists import plans_of
from digibank.donations.models import Offer
from digibank.files import actions as files
from digibank.sheets.downloads import csv_file, refused_csv
from digibank.sheets.models import Plan
from digibank.sheets.reading import read_sheet
from digibank.sheets.showing import shown
from digibank.ui.limits import limited
from digibank.ui.marks import public
from digibank.website.house import house

ACTOR = "public-form"


@never_cache
@limited(30, seconds=3600)
@public
def send_list(request: HttpRequest, link: str) -> HttpResponse:
    """Choose the file with the list."""
    offer = _offer(link)
    bound = request.method == "POST"
    form = ListFileForm(request.POST if bound else None, request.FILES if bound else None)

    def send(_typed: Typed) -> Plan:
        sheet, by = form.sheet, job_actor(ACTOR)
        document = files.store(form.content, media_type=sheet.media_type, name=sheet.file_name, by=by)
        return actions.send_list(offer, document=document, sheet=sheet, by=by)

    answer = act_for_anyone(request, form, send, lambda plan: _page(link, plan))
    context = {"form": form, "offer": offer, "link": link, "plans": plans_of(offer)}
    return answer or render(request, "website/giving/send_list.html", context | house(), status=status_of(form))


@never_cache
@require_safe
@public
def offer_list(request: HttpRequest, link: str, plan: int) -> HttpResponse:
    """What we understand of each row; or, once it was sent, what came of it."""
    return _list_page(request, link, *_plan(link, plan))


@never_cache
@require_POST
@limited(120, seconds=3600)
@public
def choose_columns(request: HttpRequest, link: str, plan: int) -> HttpResponse:
    """Say which column is which."""
    _here, found = _plan(link, plan)
    form = ListColumnsForm(request.POST, plan=found, kind=OFFER_LIST)
    return _act_on(request, link, found, form, actions.choose_columns, told=lambda: {"columns": form.columns()})


@never_cache
@require_POST
@limited(120, seconds=3600)
@public
def explain_words(request: HttpRequest, link: str, plan: int) -> HttpResponse:
    """Say what unknown words mean."""
    _here, found = _plan(link, plan)
    form = ListWordsForm(request.POST, plan=found, kind=OFFER_LIST)
    return _act_on(request, link, found, form, actions.explain_words, told=lambda: {"answers": form.answers()})


@never_cache
@require_POST
@limited(60, seconds=3600)
@public
def take_in_list(request: HttpRequest, link: str, plan: int) -> HttpResponse:
    """Send the list for good, as it was shown."""
    _here, found = _plan(link, plan)
    form = ListCommitForm(request.POST)
    return _act_on(
        request,
        link,
        found,
        form,
        actions.take_in_list,
        told=lambda: {"seen": form.cleaned_data["seen"]},
        look_again=True,
    )


@never_cache
@require_safe
@public
def refused_rows(request: HttpRequest, link: str, plan: int) -> HttpResponse:
    """The rows that do not come in, with the reason."""
    _here, found = _plan(link, plan)
    content = refused_csv(found, OFFER_LIST, read_sheet(found.document.content()))
    return csv_file(content, _("rows-to-mend.csv"))


def _act_on(
    request: HttpRequest,
    link: str,
    found: Plan,
    form: forms.Form,
    action: Callable[..., Plan],
    *,
    told: Callable[[], dict[str, Any]],
    look_again: bool = False,
) -> HttpResponse:
    """Do what was chosen, or show the list with what was refused; `look_again` judges it anew before."""
    # The file is read before the transaction: it never changes.
    offer, sheet, by = _offer(link), read_sheet(found.document.content()), job_actor(ACTOR)

    def choose(_typed: Typed) -> Plan:
        return action(offer, plan=found, sheet=sheet, by=by, **told())

    answer = act_for_anyone(request, form, choose, lambda plan: _page(link, plan))
    if answer is None and look_again:
        found = actions.look_again(offer, plan=found, sheet=sheet, by=by)
    return answer or _list_page(request, link, offer, found, refused=form)


def _offer(link: str) -> Offer:
    offer = offer_of(link)
    if offer is None:
        raise Http404
    return offer


def _plan(link: str, plan: int) -> tuple[Offer, Plan]:
    offer = _offer(link)
    found = plans_of(offer).filter(pk=plan).first()
    if found is None:
        raise Http404
    return offer, found


def _page(link: str, plan: Plan) -> str:
    return resolve_url("website:give_list_rows", link=link, plan=plan.pk)


def _list_page(
    request: HttpRequest, link: str, offer: Offer, plan: Plan, *, refused: forms.Form | None = None
) -> HttpResponse:
    """The page of a list; a form that was refused stands in its place with what was chosen."""
    made = {
        ListColumnsForm: ListColumnsForm(plan=plan, kind=OFFER_LIST),
        ListWordsForm: ListWordsForm(plan=plan, kind=OFFER_LIST),
        ListCommitForm: ListCommitForm(initial={"seen": plan.digest}),
    }
    here = made | ({type(refused): refused} if refused else {})
    context = {
        "offer": offer,
        "plan": plan,
        "link": link,
        "shown": shown(plan, OFFER_LIST, request),
        "may_choose": offer.state in BEFORE_RECEPTION and not plan.is_committed,
        "columns_form": here[ListColumnsForm],
        "words_form": here[ListWordsForm],
        "commit_form": made[ListCommitForm],
        "form": refused,
    }
    return render(request, "website/giving/list.html", context | house(), status=422 if refused else 200)
