"""The pages behind the link of who waits: the own place, why, what comes next, and to stop. Never about others."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from digibank import clock
from digibank.accounts.posting import ActForm, Typed, act_for_anyone, status_of
from digibank.audit.models import Actor
from digibank.lending import actions as lending
from digibank.lending.line import Standing, line_of
from digibank.lending.links import request_of
from digibank.lending.models import Request
from digibank.organisations.models import Place
from digibank.ui.limits import limited
from digibank.ui.marks import kept_secret, public
from digibank.website.following import GET, HERE
from digibank.website.house import house


@dataclass(frozen=True)
class Waits:
    """The place at one desk."""

    desk: Place
    standing: Standing


@kept_secret
@require_safe
@limited(300, seconds=3600, methods=GET)
@public
def place(request: HttpRequest, link: str) -> HttpResponse:
    """Where the request stands: the place and its points at each desk, or what became of it (policy U-39)."""
    found = _found(link)
    context = {
        "link": link,
        "asked": found,
        "waits": _waits(found),
        "offer": found.offers.open().first(),
        "kept_at": found.promise.place if found.promise else None,
        "today": clock.today(),
    }
    return render(request, "website/waiting/place.html", context | house())


@kept_secret
@limited(30, seconds=3600)
@limited(300, seconds=3600, methods=GET)
@public
def stop(request: HttpRequest, link: str) -> HttpResponse:
    """One question: does the person not need it any more?"""
    found = _found(link)
    form = ActForm(request.POST if request.method == "POST" else None)

    def withdraw(_typed: Typed) -> str:
        lending.withdraw(found, by=Actor.objects.create(kind=Actor.Kind.LINK))
        return f"../{HERE}"

    answer = act_for_anyone(request, form, withdraw, str)
    context = {"link": link, "asked": found, "form": form}
    return answer or render(request, "website/waiting/stop.html", context | house(), status=status_of(form))


def _found(link: str) -> Request:
    found = request_of(link)
    if found is None:
        raise Http404
    return found


def _waits(asked: Request) -> list[Waits]:
    """The place at each desk where the request stands, the own one first."""
    desks = [asked.desk, *(also.place for also in asked.also_at.select_related("place__organisation"))]
    standings = [(desk, line_of(asked.device_class, desk).of(asked)) for desk in desks]
    return [Waits(desk, standing) for desk, standing in standings if standing]
