"""Calendars for a telephone: the page that gives their addresses, and what stands behind one (policy C-03)."""

from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render, resolve_url
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_POST, require_safe

from digibank.accounts.access import StaffRequest, needs
from digibank.accounts.posting import ActForm, act
from digibank.accounts.rights import Can
from digibank.agenda import actions
from digibank.agenda.models import CalendarLink
from digibank.agenda.queries import own_places
from digibank.lending.feeds import calendar_of, is_readable
from digibank.organisations.models import Place
from digibank.ui.limits import limited
from digibank.ui.marks import public

COOKIE = "calendar"
MINUTES = 10
PAGE = "lending:calendars"


@require_safe
@limited(120, seconds=3600, methods=("GET", "HEAD"), subject=lambda request: request.path)
@public
def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar with this secret, or the one 404 that tells nothing."""
    link = CalendarLink.objects.opening_with(secret)
    if link is None or not is_readable(link):
        raise Http404
    written = calendar_of(link)
    answer = HttpResponse(written, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="agenda.ics"'
    answer["Cache-Control"] = "private, no-cache"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    etag = f'"{sha256(written).hexdigest()[:32]}"'
    answer["ETag"] = etag
    unchanged = get_conditional_response(request, etag=etag, response=answer)
    assert unchanged is not None
    return unchanged


@require_safe
@needs(Can.PLAN)
def calendars(request: StaffRequest) -> HttpResponse:
    """The calendars that one may have on a telephone. An address that was made just now is shown this once."""
    secret = request.get_signed_cookie(COOKIE, "", salt=_salt(request), max_age=MINUTES * 60)
    answer = _page(request, secret=secret or "")
    if secret:
        answer.delete_cookie(COOKIE, path=resolve_url(PAGE))
    return answer


@require_POST
@needs(Can.PLAN)
def give_calendar(request: StaffRequest, pk: int) -> HttpResponse:
    """A new address for the calendar of a place; the one before it ends."""
    return _give(request, get_object_or_404(own_places(request.user), pk=pk))


@require_POST
@needs(Can.PLAN)
def give_own_calendar(request: StaffRequest) -> HttpResponse:
    """A new address for one's own calendar; the one before it ends."""
    return _give(request, None)


@require_POST
@needs(Can.PLAN)
def end_calendar(request: StaffRequest, pk: int) -> HttpResponse:
    """Let an address open nothing any more."""
    mine = CalendarLink.objects.filter(place__in=own_places(request.user)) | CalendarLink.objects.filter(
        user=request.user
    )
    found, form = get_object_or_404(mine, pk=pk), ActForm(request.POST)
    answer = act(request, form, lambda _typed: actions.end_calendar(found, by=request.user.actor), lambda _link: PAGE)
    return answer or _page(request, refused=form)


def _give(request: StaffRequest, place: Place | None) -> HttpResponse:
    form = ActForm(request.POST)
    given: list[str] = []

    def give(_typed: object) -> str:
        seat = request.user.seat
        if place:
            made = actions.give_calendar(organisation=place.organisation, place=place, by=request.user.actor)
        else:
            assert seat is not None
            made = actions.give_calendar(organisation=seat.organisation, user=request.user, by=request.user.actor)
        given.append(made)
        return PAGE

    answer = act(request, form, give, str)
    if answer and given:
        # The browser of who made it has it for ten minutes; we keep the fingerprint only.
        answer.set_signed_cookie(
            COOKIE, given[0], salt=_salt(request), max_age=MINUTES * 60, path=resolve_url(PAGE),
            secure=request.is_secure(), httponly=True, samesite="Lax",
        )  # fmt: skip
    return answer or _page(request, refused=form)


def _page(request: StaffRequest, *, secret: str = "", refused: ActForm | None = None) -> HttpResponse:
    places = list(own_places(request.user))
    open_links = CalendarLink.objects.open()
    by_place = {link.place_id: link for link in open_links.filter(place__in=places)}
    context = {
        "address": request.build_absolute_uri(resolve_url("lending:calendar", secret)) if secret else "",
        "places": [(place, by_place.get(place.pk)) for place in places],
        "own": open_links.filter(user=request.user).first(),
        "plain": refused or ActForm(),
    }
    answer = render(request, "lending/calendars.html", context, status=422 if refused else 200)
    answer["Cache-Control"] = "no-store"
    return answer


def _salt(request: StaffRequest) -> str:
    return f"calendar of {request.user.pk}"
