"""One's own account: name, roles, password, and where one is logged in."""

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from digibank.accounts import actions, factors
from digibank.accounts.access import StaffRequest, for_oneself
from digibank.accounts.devices import kind_of
from digibank.accounts.forms import OwnPasswordForm
from digibank.accounts.posting import act, status_of


@for_oneself
def account(request: StaffRequest) -> HttpResponse:
    """One's own account: name, roles, password, and where one is logged in."""
    form = OwnPasswordForm(request.POST or None, request=request, user=request.user)
    answer = act(
        request,
        form,
        lambda typed: actions.set_password(request.user, password=typed["password"], by=request.user.actor),
        lambda _user: "accounts:account",
    )
    if answer:
        request.user.refresh_from_db()
        old = request.session.session_key
        update_session_auth_hash(request, request.user)
        UserSession.objects.filter(session_key=old).update(session_key=request.session.session_key)
        actions.end_sessions(request.user, but=request.session.session_key or "", by=request.user.actor)
        messages.success(request, _("Your new password holds from now on. Elsewhere you are logged out."))
        return answer
    sessions = UserSession.objects.purge_and_list(request.user)
    context = {
        "form": form,
        "memberships": request.user.memberships.current().select_related("organisation", "place"),
        "has_lock": factors.has_lock(request.user),
        "sessions": [
            {"pk": session.pk, "device": kind_of(session.user_agent), "ip": session.ip, "since": session.created_at}
            for session in sessions
            if session.session_key != request.session.session_key
        ],
        "here": next((s for s in sessions if s.session_key == request.session.session_key), None),
        "device": kind_of(request.headers.get("user-agent", "")),
    }
    return render(request, "accounts/account.html", context, status=status_of(form))


@require_POST
@for_oneself
def end_session(request: StaffRequest, pk: int) -> HttpResponse:
    """Log out on one other device."""
    ended = actions.end_sessions(request.user, but=request.session.session_key or "", only=pk, by=request.user.actor)
    messages.success(request, _("You are logged out there.") if ended else _("You were logged out there already."))
    return redirect("accounts:account")


@require_POST
@for_oneself
def end_other_sessions(request: StaffRequest) -> HttpResponse:
    """Log out everywhere but here."""
    actions.end_sessions(request.user, but=request.session.session_key or "", by=request.user.actor)
    messages.success(request, _("You are logged out everywhere but here."))
    return redirect("accounts:account")
