"""What somebody else than the eraser reads back this week."""

from django.http import HttpResponse
from django.shortcuts import render, resolve_url
from django.views.decorators.http import require_safe

from digibank.accounts.access import StaffRequest, get_permitted, needs
from digibank.accounts.posting import Typed, act, status_of
from digibank.accounts.rights import Can
from digibank.files.uploads import read_upload
from digibank.organisations.models import Place
from digibank.refurbishment import actions
from digibank.refurbishment.evidence.nwipe import LARGEST_LOG
from digibank.refurbishment.forms import RereadForm
from digibank.refurbishment.models import Erasure, Reread
from digibank.refurbishment.rereads import alarms_at, batches_at


@require_safe
@needs(Can.PREPARE_DEVICES)
def to_reread(request: StaffRequest) -> HttpResponse:
    """The media that were chosen, week by week, and those that were not empty while their device is away."""
    reach = request.user.reach[Can.PREPARE_DEVICES]
    depots = Place.objects.in_use().filter(kind=Place.Kind.DEPOT, organisation__in=reach)
    context = {"batches": batches_at(depots), "alarms": alarms_at(depots), "me": request.user.actor}
    return render(request, "refurbishment/to_reread.html", context)


@needs(Can.SETTLE_STORAGE)
def reread(request: StaffRequest, pk: int) -> HttpResponse:
    """Add what was read back of one medium."""
    rows = Erasure.objects.select_related("medium__device__place", "medium__lies_at", "erased_by__user")
    found = get_permitted(rows, request, Can.SETTLE_STORAGE, pk=pk)
    form = RereadForm(request.POST or None, request.FILES or None)

    def read(typed: Typed) -> Reread:
        sample = read_upload(typed["sample"], limit_bytes=LARGEST_LOG, field="sample")
        return actions.reread(found, sample=sample, by=request.user.actor)

    def page(_kept: Reread) -> str:
        return resolve_url("refurbishment:to_reread")

    context = {"form": form, "erasure": found, "mine": found.erased_by == request.user.actor}
    return act(request, form, read, page) or render(
        request, "refurbishment/reread.html", context, status=status_of(form)
    )
