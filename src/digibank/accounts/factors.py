"""What a session knows of the second factor, the "second lock" of an account, and how it limits the user."""

from collections.abc import Callable

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.middleware import get_user
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import SimpleLazyObject

from digibank import clock
from digibank.accounts.access import StaffRequest
from digibank.accounts.models import User

SESSION_KEY = "second_factor_of"
STRONG_OUTSIDE = "outside_was_strong"
BEGUN_WITH = "log_in_begun_with"  # What the account was signed with when the first step was right.
PROOF_HOLDS = 10 * 60  # Seconds during which a page about the locks does not ask again who is there.
LOCKS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def limit_to_factor(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Tell the user of each request whether its session knows a second factor; asks no database for it."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if settings.SECOND_FACTOR:
            request.user = SimpleLazyObject(lambda: _limited(request))  # type: ignore[assignment]
        return get_response(request)

    return middleware


def _limited(request: HttpRequest) -> AbstractBaseUser | AnonymousUser:
    user = get_user(request)
    if isinstance(user, User):
        user.has_second_factor = request.session.get(SESSION_KEY) == user.pk
    return user


def hold(request: HttpRequest, user: User) -> None:
    """This session knows a second factor of the user from now on, under a new key."""
    request.session[SESSION_KEY] = user.pk
    user.has_second_factor = True
    renew(request)


def renew(request: HttpRequest) -> None:
    """Give the session a new key, in the list of sessions as well."""
    old = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=old).update(session_key=request.session.session_key)


def has_lock(user: User) -> bool:
    """Whether the account has a second lock: an app or a passkey."""
    return bool(Authenticator.objects.filter(user=user, type__in=LOCKS).exists())


def is_proven(request: StaffRequest) -> bool:
    """Whether it was shown lately who is there: by the second lock when there is one, else by the password."""
    ways = {"mfa"} if has_lock(request.user) else {"password"}
    now = clock.now().timestamp()
    records = get_authentication_records(request, request.user)
    return any(record["method"] in ways and abs(now - record["at"]) < PROOF_HOLDS for record in records)
