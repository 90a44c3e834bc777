"""What a browser's session holds of a badge: which one was scanned, or which one is at work and at which computer."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY, login, logout
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, Q
from django.http import HttpRequest, HttpResponseBase
from django.middleware.csrf import rotate_token

from digibank import clock
from digibank.accounts.models import User
from digibank.badges.coming_in import Leaving, note_left
from digibank.badges.models import Badge, SharedComputer
from digibank.numbers import fingerprint

COOKIE_DAYS = 400  # The longest that browsers keep one; renewed each time the counter screen is opened.
BACKEND = "django.contrib.auth.backends.ModelBackend"

TO_TYPE = 60  # Seconds between the scan and the code.
BY_ITSELF = "X-By-Itself"
TOUCH = 15  # Seconds within which a moment is not written again.

_INSIDE = "badge_inside"
_SCANNED = "badge_scanned"
_HERE = "counter_here"


@dataclass(frozen=True)
class AtCounter:
    """Who works at which shared computer; with which badge, or none when it is with a password or a passkey."""

    user: User
    badge: Badge | None
    computer: SharedComputer


class CounterRequest(HttpRequest):
    """A request of which the middleware knows whether it comes from somebody at work at a shared computer."""

    counter: AtCounter | None


def idle_seconds() -> int:
    """After how many seconds without a key a shared computer locks itself."""
    return settings.COUNTER_IDLE_MINUTES * 60


def this_computer(request: HttpRequest) -> SharedComputer | None:
    """The shared computer that this request comes from."""
    secret = request.COOKIES.get(settings.COUNTER_COOKIE_NAME)
    return SharedComputer.objects.known_by(secret).select_related("place").first() if secret else None


def keep_secret(answer: HttpResponseBase, secret: str) -> None:
    """Let the browser keep the secret of its computer, out of reach of scripts and of other sites."""
    answer.set_cookie(
        settings.COUNTER_COOKIE_NAME,
        secret,
        max_age=COOKIE_DAYS * 24 * 3600,
        httponly=True,
        samesite="Strict",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def inside_of(request: HttpRequest) -> dict[str, Any] | None:
    """The keys of badge and computer when this is a badge session. Asks nothing of who brings no session."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    inside: dict[str, Any] | None = request.session.get(_INSIDE)
    return inside


def at_counter(request: HttpRequest, inside: dict[str, Any]) -> AtCounter | None:
    """Who is at work, when cookie, computer, badge and user still belong together (policy B-02); in one query."""
    user = request.user
    if not isinstance(user, User):
        return None
    badge = Badge.objects.usable().filter(pk=inside["badge"], user=user)
    computers = SharedComputer.objects.known_by(request.COOKIES.get(settings.COUNTER_COOKIE_NAME, "")).filter(
        Exists(badge)
    )
    computer = computers.filter(pk=inside["computer"]).select_related("place").first()
    return AtCounter(user, Badge(pk=inside["badge"], user=user), computer) if computer else None


def without_badge(request: HttpRequest) -> AtCounter | None:
    """Who is at work at a shared computer with a password or a passkey. One query there, none elsewhere.

    A session that was there once stays bound to it, also on a page to which another site leads: to those the browser
    does not bring its secret.
    """
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or SESSION_KEY not in request.session:
        return None
    secret, here = request.COOKIES.get(settings.COUNTER_COOKIE_NAME, ""), held_here(request)
    if not secret and not here:
        return None
    either = Q(pk=here.get("computer")) | Q(fingerprint=fingerprint(secret))
    computer = SharedComputer.objects.open().filter(either).first()
    user = request.user
    return AtCounter(user, None, computer) if computer and isinstance(user, User) else None


def held_here(request: HttpRequest) -> dict[str, Any]:
    """What a session without a badge holds of its shared computer."""
    here: dict[str, Any] = request.session.get(_HERE, {})
    return here


def came_here(request: HttpRequest) -> bool:
    """Whether somebody is inside whose session was ever at a shared computer. Asks nothing of who brings no session."""
    inside = settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session
    return inside and bool(held_here(request))


def bind(request: HttpRequest) -> None:
    """Whoever comes back from a log-in outside is still at this shared computer."""
    computer = this_computer(request)
    if computer:
        request.session[_HERE] = {"computer": computer.pk}


def looks_by_itself(request: HttpRequest) -> bool:
    """Whether a page asks this that keeps itself up to date: nobody need be there, and nothing stays open by it."""
    return request.headers.get(BY_ITSELF) == "1"


def touch_here(request: HttpRequest, computer: SharedComputer) -> None:
    """Somebody without a badge is here; the session ends with the browser at the latest."""
    here = held_here(request)
    if "seen" not in here:
        request.session.set_expiry(0)
    if _is_due(here) and not looks_by_itself(request):
        request.session[_HERE] = {"computer": computer.pk, "seen": _moment()}


def is_idle(inside: dict[str, Any]) -> bool:
    """Whether nothing was asked for too long. The screen tells it every TOUCH, and we write every TOUCH: twice late."""
    # Also when that moment lies ahead, because the clock was set back: then nobody knows, and the screen locks.
    return abs(_moment() - int(inside.get("seen", _moment()))) > idle_seconds() + 2 * TOUCH


def touch(request: HttpRequest, inside: dict[str, Any]) -> None:
    """Somebody is here. Written now and then only, for each time costs a query."""
    if _is_due(inside) and not looks_by_itself(request):
        request.session[_INSIDE] = inside | {"seen": _moment()}


def _is_due(kept: dict[str, Any]) -> bool:
    """Whether the moment that is kept is another one by now: an earlier one, or later when the clock was set back."""
    return abs(_moment() - int(kept.get("seen", 0))) >= TOUCH


def enter(request: HttpRequest, badge: Badge, computer: SharedComputer) -> None:
    """Begin the session of this badge; its key and its form token are new, so nothing from before is of use."""
    request.session.pop(_SCANNED, None)
    login(request, badge.user, backend=BACKEND)
    request.session[_INSIDE] = {"badge": badge.pk, "computer": computer.pk, "seen": _moment()}
    request.session.set_expiry(0)


def leave(request: HttpRequest, how: Leaving) -> None:
    """End whatever session this browser has. Nothing of it stays: no words, no search, no form that still counts."""
    counter = getattr(request, "counter", None)
    if counter and counter.badge:
        note_left(counter.badge, counter.computer, how)
    logout(request)
    request.user = AnonymousUser()
    request.counter = None  # type: ignore[attr-defined]
    rotate_token(request)


def present(request: HttpRequest, badge: Badge, *, over: Badge | None = None) -> None:
    """Keep which badge was scanned until its code is typed, and over whose work."""
    request.session[_SCANNED] = {"badge": badge.pk, "over": over and over.pk, "at": _moment()}
    request.session.set_expiry(0)


def presented(request: HttpRequest) -> tuple[Badge, Badge | None] | None:
    """The badge that was scanned just now and waits for its code, and over whose work it was scanned."""
    scanned = request.session.get(_SCANNED)
    if not scanned or abs(_moment() - scanned["at"]) > TO_TYPE:
        return None
    rows = Badge.objects.open().select_related("user__actor").in_bulk([scanned["badge"]])
    badge = rows.get(scanned["badge"])
    over = Badge.objects.filter(pk=scanned["over"]).first() if scanned["over"] else None
    return (badge, over) if badge else None


def forget_scan(request: HttpRequest) -> None:
    """The next one begins with a scan."""
    request.session.pop(_SCANNED, None)


def _moment() -> int:
    return int(clock.now().timestamp())
