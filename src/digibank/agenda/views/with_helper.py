"""Pages of appointments with a helper: book one, move it, and the week of a help point with its helpers."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from digibank import clock
from digibank.accounts.access import StaffRequest, needs
from digibank.accounts.posting import Typed, act, status_of
from digibank.accounts.rights import Can
from digibank.agenda import actions, queries
from digibank.agenda.engaging import Wish
from digibank.agenda.flows import AppointmentState
from digibank.agenda.forms_helpers import USUAL_MINUTES, HourForm, WishForm
from digibank.agenda.helping import next_hours, week_of
from digibank.agenda.models import Appointment, Purpose
from digibank.agenda.views.moments import WEEK, monday_of
from digibank.errors import RuleBroken
from digibank.organisations.models import Place
from digibank.people.models import Person

type Book = Callable[[Place, Wish, Typed], Appointment]


@require_safe
@needs(Can.PLAN)
def helpers(request: StaffRequest, pk: int) -> HttpResponse:
    """The week of a place: a column for each helper, with when they are there and who comes to them."""
    place = get_object_or_404(queries.own_places(request.user), pk=pk)
    monday = monday_of(request.GET.get("week", ""))
    context = {
        "place": place,
        "monday": monday,
        "sunday": monday + WEEK - timedelta(days=1),
        "earlier": (monday - WEEK).isoformat(),
        "later": (monday + WEEK).isoformat(),
        "week": week_of(request.user, place, monday),
    }
    return render(request, "agenda/helpers.html", context)


@needs(Can.PLAN)
def book(request: StaffRequest, pk: int) -> HttpResponse:
    """Make an appointment with a helper for this resident."""
    person = get_object_or_404(Person.objects.visible_to(request.user, Can.SEE_PEOPLE), pk=pk)

    def booked(place: Place, wish: Wish, typed: Typed) -> Appointment:
        said = {name: typed[name] for name in ("despite", "hidden")}
        return actions.book_with_helper(place, person=person, wish=wish, by=request.user.actor, **said)

    return _choose(request, booked, {"person": person}, {})


@needs(Can.PLAN)
def move(request: StaffRequest, pk: int) -> HttpResponse:
    """Choose another hour with a helper for this appointment."""
    rows = Appointment.objects.visible_to(request.user, Can.PLAN).filter(
        purpose=Purpose.HELP, state=AppointmentState.PLANNED
    )
    found = get_object_or_404(rows.select_related("person", "slot", "place"), pk=pk)

    def moved(place: Place, wish: Wish, typed: Typed) -> Appointment:
        return actions.move_with_helper(found, place=place, wish=wish, despite=typed["despite"], by=request.user.actor)

    was = {"place": found.place_id, "topic": found.topic, "minutes": found.slot.minutes if found.slot else None}
    seat = queries.seen_by(request.user, [found])[0]
    return _choose(request, moved, {"appointment": found, "seat": seat}, was)


def _choose(request: StaffRequest, book_it: Book, subject: dict[str, Any], was: dict[str, Any]) -> HttpResponse:
    """What is wished stands in the address, so that the hours follow it; the hour is sent."""
    places = queries.bookable_places(request.user)
    seat = request.user.seat
    own = places.filter(pk=seat.place_id) if seat and seat.place_id else places.none()
    first = own.first() or places.first()
    usual = {"place": first.pk if first else None, "minutes": USUAL_MINUTES, "topic": "", "tongue": ""}
    usual |= {"from_on": clock.today().isoformat()} | {name: value for name, value in was.items() if value}
    wished = WishForm({**usual, **request.GET.dict()}, places=places)
    offered = next_hours(wished.cleaned_data["place"], **_asked(wished)) if wished.is_valid() else []
    form = HourForm(request.POST or None, offered=offered, is_new="person" in subject)

    def chosen(typed: Typed) -> Appointment:
        if not wished.is_valid():
            raise RuleBroken(_("First say what is asked, and show the hours."))
        return book_it(wished.cleaned_data["place"], wished.wish(typed["starts_at"]), typed)

    answer = act(request, form, chosen, lambda made: resolve_url("agenda:appointment", pk=made.pk))
    context = {"wished": wished, "form": form, "offered": bool(offered), **subject}
    return answer or render(request, "agenda/choose_hour.html", context, status=status_of(form))


def _asked(wished: WishForm) -> dict[str, Any]:
    return {name: wished.cleaned_data[name] for name in ("minutes", "topic", "tongue", "from_on")}
