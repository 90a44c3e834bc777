"""Pages of a swap during a loan: the other device, and the paper about it."""

from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from digibank.accounts.access import StaffRequest, get_permitted, needs
from digibank.accounts.posting import Typed, act, status_of
from digibank.accounts.rights import Can
from digibank.errors import RuleBroken
from digibank.files.answers import document_response
from digibank.inventory.models import Device
from digibank.lending import actions, queries
from digibank.lending.forms_swap import SwapForm
from digibank.lending.models import Loan, Swap
from digibank.lending.papers import made
from digibank.lending.swap_slips import write_swap_slip
from digibank.lending.views.loans import loan_at, loan_of
from digibank.ui.framing import printed


@needs(Can.LEND)
def swap(request: StaffRequest, pk: int) -> HttpResponse:
    """Take the device of a loan back and give another one; the loan goes on."""
    found = loan_of(request, pk)
    form = SwapForm(request.POST or None, loan=found)
    done: list[Swap] = []

    def swapped(typed: Typed) -> Swap:
        device = _scanned(request, found, typed["scan"])
        done.append(actions.swap(found, device=device, by=request.user.actor, **form.chosen()))
        return done[0]

    answer = act(request, form, swapped, lambda _swap: loan_at(found))
    for one in done:
        made(partial(write_swap_slip, one, by=request.user.actor), of=found)
    return answer or render(request, "lending/swap.html", {"form": form, "loan": found}, status=status_of(form))


@printed
@require_safe
@needs(Can.SEE_LOANS)
def swap_slip(request: StaffRequest, pk: int) -> HttpResponse:
    """The paper about a swap, to print and to sign."""
    rows = Swap.objects.filter(loan__in=Loan.objects.visible_to(request.user, Can.SEE_LOANS).values("pk"))
    found = get_permitted(rows.select_related("slip__document"), request, Can.SEE_LOANS, pk=pk)
    if not hasattr(found, "slip"):
        raise Http404
    return document_response(found.slip.document)


def _scanned(request: StaffRequest, loan: Loan, text: str) -> Device:
    try:
        return queries.scanned(request.user, loan.desk, text)
    except RuleBroken as no:
        raise RuleBroken(no.message, field="scan") from no
