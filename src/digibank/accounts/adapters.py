"""How allauth works in this house: our words, our trail, our second lock. The pages are in views."""

import base64
import hashlib
import logging
import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.stages import AuthenticateStage
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthProcess
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.encoding import force_bytes
from django.utils.translation import gettext_lazy as _

from digibank.accounts import actions, factors, tries
from digibank.accounts.models import User
from digibank.audit.actions import job_actor, record
from digibank.errors import RuleBroken

logger = logging.getLogger(__name__)

BACKEND = "django.contrib.auth.backends.ModelBackend"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Log-in by user name: counted, in the trail, and with the second lock."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """The user with this name and password. Unknown, barred, wrong and locked out cost the same work."""
        name, gate = credentials["username"], job_actor("log-in")
        try:
            taken = tries.take(request, name)
        except tries.TooMany as locked:
            make_password(credentials["password"])
            if locked.is_first:
                record("accounts.locked_out", gate, by=gate)
            raise
        user = authenticate(request, **credentials)
        if isinstance(user, User):
            tries.give_back(request, name, taken)
            return user
        record("accounts.log_in_failed", gate, by=gate)
        return None

    def get_login_stages(self) -> list[str]:
        """After the password only the second lock is asked."""
        return ["digibank.accounts.adapters.SecondLockStage"]

    def login(self, request: HttpRequest, user: User) -> None:
        """Begin a session with a key of its own, which knows whether more than a password was shown."""
        user.backend = BACKEND
        ways = [entry["method"] for entry in get_authentication_records(request, user)]
        strong = "mfa" in ways or request.session.pop(factors.STRONG_OUTSIDE, None) == user.pk
        login(request, user)
        request.session.pop(factors.SESSION_KEY, None)
        if strong:
            request.session[factors.SESSION_KEY] = user.pk
        by = "outside" if "socialaccount" in ways else "password" if "password" in ways else "passkey"
        record("accounts.logged_in", user, by=user.actor, first=by, second=int(strong))

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Somebody who is barred learns as little as somebody who is unknown."""
        return redirect("accounts:log_in")

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Our own pages ask who is there, with factors.is_proven; allauth need not ask again."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The pages say themselves what was done."""


class SecondLockStage(AuthenticateStage):  # type: ignore[misc]
    """Asks the second lock after the password, unless the log-in outside asked one already."""

    urlname = "accounts:second_step"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        """Where to go for the second lock, or nothing when there is none to ask."""
        was_strong = self.request.session.get(factors.STRONG_OUTSIDE) == self.login.user.pk
        if was_strong or not self._should_handle(self.request):
            return None, True
        self.request.session[factors.BEGUN_WITH] = self.login.user.get_session_auth_hash()
        return redirect(self.urlname), True


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The second lock in our words; its secret is unreadable in the database and in backups."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not right, or was used already. Type the code that you see now."),
    }

    def get_totp_label(self, user: User) -> str:
        """What the app on the telephone calls this account."""
        return user.username

    def encrypt(self, text: str) -> str:
        """Unreadable without the secret key of the site."""
        return _locks().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret again; empty, so that no code fits, when the secret key of the site is another one now."""
        try:
            return _locks().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            # Not an empty one: every code that belongs to nothing can be worked out by anybody.
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """What a browser shows as the owner of a passkey."""
        return {"id": context.request.get_host().partition(":")[0], "name": "Digibank"}


class OutsideAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """A log-in outside opens an account that was connected before; it makes none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Nobody gets an account through a log-in outside."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Connect it to the account of who asked for that; else refuse whom nobody connected.

        Notes whether a second factor was asked there, as the operator named it.
        """
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            raise ImmediateHttpResponse(_connect(request, sociallogin.account))
        if not sociallogin.is_existing:
            raise ImmediateHttpResponse(render(request, "accounts/outside_refused.html", status=403))
        shown: set[str] = getattr(request, "outside_shown", set())
        is_strong = bool(shown & set(settings.OIDC_SECOND_FACTOR))
        request.session[factors.STRONG_OUTSIDE] = sociallogin.user.pk if is_strong else None

    def on_authentication_error(
        self, request: HttpRequest, provider: object, error: object = None, exception: object = None, **kwargs: Any
    ) -> None:
        """Something went wrong there, or it was called off: back to our own log-in; the log says what it was."""
        # Only of which kind: what the other side answered may name the person.
        kinds = [type(told).__name__ for told in (exception, getattr(exception, "__cause__", None)) if told]
        logger.warning("The log-in outside failed: %s %s", error, " because of ".join(kinds))
        raise ImmediateHttpResponse(render(request, "accounts/outside_refused.html", {"is_away": True}, status=403))


def _connect(request: HttpRequest, account: SocialAccount) -> HttpResponse:
    """Back to the page where it was asked; who is logged in no more meets the log-in there."""
    user = request.user
    if isinstance(user, User):
        try:
            actions.connect_outside(user, provider=account.provider, uid=account.uid, by=user.actor)
            messages.success(request, _("The log-in outside opens your account from now on."))
        except RuleBroken as no:
            messages.error(request, str(no))
    return redirect("accounts:second_lock")


def _locks() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        [Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"second lock" + force_bytes(key)).digest())) for key in keys]
    )
