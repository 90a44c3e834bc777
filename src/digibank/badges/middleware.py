"""Each request from a shared computer: is its session still good here, and may a badge open this page at all?"""

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render, resolve_url

from digibank.badges import session
from digibank.badges.coming_in import Leaving, note_elsewhere
from digibank.badges.models import Badge
from digibank.badges.screen import WITH_PASSWORD, lead_to_code, lead_to_counter

# Pages without a right of their own that are open with a badge.
OPEN_CHAPTERS = {"website", "ui"}
OPEN_PAGES = {"badges:counter", "badges:code", "badges:lock", "badges:still_here"}
# Chapters where accounts are kept: with a badge nobody changes who may come in, and how (policy B-04).
CLOSED_CHAPTERS = {"accounts", "badges"}


class CounterMiddleware:
    """Stands after the log-in, so that it knows who asks. Costs one query at a shared computer, none elsewhere."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Confine who works with a badge to the place of this computer, or show the counter screen."""
        asked = cast(session.CounterRequest, request)
        inside = session.inside_of(request)
        asked.counter = None if inside else session.without_badge(request)
        if inside is None and asked.counter is None and not session.came_here(request):
            return self.answer(request)
        answer = (_out(asked, inside) if inside else _away(asked)) or self.answer(request)
        answer["Cache-Control"] = "no-store"
        return answer

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: object, kwargs: object
    ) -> HttpResponseBase | None:
        """Lead to the counter screen, to the code of a badge that was scanned, or refuse what a badge does not open."""
        asked = cast(session.CounterRequest, request)
        page = request.resolver_match.view_name if request.resolver_match else ""
        if asked.counter is None:
            if page == "accounts:outside":
                session.bind(request)
            return _counter_first(request)
        if page in OPEN_PAGES:
            return None
        if request.method == "POST" and page == "accounts:log_out":
            session.leave(request, Leaving.BUTTON)
            return lead_to_counter()
        over = asked.counter.badge
        badge = _scanned_in(request)
        if badge:
            session.leave(request, Leaving.SCAN)
            session.present(request, badge, over=over)
            return lead_to_code()
        if over is None or _is_open(request, view):
            return None
        return render(request, "badges/not_with_a_badge.html", status=403)


def _out(request: session.CounterRequest, inside: dict[str, Any]) -> HttpResponse | None:
    """The counter screen when this session is good no more; else nothing, and it is confined to its place."""
    counter = session.at_counter(request, inside)
    if counter is None:
        return _elsewhere(request, inside)
    request.counter = counter
    if session.is_idle(inside):
        session.leave(request, Leaving.IDLE)
        return lead_to_counter(Leaving.IDLE)
    counter.user.confine_to(counter.computer.place)
    if counter.user.role is None:
        return _elsewhere(request, inside)
    session.touch(request, inside)
    return None


def _away(request: session.CounterRequest) -> HttpResponse | None:
    """The counter screen when who came in without a badge went away for too long; else nothing, with all rights."""
    if session.is_idle(session.held_here(request)):
        session.leave(request, Leaving.IDLE)
        return lead_to_counter(Leaving.IDLE)
    if request.counter:
        session.touch_here(request, request.counter.computer)
    elif session.held_here(request):
        session.leave(request, Leaving.SCAN)  # The computer where this session belongs was ended.
        return redirect(settings.LOGIN_URL)
    return None


def _elsewhere(request: session.CounterRequest, inside: dict[str, Any]) -> HttpResponse:
    """Used without its computer, or after computer, badge or role ended."""
    badge = Badge.objects.select_related("user__actor").get(pk=inside["badge"])
    request.counter = None
    note_elsewhere(badge, inside["computer"])
    session.leave(request, Leaving.SCAN)
    return lead_to_counter("ended")


def _counter_first(request: HttpRequest) -> HttpResponse | None:
    """Who comes to the log-in at a shared computer scans a badge first. Where they wanted to go stays unknown here."""
    at_log_in = request.method == "GET" and request.path == resolve_url(settings.LOGIN_URL)
    if not at_log_in or WITH_PASSWORD in request.GET or request.user.is_authenticated:
        return None
    return lead_to_counter() if session.this_computer(request) else None


def _scanned_in(request: HttpRequest) -> Badge | None:
    """The badge that a scanner typed into some field of a page, where no script caught it."""
    for text in map(str, [*request.GET.values(), *request.POST.values()]):
        badge = Badge.objects.scanned(text)
        if badge:
            return badge
    return None


def _is_open(request: HttpRequest, view: Callable[..., Any]) -> bool:
    chapter = request.resolver_match.namespace if request.resolver_match else ""
    return chapter in OPEN_CHAPTERS or (hasattr(view, "needs") and chapter not in CLOSED_CHAPTERS)
