"""Pages of transfers: the list, a new one, and one transfer with what can be done now."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render, resolve_url
from django.views.decorators.http import require_POST, require_safe

from digibank.accounts.access import StaffRequest, needs, visible_to
from digibank.accounts.posting import ActForm, Typed, act, status_of
from digibank.accounts.rights import Can
from digibank.inventory.models import Device
from digibank.logistics import actions
from digibank.logistics.flows import TransferState
from digibank.logistics.forms import AskForm, CancelForm, LostForm, ReceiveForm
from digibank.logistics.loading import open_lines
from digibank.logistics.manifests import manifest_pdf
from digibank.logistics.models import Transfer, TransferLine
from digibank.organisations.models import Organisation, Place
from digibank.ui.paging import page_of

PDF = "application/pdf"


@require_safe
@needs(Can.MOVE_DEVICES)
def transfers(request: StaffRequest) -> HttpResponse:
    """Transfers from or to one's places: what is open first, then those that are over."""
    rows = Transfer.objects.visible_to(request.user, Can.MOVE_DEVICES).select_related("from_place", "to_place")
    counted = rows.annotate(devices=Count("lines", filter=~Q(lines__outcome=TransferLine.Outcome.LEFT_OUT)))
    over = counted.filter(state__in=[TransferState.ARRIVED, TransferState.CANCELLED])
    context = {"open": list(counted.open()), "page": page_of(over, request)}
    return render(request, "logistics/transfers.html", context)


@needs(Can.MOVE_DEVICES)
def ask(request: StaffRequest) -> HttpResponse:
    """A new transfer."""
    reach = request.user.reach[Can.MOVE_DEVICES]
    near = Organisation.objects.filter(Q(pk__in=reach) | Q(members__in=reach))
    places = Place.objects.in_use().select_related("organisation")
    seat = request.user.seat
    form = AskForm(
        request.POST or None,
        starts=places.filter(organisation__in=reach),
        ends=places.filter(organisation__in=near),
        known=visible_to(Device.objects.all(), request.user, Can.MOVE_DEVICES),
        initial={"from_place": seat.place if seat else None},
    )
    answer = act(request, form, lambda typed: actions.ask(by=request.user.actor, **typed), _page)
    return answer or render(request, "logistics/ask.html", {"form": form}, status=status_of(form))


@require_safe
@needs(Can.MOVE_DEVICES)
def transfer(request: StaffRequest, pk: int) -> HttpResponse:
    """One transfer: what rides, and what can be done now."""
    return _transfer_page(request, transfer_of(request, pk))


@require_safe
@needs(Can.MOVE_DEVICES)
def manifest(request: StaffRequest, pk: int) -> HttpResponse:
    """The list that rides along, to print."""
    found = transfer_of(request, pk)
    headers = {"Content-Disposition": f'inline; filename="{found.number}.pdf"', "Cache-Control": "private, no-store"}
    return HttpResponse(manifest_pdf(found), content_type=PDF, headers=headers)


@require_POST
@needs(Can.MOVE_DEVICES)
def send(request: StaffRequest, pk: int) -> HttpResponse:
    """Let it leave."""
    found, form = leaving(request, pk), ActForm(request.POST)
    answer = act(request, form, lambda _typed: actions.send(found, by=request.user.actor), _page)
    return answer or _transfer_page(request, found, plain=form)


@require_POST
@needs(Can.MOVE_DEVICES)
def receive(request: StaffRequest, pk: int) -> HttpResponse:
    """Count what came out."""
    found = coming(request, pk)
    form = ReceiveForm(request.POST, lines=open_lines(found))

    def count(typed: Typed) -> Transfer:
        remark = typed["remark"]
        remarks = {line.device_id: remark for line in open_lines(found) if remark and line.device_id not in form.keys}
        return actions.receive(found, arrived=form.keys, remarks=remarks, by=request.user.actor)

    return act(request, form, count, _page) or _transfer_page(request, found, receive_form=form)


@require_POST
@needs(Can.MOVE_DEVICES)
def settle_missing(request: StaffRequest, pk: int) -> HttpResponse:
    """Say that what was not there is lost."""
    found = coming(request, pk)
    form = LostForm(request.POST, lines=_missing(open_lines(found)))

    def settle(typed: Typed) -> Transfer:
        return actions.settle_missing(found, lost=[int(key) for key in typed["lost"]], by=request.user.actor)

    return act(request, form, settle, _page) or _transfer_page(request, found, lost_form=form)


@require_POST
@needs(Can.MOVE_DEVICES)
def cancel(request: StaffRequest, pk: int) -> HttpResponse:
    """Call it off, or call it back."""
    found, form = leaving(request, pk), CancelForm(request.POST)
    answer = act(request, form, lambda typed: actions.cancel(found, by=request.user.actor, **typed), _page)
    return answer or _transfer_page(request, found, cancel_form=form)


@require_POST
@needs(Can.MOVE_DEVICES)
def leave_out(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a device off the list."""
    line = get_object_or_404(TransferLine.objects.select_related("device"), pk=pk)
    found, form = leaving(request, line.transfer_id), ActForm(request.POST)
    answer = act(
        request, form, lambda _typed: actions.leave_out(line, by=request.user.actor), lambda _line: _page(found)
    )
    return answer or _transfer_page(request, found, plain=form)


def transfer_of(request: StaffRequest, pk: int, **within: Any) -> Transfer:
    """A transfer that the user may see, or 404."""
    rows = Transfer.objects.visible_to(request.user, Can.MOVE_DEVICES)
    return get_object_or_404(rows.select_related("from_place__organisation", "to_place__organisation"), pk=pk, **within)


def leaving(request: StaffRequest, pk: int) -> Transfer:
    """A transfer that leaves from one of the user's places."""
    return transfer_of(request, pk, from_place__organisation__in=request.user.reach[Can.MOVE_DEVICES])


def coming(request: StaffRequest, pk: int) -> Transfer:
    """A transfer that is to be received at one of the user's places."""
    found = transfer_of(request, pk)
    return found if request.user.may_at(Can.MOVE_DEVICES, found.receiving_organisation) else leaving(request, 0)


def _missing(lines: list[TransferLine]) -> list[TransferLine]:
    return [line for line in lines if line.outcome == TransferLine.Outcome.MISSING]


def _page(shown: Transfer) -> str:
    return resolve_url("logistics:transfer", pk=shown.pk)


def _transfer_page(request: StaffRequest, found: Transfer, **refused: ActForm) -> HttpResponse:
    """The page of a transfer; a form that was refused stands in its place with what was chosen."""
    found.refresh_from_db()
    lines = list(found.lines.select_related("device__device_class").prefetch_related("stop_overs__place"))
    still_open = [line for line in lines if line.is_open]
    missing = _missing(lines)
    rides = found.state == TransferState.SENT
    context = {
        "transfer": found,
        "lines": lines,
        "still_open": still_open,
        "missing": missing,
        "may_send": request.user.may_at(Can.MOVE_DEVICES, found.from_place.organisation),
        "may_receive": rides and request.user.may_at(Can.MOVE_DEVICES, found.receiving_organisation),
        "receive_form": ReceiveForm(lines=still_open),
        "lost_form": LostForm(lines=missing),
        "cancel_form": CancelForm(auto_id="cancel_%s"),
        "plain": ActForm(),
        "wrong": bool(refused),
    }
    return render(request, "logistics/transfer.html", context | refused, status=422 if refused else 200)
