"""Pages of appointments with a helper: book one, move it, and the week of a help point with its helpers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from digibank import clock
from digibank.accounts.access import StaffRequest, needs
from digibank.accounts.posting import Typed, act, status_of
from digibank.accounts.rights import Can
from digibank.agenda import actions, queries
from digibank.agenda.engaging import Wish, needs_of
from digibank.agenda.flows import AppointmentState
from digibank.agenda.forms_helpers import USUAL_MINUTES, FullForm, HourForm, WishForm
from digibank.agenda.fullness import why_full
from digibank.agenda.helping import next_hours, week_of
from digibank.agenda.models import Appointment, Purpose, Where
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
    return _choose(request, _for_person(request, pk), {})


@needs(Can.PLAN)
def book_full(request: StaffRequest, pk: int) -> HttpResponse:
    """Make it at an hour that is full, with the reason (policy AP-07)."""
    return _confirm(request, _for_person(request, pk))


@needs(Can.PLAN)
def move(request: StaffRequest, pk: int) -> HttpResponse:
    """Choose another hour with a helper for this appointment."""
    subject = _for_appointment(request, pk)
    found = subject.shown["appointment"]
    minutes = found.slot.minutes if found.slot else None
    was = {"place": found.place_id, "topic": found.topic, "minutes": minutes, "where": found.where}
    return _choose(request, subject, was)


@needs(Can.PLAN)
def move_full(request: StaffRequest, pk: int) -> HttpResponse:
    """Move it to an hour that is full, with the reason (policy AP-07)."""
    return _confirm(request, _for_appointment(request, pk))


@dataclass(frozen=True)
class Subject:
    """Whom an hour is for: how it is booked, where a full one is confirmed, and what the page shows."""

    person: Person
    book_it: Book
    chooses_at: str
    confirms_at: str
    shown: dict[str, Any]


def _for_person(request: StaffRequest, pk: int) -> Subject:
    person = get_object_or_404(Person.objects.visible_to(request.user, Can.SEE_PEOPLE), pk=pk)

    def booked(place: Place, wish: Wish, typed: Typed) -> Appointment:
        said = {name: typed[name] for name in ("despite", "hidden") if name in typed}
        return actions.book_with_helper(place, person=person, wish=wish, by=request.user.actor, **said)

    chooses_at, confirms_at = (resolve_url(f"agenda:{name}", pk=pk) for name in ("book_with_helper", "book_full"))
    return Subject(person, booked, chooses_at, confirms_at, {"person": person})


def _for_appointment(request: StaffRequest, pk: int) -> Subject:
    rows = Appointment.objects.visible_to(request.user, Can.PLAN).filter(
        purpose=Purpose.HELP, state=AppointmentState.PLANNED
    )
    found = get_object_or_404(rows.select_related("person", "slot", "place"), pk=pk)

    def moved(place: Place, wish: Wish, typed: Typed) -> Appointment:
        said = {"despite": typed.get("despite", "")}
        return actions.move_with_helper(found, place=place, wish=wish, by=request.user.actor, **said)

    chooses_at, confirms_at = (resolve_url(f"agenda:{name}", pk=pk) for name in ("move_with_helper", "move_full"))
    seat = queries.seen_by(request.user, [found])[0]
    return Subject(found.person, moved, chooses_at, confirms_at, {"appointment": found, "seat": seat})


def _choose(request: StaffRequest, subject: Subject, was: dict[str, Any]) -> HttpResponse:
    """What is wished stands in the address, so that the hours follow it; the hour is sent."""
    places = queries.bookable_places(request.user)
    wished = WishForm(_usual(request, places) | _told(was) | request.GET.dict(), places=places)
    asked = _asked(wished, subject.person) if wished.is_valid() else {}
    offered = next_hours(**asked) if asked else []
    form = HourForm(request.POST or None, offered=offered, is_new="person" in subject.shown)

    def chosen(typed: Typed) -> Appointment:
        if not wished.is_valid():
            raise RuleBroken(_("First say what is asked, and show the hours."))
        return subject.book_it(wished.cleaned_data["place"], wished.wish(typed["starts_at"]), typed)

    answer = act(request, form, chosen, _appointment_url) or _when_full(subject, wished, form)
    context = {"wished": wished, "form": form, "offered": bool(offered), "asked": asked, **subject.shown}
    return answer or render(request, "agenda/choose_hour.html", context, status=status_of(form))


def _when_full(subject: Subject, wished: WishForm, form: HourForm) -> HttpResponse | None:
    """On to the page that asks why, when nobody is free at the hour that was chosen; else None."""
    at = form.chosen_at
    if not at or not wished.is_valid() or why_full(wished.cleaned_data["place"], wished.wish(at)) is None:
        return None
    typed = wished.cleaned_data
    asked = {name: typed[name] for name in ("minutes", "topic", "tongue", "where") if typed[name]}
    asked |= {"place": typed["place"].pk, "starts_at": at.isoformat()}
    if form.cleaned_data.get("hidden"):
        asked["hidden"] = "on"
    return HttpResponseRedirect(f"{subject.confirms_at}?{urlencode(asked)}", status=303)


def _confirm(request: StaffRequest, subject: Subject) -> HttpResponse:
    """A full hour is booked with its reason. Whether somebody became free is asked again by the booking."""
    places = queries.bookable_places(request.user)
    form = FullForm(request.POST, places=places) if request.POST else FullForm.asked(request.GET, places=places)

    def booked(typed: Typed) -> Appointment:
        wish = form.wish()
        assert wish is not None
        return subject.book_it(typed["place"], wish, typed)

    if not form.is_bound and form.wish() is None:
        return HttpResponseRedirect(subject.chooses_at, status=303)
    return act(request, form, booked, _appointment_url) or _full_page(request, subject, form)


def _full_page(request: StaffRequest, subject: Subject, form: FullForm) -> HttpResponse:
    wish, sent = form.wish(), form.cleaned_data if form.is_bound else form.initial
    place = sent.get("place")
    context = {
        "form": form,
        "wish": wish,
        "place": place,
        "full": why_full(place, wish) if place and wish else None,
        "leads_to": subject.confirms_at,
        "back": subject.chooses_at,
    }
    return render(request, "agenda/book_full.html", context, status=status_of(form))


def _usual(request: StaffRequest, places: Any) -> dict[str, Any]:
    """What most wish: at one's own place, from today on."""
    seat = request.user.seat
    own = places.filter(pk=seat.place_id) if seat and seat.place_id else places.none()
    first = own.first() or places.first()
    here = {"place": first.pk if first else None, "from_on": clock.today().isoformat(), "where": Where.AT_POINT}
    return here | {"minutes": USUAL_MINUTES, "topic": "", "tongue": ""}


def _told(was: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in was.items() if value}


def _asked(wished: WishForm, person: Person) -> dict[str, Any]:
    """What is asked of the hours, with the helpers and the way that this person takes there."""
    typed = wished.cleaned_data
    needs = needs_of(typed["where"], place=typed["place"], person=person, day=typed["from_on"])
    return {name: typed[name] for name in ("place", "where", "minutes", "topic", "tongue", "from_on")} | needs


def _appointment_url(made: Appointment) -> str:
    return resolve_url("agenda:appointment", pk=made.pk)
