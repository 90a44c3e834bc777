"""Coming in: by password and second lock, by passkey, or by a log-in outside."""

import json

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import Login
from allauth.account.stages import LoginStageController
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm, LoginWebAuthnForm
from allauth.mfa.webauthn.internal import auth as passkeys
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from django import forms
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from fido2.webauthn import UserVerificationRequirement

from digibank.accounts import factors
from digibank.accounts.adapters import SecondLockStage
from digibank.accounts.forms import CodeForm, LogInForm
from digibank.accounts.models import User
from digibank.accounts.views.page import asked_for, wanted_page
from digibank.audit.actions import record
from digibank.ui.limits import limited
from digibank.ui.marks import public


@public
@never_cache
@limited(60, seconds=60)
def log_in(request: HttpRequest) -> HttpResponse:
    """Come in with user name and password; the second lock is asked next."""
    form = LogInForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid() and form.user:
        login = Login(user=form.user, redirect_url=wanted_page(request))
        answer: HttpResponse = perform_password_login(request, {"username": form.user.username}, login)
        return answer
    return _log_in_page(request, form, status=422 if request.method == "POST" else 200)


@public
@never_cache
@limited(60, seconds=60)
def second_step(request: HttpRequest) -> HttpResponse:
    """After the password: the code of the app, a recovery code or a passkey."""
    stage = LoginStageController.enter(request, SecondLockStage.key)
    user = stage.login.user if stage else None
    if not isinstance(user, User) or not user.is_active or not _is_password_still(request, user):
        clear_login(request)
        return redirect("accounts:log_in")
    by_code = CodeForm(request.POST if "code" in request.POST else None, user=user)
    by_passkey = AuthenticateWebAuthnForm(request.POST if "credential" in request.POST else None, user=user)
    sent = next((form for form in (by_code, by_passkey) if form.is_bound), None)
    if sent and _opens(sent, user):
        sent.save()
        answer: HttpResponse = stage.exit()
        return answer
    context = {
        "form": by_code,
        "passkey_form": by_passkey,
        "options": passkey_options(user),
        "has_app": Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists(),
    }
    return render(request, "accounts/second_step.html", context, status=422 if sent else 200)


@public
@never_cache
@limited(60, seconds=60, methods=("GET", "POST"))
def passkey(request: HttpRequest) -> HttpResponse:
    """Come in with a passkey alone: it asks the finger, the face or the PIN, so it is two locks in one."""
    if request.method != "POST":
        return JsonResponse(dict(passkeys.begin_authentication()))
    # A question that was asked after a password took any key without its finger or PIN; here that is half of the proof.
    asked_here = (passkeys.get_state() or {}).get("user_verification") == UserVerificationRequirement.REQUIRED
    form = LoginWebAuthnForm(request.POST)
    if not asked_here or not form.is_valid() or not form.cleaned_data["credential"].user.is_active:
        refused = _("This passkey does not belong to an account here. Log in with your password.")
        return _log_in_page(request, LogInForm(request=request), refused=refused, status=422)
    key = form.cleaned_data["credential"]
    login = Login(user=key.user, redirect_url=wanted_page(request))
    answer: HttpResponse = perform_passwordless_login(request, key, login)
    return answer


@require_POST
@public
@limited(120, seconds=60)
def log_out(request: HttpRequest) -> HttpResponse:
    """Go out."""
    logout(request)
    return redirect("accounts:log_in")


def _is_password_still(request: HttpRequest, user: User) -> bool:
    """Whether the password of the account is still the one that it had at the first step."""
    return constant_time_compare(request.session.get(factors.BEGUN_WITH, ""), user.get_session_auth_hash())


def passkey_options(user: User) -> str:
    """What the browser needs to ask for one of the user's passkeys, as JSON; empty when there is none."""
    if not Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).exists():
        return ""
    return json.dumps(dict(passkeys.begin_authentication(user)))


def _opens(form: forms.Form, user: User) -> bool:
    """Whether this code or passkey is right; in the trail when it is not, and when a recovery code was spent."""
    if not form.is_valid():
        record("accounts.second_lock_refused", user, by=user.actor)
        return False
    if getattr(form, "authenticator", None) and form.authenticator.type == Authenticator.Type.RECOVERY_CODES:  # type: ignore[attr-defined]
        record("accounts.recovery_code_used", user, by=user.actor)
    return True


def _log_in_page(request: HttpRequest, form: LogInForm, *, status: int, refused: str = "") -> HttpResponse:
    context = {"form": form, "next": asked_for(request), "refused": refused, "outside": settings.OIDC_NAME}
    return render(request, "accounts/log_in.html", context, status=status)
