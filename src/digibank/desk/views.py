"""The desk that staff start from."""

from django.http import HttpResponse
from django.shortcuts import render

from digibank import clock
from digibank.accounts.access import StaffRequest, needs
from digibank.accounts.rights import Can


@needs(Can.SEE_OWN_WORK)
def home(request: StaffRequest) -> HttpResponse:
    """Where a colleague starts: the place they work, and its hours today."""
    seat = request.user.seat
    place = seat.place if seat else None
    context = {
        "seat": seat,
        "place": place,
        "today": clock.today(),
        "hours": place.hours_on(clock.today()) if place else [],
    }
    return render(request, "desk/home.html", context)
