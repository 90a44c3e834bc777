"""Calendars of a class at a desk, and of a device."""

from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from digibank import clock
from digibank.accounts.access import StaffRequest, get_permitted, needs
from digibank.accounts.rights import Can
from digibank.dated import months_after
from digibank.inventory.models import Device
from digibank.lending import queries
from digibank.lending.calendars import days_of, life_of
from digibank.lending.forms_queue import LineForm

WEEK = 7


@require_safe
@needs(Can.SEE_LOANS)
def class_calendar(request: StaffRequest) -> HttpResponse:
    """A month or a week of a class at one of the own desks: free, kept and due back on each day."""
    desks = queries.lending_desks(request.user, Can.SEE_LOANS)
    chosen = request.GET if "desk" in request.GET else None
    form = LineForm(chosen, desks=desks, desk=queries.own_desk(request.user))
    desk, device_class = form.chosen()
    is_week = request.GET.get("view") == "week"
    asked = _asked_day(request.GET.get("from", ""))
    if is_week:
        first = asked - timedelta(days=asked.weekday())
        earlier, later = first - timedelta(days=WEEK), first + timedelta(days=WEEK)
    else:
        first = asked.replace(day=1)
        earlier, later = (first - timedelta(days=1)).replace(day=1), months_after(first, 1)
    context: dict[str, object] = {
        "form": form, "desk": desk, "device_class": device_class, "is_week": is_week, "first": first,
        "earlier": earlier.isoformat(), "later": later.isoformat(), "today": clock.today(),
    }  # fmt: skip
    if desk and device_class:
        context["days"] = days_of(device_class, desk, first, (later - first).days)
    return render(request, "lending/class_calendar.html", context)


@require_safe
@needs(Can.SEE_DEVICES)
def device_calendar(request: StaffRequest, pk: int) -> HttpResponse:
    """What had a device, from when until when."""
    rows = Device.objects.select_related("device_class", "place")
    found = get_permitted(rows, request, Can.SEE_DEVICES, pk=pk)
    context = {"device": found, "stretches": life_of(found, request.user)}
    return render(request, "lending/device_calendar.html", context)


def _asked_day(typed: str) -> date:
    """The day that is asked for; today when that is no day, or lies far away."""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return clock.today()
    return day if abs(day.year - clock.today().year) <= 1 else clock.today()
