"""The pages for whoever wants to come at an hour: one question a page, and nothing of a person is kept before the last.

Only the hour is kept, for a quarter of an hour, from the page on which it is chosen (policy AP-06).
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from digibank import clock
from digibank.accounts.posting import ActForm, Typed, act_for_anyone, status_of
from digibank.agenda import actions as agenda
from digibank.agenda.engaging import Wish
from digibank.agenda.helping import days_with_hours
from digibank.agenda.models import Appointment, Slot
from digibank.agenda.newcomers import appointment_of, link_of, places_to_book
from digibank.audit.actions import job_actor
from digibank.audit.models import Actor
from digibank.errors import RuleBroken
from digibank.organisations.models import Place
from digibank.people.phones import normalised
from digibank.people.secrets import refuse_secrets
from digibank.ui.limits import limited
from digibank.ui.marks import kept_secret, public
from digibank.ui.templatetags.ui import hour, moment, weekday
from digibank.website.asking import CHOOSE, AboutForm
from digibank.website.asking_instead import asking_instead
from digibank.website.following import GET, HERE
from digibank.website.giving.sealed import seal, unseal
from digibank.website.house import house
from digibank.workforce.topics import Topic

ACTOR = "public-form"
MINUTES = 30


class PlaceForm(ActForm):
    """Which help point somebody comes to."""

    place = forms.ChoiceField(
        label=gettext_lazy("Where do you want to come?"), widget=forms.RadioSelect, error_messages=CHOOSE
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["place"]
        field.choices = [(str(place.pk), f"{place.name}, {place.town}") for place in places_to_book()]


class WhenForm(ActForm):
    """Which hour, of the first day that has any from the day that is asked for."""

    starts_at = forms.TypedChoiceField(
        label=gettext_lazy("When can you come?"), widget=forms.RadioSelect, coerce=datetime.fromisoformat,
        error_messages=CHOOSE | {"invalid_choice": gettext_lazy("This hour is taken meanwhile. Choose another one.")},
    )  # fmt: skip

    def __init__(self, *args: Any, days: Sequence[tuple[date, list[datetime]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["starts_at"]
        day, hours = days[0] if days else (None, [])
        field.choices = [(at.isoformat(), hour(at)) for at in hours]
        field.help_text = weekday(day).capitalize() if day else _("No hour is free in these four weeks.")


class NameForm(ActForm):
    """Who comes."""

    name = forms.CharField(
        label=gettext_lazy("What is your name?"), max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip

    def clean_name(self) -> str:
        """Nothing that we may not keep."""
        return _told_well(self.cleaned_data["name"], refuse_secrets)


class ReachForm(ActForm):
    """How we tell when something changes; nobody needs a telephone or an e-mail."""

    reach = forms.CharField(
        label=gettext_lazy("How do we reach you when something changes?"),
        help_text=gettext_lazy("Your telephone number or your e-mail. Do you have none? Leave it empty."),
        max_length=120, required=False, widget=forms.TextInput(attrs={"autocomplete": "tel"}),
    )  # fmt: skip

    def clean_reach(self) -> str:
        """A telephone number that can be called, an e-mail, or nothing."""
        reach: str = self.cleaned_data["reach"]
        if "@" in reach:
            return str(forms.EmailField().clean(reach))
        return _told_well(reach, normalised) if reach else ""


class CheckForm(ActForm):
    """Whether all of it is right."""


STEPS: dict[str, type[ActForm]] = {
    "waar": PlaceForm,
    "waarover": AboutForm,
    "wanneer": WhenForm,
    "naam": NameForm,
    "bereiken": ReachForm,
    "nakijken": CheckForm,
}


@never_cache
@limited(60, seconds=3600)
@public
def book(request: HttpRequest, step: str) -> HttpResponse:
    """One question. What was answered before stands sealed in the address."""
    told: dict[str, Any] = unseal(request.GET.get("tot", "")) or {}
    names = list(STEPS)
    if step not in STEPS or any(earlier not in told for earlier in names[: names.index(step)]):
        return redirect(_address(names[0], {}))
    context: dict[str, Any] = {"number": names.index(step) + 1, "total": len(names)}
    extra = _days(request, told, context) if step == "wanneer" else {}
    form = STEPS[step](request.POST if request.method == "POST" else None, initial=told.get(step), **extra)
    acts = {"wanneer": lambda typed: _hold(told, typed), "nakijken": lambda _typed: _keep(told)}
    if step in acts:
        answer = act_for_anyone(request, form, acts[step], str)
        if answer and step == "wanneer":
            # Where a send led is remembered, and what somebody told may stand in no table: so the hour alone does.
            answer = HttpResponseRedirect(_address("naam", told | {"wanneer": _held(answer)}), status=303)
    else:
        answer = _next(form, names[context["number"]], told, step) if form.is_bound and form.is_valid() else None
    back = names.index(step) - 1
    context |= {"form": form, "back_url": _address(names[back], told) if back >= 0 else reverse("website:home")}
    context |= {"told": _lines(told)} if step == "nakijken" else {}
    context |= {"ask_url": asking_instead(step, told), "no_hours": step == "wanneer" and not extra["days"]}
    page = "website/booking/check.html" if step == "nakijken" else "website/booking/question.html"
    return answer or render(request, page, context | house(), status=status_of(form))


@kept_secret
@require_safe
@limited(300, seconds=3600, methods=GET)
@public
def appointment(request: HttpRequest, link: str) -> HttpResponse:
    """When and where, with the number; and what happens now. Never who comes, or what for (policy AP-12)."""
    found = _found(link)
    return render(request, "website/booking/appointment.html", {"link": link, "appointment": found, **house()})


@kept_secret
@limited(30, seconds=3600)
@limited(300, seconds=3600, methods=GET)
@public
def cancel(request: HttpRequest, link: str) -> HttpResponse:
    """One question: can the person not come?"""
    found = _found(link)
    form = ActForm(request.POST if request.method == "POST" else None)

    def call_off(_typed: Typed) -> str:
        if found.slot and found.slot.has_begun:
            raise RuleBroken(_("The hour has begun. Call us."))
        agenda.cancel(found, by=Actor.objects.create(kind=Actor.Kind.LINK))
        return f"../{HERE}"

    answer = act_for_anyone(request, form, call_off, str)
    context = {"link": link, "appointment": found, "form": form}
    return answer or render(request, "website/booking/cancel.html", context | house(), status=status_of(form))


def _found(link: str) -> Appointment:
    found = appointment_of(link)
    if found is None:
        raise Http404
    return found


def _days(request: HttpRequest, told: dict[str, Any], context: dict[str, Any]) -> dict[str, Any]:
    """The days with hours from tomorrow on, or from the day that is asked for; who comes today walks in."""
    tomorrow = clock.today() + timedelta(days=1)
    try:
        asked = date.fromisoformat(request.GET.get("vanaf", ""))
    except ValueError:
        asked = tomorrow
    from_on = min(max(asked, tomorrow), tomorrow + timedelta(days=60))
    found = days_with_hours(_place(told), minutes=MINUTES, from_on=from_on, topic=told["waarover"]["topic"])
    if len(found) > 1:
        context["later_url"] = _address("wanneer", told, vanaf=found[1][0].isoformat())
        context["later"] = found[1][0]
    return {"days": found}


def _next(form: ActForm, step: str, told: dict[str, Any], here: str) -> HttpResponse:
    typed = {name: value for name, value in form.cleaned_data.items() if name != "once"}
    return HttpResponseRedirect(_address(step, told | {here: typed}), status=303)


def _hold(told: dict[str, Any], typed: Typed) -> str:
    wish = Wish(typed["starts_at"], MINUTES, topic=told["waarover"]["topic"])
    earlier = told.get("wanneer", {}).get("slot")
    slot = agenda.hold(_place(told), wish=wish, by=job_actor(ACTOR), instead_of=earlier)
    return f"./{slot.pk}"


def _held(answer: HttpResponse) -> dict[str, Any]:
    slot = Slot.objects.get(pk=int(answer.headers["Location"].removeprefix("./")))
    return {"slot": slot.pk, "starts_at": slot.starts_at.isoformat()}


def _keep(told: dict[str, Any]) -> str:
    slot = Slot.objects.select_related("place__organisation__serves").get(pk=told["wanneer"]["slot"])
    made = agenda.confirm_for_newcomer(
        slot, name=told["naam"]["name"], reach=told["bereiken"]["reach"], topic=told["waarover"]["topic"],
        by=job_actor(ACTOR),
    )  # fmt: skip
    return reverse("website:appointment", args=[link_of(made)])


def _place(told: dict[str, Any]) -> Place:
    place = places_to_book().filter(pk=told["waar"]["place"]).first()
    if place is None:
        raise Http404
    return place


def _lines(told: dict[str, Any]) -> list[dict[str, str]]:
    place = _place(told)
    answers = {
        "waar": (_("Where"), f"{place.name}, {place.street}, {place.town}"),
        "waarover": (_("What about"), str(Topic(told["waarover"]["topic"]).label)),
        "wanneer": (_("When"), moment(datetime.fromisoformat(told["wanneer"]["starts_at"]))),
        "naam": (_("Name"), told["naam"]["name"]),
        "bereiken": (_("How we reach you"), told["bereiken"]["reach"] or _("not")),
    }
    return [
        {"question": question, "answer": answer, "url": _address(step, told)}
        for step, (question, answer) in answers.items()
    ]


def _told_well(text: str, look: Any) -> str:
    """The text, or what a rule says of it beside the field."""
    try:
        look(text)
    except RuleBroken as no:
        raise forms.ValidationError(str(no)) from no
    return text


def _address(step: str, told: dict[str, Any], **more: str) -> str:
    query = ({"tot": seal(told)} if told else {}) | more
    return reverse("website:book", args=[step], query=query or None)
