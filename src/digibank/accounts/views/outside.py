"""The log-in outside: an OpenID provider that opens an account which was connected to it before."""

from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from requests import RequestException

from digibank.accounts import actions, factors
from digibank.accounts.access import StaffRequest, for_oneself
from digibank.accounts.views.page import prove_first, wanted_page
from digibank.ui.limits import limited
from digibank.ui.marks import public

PROVIDER = "outside"


class Outside(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """The provider of the settings, at our address; of what it tells we keep who it is, and nothing else."""

    def get_callback_url(self, request: HttpRequest, app: object) -> str:
        """Where the provider sends the browser back to."""
        return request.build_absolute_uri(reverse("accounts:outside_back"))

    def complete_login(self, request: HttpRequest, app: object, token: object, **kwargs: Any) -> SocialLogin:
        """Who came back. Names and numbers that the provider tells beside it are forgotten at once."""
        login = super().complete_login(request, app, token, **kwargs)
        told = login.account.extra_data.get("id_token") or {}
        request.outside_shown = {told.get("acr"), *(told.get("amr") or [])}  # type: ignore[attr-defined]
        login.account.extra_data = {}
        return login


@public
@never_cache
@limited(60, seconds=60, methods=("GET", "POST"))
def outside(request: HttpRequest) -> HttpResponse:
    """Go to the log-in outside, to come in."""
    return _go(request, AuthProcess.LOGIN, wanted_page(request))


@public
@never_cache
@limited(60, seconds=60, methods=("GET", "POST"))
def outside_back(request: HttpRequest) -> HttpResponse:
    """Come back from there."""
    _check_is_set()
    answer: HttpResponse = OAuth2CallbackView.adapter_view(Outside(request, PROVIDER))(request)
    return answer


@for_oneself
def connect_outside(request: StaffRequest) -> HttpResponse:
    """Let the log-in outside open one's own account from now on. Another site cannot begin this for somebody."""
    _check_is_set()
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        return redirect("accounts:second_lock")
    if not factors.is_proven(request):
        return prove_first(request.path)
    return _go(request, AuthProcess.CONNECT, reverse("accounts:second_lock"))


@require_POST
@for_oneself
def disconnect_outside(request: StaffRequest) -> HttpResponse:
    """Let it open one's account no more."""
    if not factors.is_proven(request):
        return prove_first(reverse("accounts:second_lock"))
    actions.disconnect_outside(request.user, by=request.user.actor)
    messages.success(request, _("The log-in outside does not open your account any more."))
    return redirect("accounts:second_lock")


def _check_is_set() -> None:
    if not settings.OIDC_NAME:
        raise Http404


def _go(request: HttpRequest, process: str, then: str) -> HttpResponse:
    _check_is_set()
    provider = get_adapter().get_provider(request, PROVIDER)
    provider.oauth2_adapter_class = Outside
    try:
        answer: HttpResponse = provider.redirect(request, process=process, next_url=then)
    except RequestException:
        return render(request, "accounts/outside_refused.html", {"is_away": True}, status=503)
    return answer
