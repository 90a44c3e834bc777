"""The screens that nobody logs in to: the call display, and checking in (policy VB-10); and who gives addresses."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from digibank.accounts.access import StaffRequest, needs
from digibank.accounts.posting import ActForm, Typed, act, act_for_anyone, status_of
from digibank.accounts.rights import Can
from digibank.agenda.models import NUMBERS
from digibank.badges.session import this_computer
from digibank.errors import RuleBroken
from digibank.helpdesk import actions, queries
from digibank.helpdesk.forms import KioskForm, KioskTopicForm, ScreenForm
from digibank.helpdesk.links import link_of, visit_of
from digibank.helpdesk.models import Screen
from digibank.helpdesk.waiting import estimate, in_words
from digibank.organisations.models import Place
from digibank.ui.limits import limited
from digibank.ui.marks import kept_secret, public

GET = ("GET", "HEAD")
COOKIE, MINUTES = "helpdesk_screen", 10
PAGE = "helpdesk:screens"
REFRESH = 10  # Seconds between two looks of the display at the queue, where no script asks by itself.
IDLE = 30  # Seconds without a press before a check-in page asks whether somebody is there.
TYPING = 90  # The same where somebody may be typing.
WARNING = 20  # Seconds to answer that question.


@kept_secret
@require_safe
@limited(3600, seconds=3600, methods=GET)
@public
def display(request: HttpRequest, secret: str) -> HttpResponse:
    """Which number is called to which table. No name, ever."""
    return _display(request, _screen(secret, Screen.Kind.DISPLAY).place)


@kept_secret
@require_safe
@limited(3600, seconds=3600, methods=GET)
@public
def display_here(request: HttpRequest) -> HttpResponse:
    """The same at a registered computer of a counter, without an address of its own."""
    computer = this_computer(request)
    if computer is None:
        raise Http404
    return _display(request, computer.place)


@kept_secret
@require_safe
@limited(1200, seconds=3600, methods=GET)
@public
def kiosk(request: HttpRequest, secret: str) -> HttpResponse:
    """The first question: do you have an appointment?"""
    screen = _screen(secret, Screen.Kind.KIOSK)
    choices = [
        {"url": "afspraak/", "icon": "calendar", "title": _("Yes, I have an appointment"), "text": _("Today, here.")},
        {"url": "zonder/", "icon": "people", "title": _("No, I come without one"), "text": _("You get a number.")},
    ]
    return render(request, "helpdesk/kiosk.html", {"place": screen.place, "choices": choices})


@kept_secret
@limited(120, seconds=3600)
@limited(1200, seconds=3600, methods=GET)
@public
def kiosk_appointment(request: HttpRequest, secret: str) -> HttpResponse:
    """One question: which number stands on the card?"""
    screen = _screen(secret, Screen.Kind.KIOSK)
    form = KioskForm(request.POST if request.method == "POST" else None)

    def check_in(typed: Typed) -> str:
        found = queries.appointment_with_number(screen.place, NUMBERS.key(typed["number"]))
        if found is None:
            # The same for a number that was never given, is of another day or place: nothing is told of anybody.
            sentence = _("We do not find this number for today. Look at your card, or ask at the counter.")
            raise RuleBroken(sentence, field="number")
        return _done(link_of(actions.check_in(found, by=screen.actor)))

    answer = act_for_anyone(request, form, check_in, str)
    return answer or _question(request, screen, form, TYPING)


@kept_secret
@limited(240, seconds=3600)
@limited(1200, seconds=3600, methods=GET)
@public
def kiosk_walk_in(request: HttpRequest, secret: str) -> HttpResponse:
    """One question: what is it about? It need not be answered."""
    screen = _screen(secret, Screen.Kind.KIOSK)
    form = KioskTopicForm(request.POST if request.method == "POST" else None)

    def come(typed: Typed) -> str:
        return _done(link_of(actions.walk_in(screen.place, by=screen.actor, **typed)))

    answer = act_for_anyone(request, form, come, str)
    return answer or _question(request, screen, form, IDLE)


@kept_secret
@require_safe
@limited(1200, seconds=3600, methods=GET)
@public
def kiosk_done(request: HttpRequest, secret: str, link: str) -> HttpResponse:
    """The number, how many go before, and what happens now. Nothing about the person."""
    screen = _screen(secret, Screen.Kind.KIOSK)
    visit = visit_of(link, screen.place)
    if visit is None:
        raise Http404
    before = queries.waiting_before(visit)
    context = {
        "place": screen.place, "visit": visit, "before": before, "estimate": in_words(estimate(screen.place, before)),
        "seconds": IDLE,
    }  # fmt: skip
    return _ending(render(request, "helpdesk/kiosk_done.html", context), IDLE, "../../")


@kept_secret
@require_safe
@limited(1200, seconds=3600, methods=GET)
@public
def kiosk_still_there(request: HttpRequest, secret: str) -> HttpResponse:
    """Are you still there? Without an answer the screen begins anew for the next visitor."""
    screen = _screen(secret, Screen.Kind.KIOSK)
    back = {"afspraak": "../afspraak/", "zonder": "../zonder/"}.get(request.GET.get("bij", ""), "../")
    answer = render(
        request, "helpdesk/kiosk_still_there.html", {"place": screen.place, "back": back, "seconds": WARNING}
    )
    return _ending(answer, WARNING, "../")


@require_safe
@needs(Can.RECEIVE)
def screens(request: StaffRequest) -> HttpResponse:
    """The addresses of the screens of one's own places. One that was made just now is shown this once."""
    made = request.get_signed_cookie(COOKIE, "", salt=_salt(request), max_age=MINUTES * 60) or ""
    answer = _page(request, made=made)
    if made:
        answer.delete_cookie(COOKIE, path=resolve_url(PAGE))
    return answer


