"""A list is filled, or counted, with a scanner: one label after the other."""

from uuid import uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import render, resolve_url

from digibank.accounts.access import StaffRequest, needs
from digibank.accounts.posting import ActForm, Typed, act, status_of
from digibank.accounts.rights import Can
from digibank.inventory.forms_scanning import LabelForm
from digibank.logistics import actions
from digibank.logistics.flows import TransferState
from digibank.logistics.loading import open_lines
from digibank.logistics.models import Scan, Transfer
from digibank.logistics.views.transfers import coming, leaving, transfer_of

MOST_SHOWN = 200
TONES = {"done": "ok", "twice": "rest", "refused": "stop"}


@needs(Can.MOVE_DEVICES)
def scan(request: StaffRequest, pk: int) -> HttpResponse:
    """Put what is scanned on a list that waits, or count it in when the list rides."""
    found = transfer_of(request, pk)
    if found.state == TransferState.SENT:
        found = coming(request, pk)
    elif found.state == TransferState.ASKED:
        found = leaving(request, pk)
    elif request.method != "POST":
        raise Http404
    form = LabelForm(request.POST or None)

    def take(typed: Typed) -> Scan:
        once = form.cleaned_data["once"] or uuid4()
        return actions.scan(found, text=typed["scan"], once=once, by=request.user.actor)

    answer = act(request, form, take, lambda _scan: _after(found))
    return answer or _scan_page(request, found, form)


def _after(transfer: Transfer) -> str:
    """Here again; when the last device was counted, the page of the transfer, which is over."""
    transfer.refresh_from_db()
    page = "logistics:scan" if transfer.ended_at is None else "logistics:transfer"
    return resolve_url(page, pk=transfer.pk)


def _scan_page(request: StaffRequest, found: Transfer, form: LabelForm) -> HttpResponse:
    rows = found.scans.select_related("device")[:MOST_SHOWN]
    still_open = open_lines(found)
    context = {
        "transfer": found,
        "form": form,
        "shown": [(one, TONES[one.result]) for one in rows],
        "still_open": still_open,
        "counts_in": found.state == TransferState.SENT,
        "plain": ActForm(),
    }
    return render(request, "logistics/scan.html", context, status=status_of(form))
