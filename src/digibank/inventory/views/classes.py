"""The classes of devices: what we promise to residents, and how many we have of each."""

from django.http import HttpResponse
from django.shortcuts import render

from digibank.accounts.access import StaffRequest, needs
from digibank.accounts.posting import act, status_of
from digibank.accounts.rights import Can
from digibank.inventory import actions, queries
from digibank.inventory.forms import AddClassForm


@needs(Can.MANAGE_ORGANISATIONS)
def classes(request: StaffRequest) -> HttpResponse:
    """Each class with how many devices of it there are, and at which position. A POST adds one."""
    form = AddClassForm(request.POST or None)
    answer = act(
        request,
        form,
        lambda typed: actions.add_class(by=request.user.actor, **typed),
        lambda _added: "inventory:classes",
    )
    counts = queries.devices_by_class(request.user.reach[Can.SEE_DEVICES])
    return answer or render(request, "inventory/classes.html", {"form": form, "counts": counts}, status=status_of(form))