@require_POST
@needs(Can.RECEIVE)
def give_screen(request: StaffRequest, pk: int) -> HttpResponse:
    """A new address for a screen of a place; the one before it ends."""
    place = get_object_or_404(queries.own_places(request.user, Can.RECEIVE), pk=pk)
    form = ScreenForm(request.POST)
    given: list[str] = []

    def give(typed: Typed) -> str:
        secret = actions.give_screen(place, by=request.user.actor, **typed)
        names = {Screen.Kind.DISPLAY: "helpdesk:display", Screen.Kind.KIOSK: "helpdesk:kiosk"}
        given.append(resolve_url(names[Screen.Kind(typed["kind"])], secret))
        return PAGE

    answer = act(request, form, give, str)
    if answer and given:
        # The browser of who made it has it for ten minutes; we keep the fingerprint only.
        answer.set_signed_cookie(
            COOKIE, given[0], salt=_salt(request), max_age=MINUTES * 60, path=resolve_url(PAGE),
            secure=request.is_secure(), httponly=True, samesite="Lax",
        )  # fmt: skip
    return answer or _page(request, refused=form)


@require_POST
@needs(Can.RECEIVE)
def end_screen(request: StaffRequest, pk: int) -> HttpResponse:
    """Let an address open nothing any more."""
    rows = Screen.objects.filter(place__in=queries.own_places(request.user, Can.RECEIVE)).select_related("place")
    found, form = get_object_or_404(rows, pk=pk), ActForm(request.POST)
    answer = act(request, form, lambda _typed: actions.end_screen(found, by=request.user.actor), lambda _screen: PAGE)
    return answer or _page(request, refused=form)


def _display(request: HttpRequest, place: Place) -> HttpResponse:
    context = {
        "place": place, "called": queries.called_at(place), "waiting": len(queries.queue_of(place)), "refresh": REFRESH,
    }  # fmt: skip
    return render(request, "helpdesk/display.html", context)


def _question(request: HttpRequest, screen: Screen, form: ActForm, seconds: int) -> HttpResponse:
    page = "zonder" if isinstance(form, KioskTopicForm) else "afspraak"
    context = {"place": screen.place, "form": form}
    answer = render(request, "helpdesk/kiosk_question.html", context, status=status_of(form))
    return _ending(answer, seconds, f"../nog-daar/?bij={page}")


def _ending(answer: HttpResponse, seconds: int, leads_to: str) -> HttpResponse:
    """After so many seconds the browser goes on by itself, with or without a script."""
    answer["Refresh"] = f"{seconds}; url={leads_to}"
    return answer


def _done(link: str) -> str:
    # Where a send leads is remembered, and the secret may stand in no table: so it is told from here.
    return f"../klaar/{link}/"


def _screen(secret: str, kind: str) -> Screen:
    """The open screen, or the one 404 that tells nothing: it ended, is wrong, or was never given."""
    found = Screen.objects.opening_with(secret, kind)
    if found is None:
        raise Http404
    return found


def _page(request: StaffRequest, *, made: str = "", refused: ActForm | None = None) -> HttpResponse:
    places = list(queries.own_places(request.user, Can.RECEIVE))
    links = Screen.objects.open().filter(place__in=places)
    by_place = {(screen.place_id, screen.kind): screen for screen in links}
    context = {
        "address": request.build_absolute_uri(made) if made else "",
        "places": [(place, [(kind, by_place.get((place.pk, kind.value))) for kind in Screen.Kind]) for place in places],
        "plain": refused or ActForm(),
    }
    answer = render(request, "helpdesk/screens.html", context, status=422 if refused else 200)
    answer["Cache-Control"] = "no-store"
    return answer


def _salt(request: StaffRequest) -> str:
    return f"screen of {request.user.pk}"
