"""An inventory by file: sent, looked at row by row, and taken in."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from digibank.accounts.access import StaffRequest, needs
from digibank.accounts.lists import ListColumnsForm, ListCommitForm, ListRowsForm, ListWordsForm, list_context
from digibank.accounts.posting import Typed, act, status_of
from digibank.accounts.rights import Can
from digibank.files import actions as files
from digibank.inventory import actions
from digibank.inventory.forms import BringInForm, depots_of
from digibank.inventory.lists import SAMPLE, plans_at
from digibank.inventory.lists import inventory_list as kind_at
from digibank.organisations.models import Place
from digibank.sheets import actions as sheets
from digibank.sheets.downloads import csv_file, refused_csv, sample_csv
from digibank.sheets.models import Plan
from digibank.sheets.reading import read_sheet

MOST_PLANS = 20


@needs(Can.REGISTER_DEVICES)
def send_inventory(request: StaffRequest) -> HttpResponse:
    """Send an inventory for a depot; the lists that were sent before stand beside it."""
    reach = request.user.reach[Can.REGISTER_DEVICES]
    bound = request.method == "POST"
    form = BringInForm(request.POST if bound else None, request.FILES if bound else None, organisations=reach)

    def send(typed: Typed) -> Plan:
        sheet, place, by = form.sheet, typed["place"], request.user.actor
        document = files.store(form.content, media_type=sheet.media_type, name=sheet.file_name, by=by)
        return sheets.preview(document, kind=kind_at(place), about=place.pk, sheet=sheet, by=by)

    answer = act(request, form, send, _page)
    context = {"form": form, "plans": plans_at(reach)[:MOST_PLANS]}
    return answer or render(request, "inventory/send_inventory.html", context, status=status_of(form))


@require_safe
@needs(Can.REGISTER_DEVICES)
def inventory_list(request: StaffRequest, plan: int) -> HttpResponse:
    """What would come of each row of an inventory; or what came of it."""
    return _list_page(request, *_plan(request, plan))


@require_POST
@needs(Can.REGISTER_DEVICES)
def choose_columns(request: StaffRequest, plan: int) -> HttpResponse:
    """Say which column is which."""
    place, found = _plan(request, plan)
    form = ListColumnsForm(request.POST, plan=found, kind=kind_at(place))
    return _choose(request, place, found, form, sheets.choose, told=lambda: {"columns": form.columns()}, at="columns")


@require_POST
@needs(Can.REGISTER_DEVICES)
def explain_words(request: StaffRequest, plan: int) -> HttpResponse:
    """Say what unknown words mean."""
    place, found = _plan(request, plan)
    form = ListWordsForm(request.POST, plan=found, kind=kind_at(place))
    return _choose(request, place, found, form, sheets.choose, told=lambda: {"answers": form.answers()}, at="words")


@require_POST
@needs(Can.REGISTER_DEVICES)
def choose_rows(request: StaffRequest, plan: int) -> HttpResponse:
    """Leave rows out, or take them along after all."""
    place, found = _plan(request, plan)
    form = ListRowsForm(request.POST, plan=found)
    action = sheets.leave_out if form["what"].value() == form.LEAVE else sheets.take_along
    return _choose(request, place, found, form, action, told=lambda: {"numbers": form.cleaned_data["rows"]}, at="rows")


@require_POST
@needs(Can.REGISTER_DEVICES)
def take_in_inventory(request: StaffRequest, plan: int) -> HttpResponse:
    """Take the inventory in as it was shown. When it would be judged otherwise now, the new judgement is shown."""
    place, found = _plan(request, plan)
    form = ListCommitForm(request.POST)
    sheet, by = read_sheet(found.document.content()), request.user.actor

    def take_in(typed: Typed) -> Plan:
        return actions.take_in_inventory(place, plan=found, kind=kind_at(place), sheet=sheet, seen=typed["seen"], by=by)

    answer = act(request, form, take_in, _page)
    if answer:
        return answer
    again = sheets.look_again(found, kind=kind_at(place), sheet=sheet, by=by)
    return _list_page(request, place, again, commit_form=form)


@require_safe
@needs(Can.REGISTER_DEVICES)
def refused_rows(request: StaffRequest, plan: int) -> HttpResponse:
    """The rows that do not come in, with the reason, to mend and send again."""
    place, found = _plan(request, plan)
    content = refused_csv(found, kind_at(place), read_sheet(found.document.content()))
    return csv_file(content, _("rows-to-mend.csv"))


@require_safe
@needs(Can.REGISTER_DEVICES)
def sample_inventory(request: StaffRequest) -> HttpResponse:
    """An inventory to fill in."""
    depot = depots_of(request.user.reach[Can.REGISTER_DEVICES]).first()
    if depot is None:
        raise Http404
    return csv_file(sample_csv(kind_at(depot), SAMPLE), _("inventory.csv"))


def _choose(
    request: StaffRequest,
    place: Place,
    found: Plan,
    form: forms.Form,
    action: Callable[..., Plan],
    *,
    told: Callable[[], dict[str, Any]],
    at: str,
) -> HttpResponse:
    """Do what was chosen about the list, or show its page with the form that was refused."""
    # The file is read before the transaction: it never changes.
    kind, sheet = kind_at(place), read_sheet(found.document.content())

    def choose(_typed: Typed) -> Plan:
        return action(found, kind=kind, sheet=sheet, by=request.user.actor, **told())

    return act(request, form, choose, _page) or _list_page(request, place, found, **{f"{at}_form": form})


def _plan(request: StaffRequest, plan: int) -> tuple[Place, Plan]:
    """The list, and the depot it is for; 404 when that is none of this user's."""
    found = get_object_or_404(plans_at(request.user.reach[Can.REGISTER_DEVICES]), pk=plan)
    return Place.objects.select_related("organisation").get(pk=found.about), found


def _page(plan: Plan) -> str:
    return resolve_url("inventory:inventory_list", plan=plan.pk)


def _list_page(request: StaffRequest, place: Place, plan: Plan, **refused: forms.Form) -> HttpResponse:
    """The page of an inventory; a form that was refused stands in its place with what was chosen."""
    context = list_context(request, plan, kind_at(place), may_choose=True, **refused)
    return render(request, "inventory/list.html", context | {"place": place}, status=422 if refused else 200)
