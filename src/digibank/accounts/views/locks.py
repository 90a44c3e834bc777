"""The second lock of one's own account: an app with codes, passkeys, and recovery codes for when they are gone."""

import json

from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.flows import view_recovery_codes
from allauth.mfa.totp.internal.auth import clear_totp_secret
from allauth.mfa.webauthn.forms import ReauthenticateWebAuthnForm
from allauth.mfa.webauthn.internal import auth as passkeys
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from digibank.accounts import actions, factors
from digibank.accounts.access import StaffRequest, for_oneself
from digibank.accounts.forms import AppForm, PasskeyForm, PasskeyNameForm, ProveByCodeForm, ProveByPasswordForm
from digibank.accounts.posting import act, status_of
from digibank.accounts.views.coming_in import passkey_options
from digibank.accounts.views.page import asked_for, prove_first, wanted_page
from digibank.audit.actions import record
from digibank.errors import RuleBroken

GOES_ON = "second_lock_then"


@for_oneself
def second_lock(request: StaffRequest) -> HttpResponse:
    """What keeps one's account shut besides the password. Also where a page leads that needs it."""
    if asked_for(request):
        request.session[GOES_ON] = wanted_page(request)
    if factors.has_lock(request.user) and not request.user.has_second_factor:
        return prove_first(request.session.get(GOES_ON) or request.path)
    locks = list(Authenticator.objects.filter(user=request.user).order_by("created_at"))
    recovery = [lock.wrap() for lock in locks if lock.type == Authenticator.Type.RECOVERY_CODES]
    context = {
        "is_needed": not request.user.has_second_factor,
        "app": next((lock for lock in locks if lock.type == Authenticator.Type.TOTP), None),
        "passkeys": [lock for lock in locks if lock.type == Authenticator.Type.WEBAUTHN],
        "codes_left": len(recovery[0].get_unused_codes()) if recovery else 0,
        "has_codes": bool(recovery),
        "outside": settings.OIDC_NAME,
        "is_connected": bool(settings.OIDC_NAME) and SocialAccount.objects.filter(user=request.user).exists(),
    }
    return render(request, "accounts/second_lock.html", context)


@for_oneself
def prove(request: StaffRequest) -> HttpResponse:
    """Show again who is there: by the second lock when the account has one, else by the password."""
    user, typed = request.user, request.POST or None
    is_locked = factors.has_lock(user)
    form = (
        ProveByCodeForm(typed if "code" in request.POST else None, user=user)
        if is_locked
        else ProveByPasswordForm(typed, request=request, user=user)
    )
    by_passkey = ReauthenticateWebAuthnForm(typed if "credential" in request.POST else None, user=user)
    sent = next((some for some in (form, by_passkey) if some.is_bound), None)
    if sent and sent.is_valid():
        if is_locked:
            sent.save()  # type: ignore[union-attr]
            factors.hold(request, user)
        else:
            reauthenticate_by_password(request)
            factors.renew(request)
        return HttpResponseRedirect(wanted_page(request, "accounts:second_lock"))
    if sent:
        record("accounts.proof_refused", user, by=user.actor)
    context = {
        "form": form,
        "passkey_form": by_passkey,
        "options": passkey_options(user),
        "is_locked": is_locked,
        "next": asked_for(request),
    }
    return render(request, "accounts/prove.html", context, status=422 if sent else 200)


@for_oneself
def add_app(request: StaffRequest) -> HttpResponse:
    """Show the square for the app, and take its first code."""
    if not factors.is_proven(request):
        return prove_first(request.path)
    if Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP).exists():
        return redirect("accounts:second_lock")
    form = AppForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_app(request.user, secret=form.secret, by=request.user.actor)
        except RuleBroken:  # The other click of two was first.
            return redirect("accounts:second_lock")
        clear_totp_secret(request)
        return _locked_now(request)
    context = {
        "form": form,
        "secret": form.secret,
        "groups": [form.secret[at : at + 4] for at in range(0, len(form.secret), 4)],
        "url": get_adapter().build_totp_url(request.user, form.secret),
    }
    return render(request, "accounts/add_app.html", context, status=422 if request.method == "POST" else 200)


@for_oneself
def add_passkey(request: StaffRequest) -> HttpResponse:
    """Let the browser make a passkey, and give it a name."""
    if not factors.is_proven(request):
        return prove_first(request.path)
    form = PasskeyForm(request.POST or None, user=request.user, initial={"name": ""})
    if request.method == "POST" and form.is_valid():
        made = form.cleaned_data
        actions.add_passkey(request.user, name=made["name"], credential=made["credential"], by=request.user.actor)
        return _locked_now(request)
    options = json.dumps(dict(passkeys.begin_registration(request.user, passwordless=True)))
    context = {"form": form, "options": options}
    return render(request, "accounts/add_passkey.html", context, status=422 if request.method == "POST" else 200)


@for_oneself
def rename_passkey(request: StaffRequest, pk: int) -> HttpResponse:
    """Call a passkey otherwise."""
    passkey = get_object_or_404(Authenticator, pk=pk, user=request.user, type=Authenticator.Type.WEBAUTHN)
    form = PasskeyNameForm(request.POST or None, initial={"name": passkey.wrap().name})
    answer = act(
        request,
        form,
        lambda typed: actions.rename_passkey(passkey, by=request.user.actor, **typed),
        lambda _passkey: "accounts:second_lock",
    )
    return answer or render(request, "accounts/rename_passkey.html", {"form": form}, status=status_of(form))


@require_POST
@for_oneself
def remove_lock(request: StaffRequest, pk: int) -> HttpResponse:
    """Take an app or a passkey away."""
    if not factors.is_proven(request):
        return prove_first(reverse("accounts:second_lock"))
    lock = Authenticator.objects.filter(pk=pk, user=request.user, type__in=factors.LOCKS).first()
    if lock:  # Sent twice, it is gone already.
        actions.remove_lock(lock, but=request.session.session_key or "", by=request.user.actor)
    if not factors.has_lock(request.user):
        request.session.pop(factors.SESSION_KEY, None)
    messages.success(request, _("It is taken away, and opens your account no more."))
    return redirect("accounts:second_lock")


@for_oneself
def recovery_codes(request: StaffRequest) -> HttpResponse:
    """Show new recovery codes, once; a POST makes new ones."""
    if not factors.is_proven(request):
        return prove_first(reverse("accounts:second_lock"))
    if not factors.has_lock(request.user):
        return redirect("accounts:second_lock")
    if request.method == "POST":
        actions.make_recovery_codes(request.user, by=request.user.actor)
        return redirect("accounts:recovery_codes")
    made, may_show = view_recovery_codes(request)
    context = {
        "codes": made.get_unused_codes() if made and may_show else [],
        "then": request.session.pop(GOES_ON, None) or reverse("accounts:second_lock"),
    }
    return render(request, "accounts/recovery_codes.html", context)


def _locked_now(request: StaffRequest) -> HttpResponse:
    """The account has a second lock, and who set it has just shown it. Recovery codes that are new come next."""
    record_authentication(request, request.user, "mfa")
    factors.hold(request, request.user)
    messages.success(request, _("Your account has a second lock now."))
    return redirect("accounts:recovery_codes")
