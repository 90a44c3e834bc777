"""Stations of workshops: which sticks report, and the token that each of them carries."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render, resolve_url
from django.urls import get_script_prefix
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from digibank.accounts.access import StaffRequest, get_permitted, needs, visible_to
from digibank.accounts.posting import ActForm, Typed, act, status_of
from digibank.accounts.rights import Can
from digibank.badges.session import this_computer
from digibank.errors import RuleBroken
from digibank.numbers import fingerprint
from digibank.refurbishment import actions
from digibank.refurbishment.forms import StationForm
from digibank.refurbishment.models import Station

TOKEN_COOKIE = "station"  # noqa: S105  the name of a cookie
TOKEN_MINUTES = 10


@require_safe
@needs(Can.MANAGE_COUNTERS)
def stations(request: StaffRequest) -> HttpResponse:
    """The stations of the workshops one keeps."""
    rows = visible_to(Station.objects.filter(ended_at__isnull=True), request.user, Can.MANAGE_COUNTERS)
    return render(request, "refurbishment/stations.html", {"stations": rows.select_related("place__organisation")})


@needs(Can.MANAGE_COUNTERS)
def register(request: StaffRequest) -> HttpResponse:
    """Let a table of a workshop report by stick; its token is shown next."""
    form = StationForm(request.POST or None, organisations=request.user.reach[Can.MANAGE_COUNTERS])
    given: list[tuple[Station, str]] = []

    def add(typed: Typed) -> Station:
        _refuse_a_shared_computer(request)
        given.append(actions.register_station(typed["place"], name=typed["name"], by=request.user.actor))
        return given[0][0]

    answer = act(request, form, add, _token_page)
    if answer and given:
        _lend_token(answer, *given[0])
    return answer or render(request, "refurbishment/register_station.html", {"form": form}, status=status_of(form))


@require_safe
@needs(Can.MANAGE_COUNTERS)
def station(request: StaffRequest, pk: int) -> HttpResponse:
    """One station: until when its token opens, when it reported last."""
    return _station_page(request, _station(request, pk))


@require_POST
@needs(Can.MANAGE_COUNTERS)
def give_token(request: StaffRequest, pk: int) -> HttpResponse:
    """Another token, when the stick is lost or its token is old."""
    found = _station(request, pk)
    form = ActForm(request.POST)
    given: list[tuple[Station, str]] = []

    def give(_typed: Typed) -> Station:
        _refuse_a_shared_computer(request)
        given.append(actions.give_token(found, by=request.user.actor))
        return found

    answer = act(request, form, give, _token_page)
    if answer and given:
        _lend_token(answer, *given[0])
    return answer or _station_page(request, found, plain=form)


@require_POST
@needs(Can.MANAGE_COUNTERS)
def end(request: StaffRequest, pk: int) -> HttpResponse:
    """No stick reports as this station any more."""
    found = _station(request, pk)
    form = ActForm(request.POST)
    answer = act(
        request,
        form,
        lambda _typed: actions.end_station(found, by=request.user.actor),
        lambda _station: "refurbishment:stations",
    )
    if answer:
        messages.success(request, _("The station has ended: its token opens nothing any more."))
    return answer or _station_page(request, found, plain=form)


@require_safe
@needs(Can.MANAGE_COUNTERS)
def token(request: StaffRequest, pk: int) -> HttpResponse:
    """The token, for who made it just now: their browser alone still has it (policy N-03)."""
    found = _station(request, pk)
    secret = _lent_token(request, found)
    if not secret:
        return render(request, "refurbishment/token_gone.html", {"station": found}, status=410)
    file = _station_file(request, found, secret)
    shown = {"station": found, "file": file, "lines": [line.split(" = ", 1) for line in file.splitlines()]}
    answer = render(request, "refurbishment/station_token.html", shown)
    answer["Cache-Control"] = "no-store"
    return answer


@require_safe
@needs(Can.MANAGE_COUNTERS)
def token_file(request: StaffRequest, pk: int) -> HttpResponse:
    """The file for the stick, for who made the token just now."""
    found = _station(request, pk)
    secret = _lent_token(request, found)
    if not secret:
        return render(request, "refurbishment/token_gone.html", {"station": found}, status=410)
    headers = {"Content-Disposition": 'attachment; filename="digibank-station.txt"', "Cache-Control": "no-store"}
    content = _station_file(request, found, secret)
    return HttpResponse(content, content_type="text/plain; charset=utf-8", headers=headers)


def _station_file(request: HttpRequest, found: Station, secret: str) -> str:
    """What the stick must know, as intake/digibank-intake reads it."""
    address = request.build_absolute_uri(get_script_prefix()).rstrip("/")
    return f"station = {found.name}\naddress = {address}\ntoken = {secret}\n"


def _refuse_a_shared_computer(request: StaffRequest) -> None:
    if this_computer(request):
        raise RuleBroken(_("This computer is shared, and a token is a key. Make it at your own computer."))


def _lend_token(answer: HttpResponseBase, made: Station, secret: str) -> None:
    """Let the browser of who made it keep the token while it is put on the stick; we keep it nowhere."""
    answer.set_cookie(
        TOKEN_COOKIE,
        secret,
        max_age=TOKEN_MINUTES * 60,
        path=_token_page(made),
        httponly=True,
        samesite="Strict",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _lent_token(request: HttpRequest, found: Station) -> str:
    secret = request.COOKIES.get(TOKEN_COOKIE, "")
    return secret if found.fingerprint == fingerprint(secret) else ""


def _station(request: StaffRequest, pk: int) -> Station:
    return get_permitted(Station.objects.select_related("place__organisation"), request, Can.MANAGE_COUNTERS, pk=pk)


def _token_page(found: Station) -> str:
    return resolve_url("refurbishment:station_token", pk=found.pk)


def _station_page(request: StaffRequest, found: Station, *, plain: ActForm | None = None) -> HttpResponse:
    context = {"station": found, "count": found.reports.count(), "plain": plain or ActForm()}
    return render(request, "refurbishment/station.html", context, status=status_of(plain) if plain else 200)
