"""Colleagues: their accounts, roles, passwords, locks, and whether they may come in."""

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from digibank.accounts import actions, factors
from digibank.accounts.access import StaffRequest, answer_for, get_permitted, needs, visible_to
from digibank.accounts.forms import NewUserForm, PasswordForm, RoleForm, UserForm
from digibank.accounts.models import Membership, User
from digibank.accounts.posting import ActForm, Typed, act, status_of
from digibank.accounts.rights import Can


@needs(Can.MANAGE_USERS)
def colleagues(request: StaffRequest) -> HttpResponse:
    """All colleagues whose accounts one keeps."""
    current = Prefetch("memberships", Membership.objects.current().select_related("organisation"), to_attr="current")
    users = visible_to(User.objects.all(), request.user, Can.MANAGE_USERS).prefetch_related(current)
    return render(request, "accounts/colleagues.html", {"users": users.order_by("-is_active", "full_name")})


@needs(Can.MANAGE_USERS)
def add_colleague(request: StaffRequest) -> HttpResponse:
    """Give a new colleague an account and a first role."""
    form = NewUserForm(request.POST or None, organisations=request.user.reach[Can.MANAGE_USERS])

    def add(typed: Typed) -> User:
        place = {name: typed.pop(name) for name in ("organisation", "role", "place")}
        user = actions.add_user(by=request.user.actor, **typed)
        actions.give_role(user, by=request.user.actor, **place)
        return user

    answer = act(request, form, add, _page_of)
    return answer or render(request, "accounts/add_colleague.html", {"form": form}, status=status_of(form))


@needs(Can.MANAGE_USERS)
def colleague(request: StaffRequest, pk: int) -> HttpResponse:
    """One colleague: name, roles, password, and whether they may come in. A POST changes the name."""
    user = _colleague(request, pk)
    form = UserForm(
        request.POST or None, initial={"full_name": user.full_name, "email": user.email, "version": user.version}
    )

    def edit(typed: Typed) -> User:
        answer_for(request, user, Can.MANAGE_USERS)
        return actions.edit_user(user, by=request.user.actor, **typed)

    answer = act(request, form, edit, _page_of)
    return answer or _colleague_page(request, user, form=form)


@require_POST
@needs(Can.MANAGE_USERS)
def give_role(request: StaffRequest, pk: int) -> HttpResponse:
    """Give a colleague another role."""
    user = _colleague(request, pk)
    form = RoleForm(request.POST, organisations=request.user.reach[Can.MANAGE_USERS])

    def give(typed: Typed) -> User:
        return actions.give_role(user, by=request.user.actor, **typed).user

    return act(request, form, give, _page_of) or _colleague_page(request, user, role=form)


@require_POST
@needs(Can.MANAGE_USERS)
def end_role(request: StaffRequest, pk: int) -> HttpResponse:
    """End a colleague's role."""
    membership = get_permitted(Membership.objects.select_related("user__actor"), request, Can.MANAGE_USERS, pk=pk)
    form = ActForm(request.POST)

    def end(typed: Typed) -> User:
        return actions.end_role(membership, by=request.user.actor).user

    return act(request, form, end, _page_of) or _colleague_page(request, membership.user, plain=form)


@require_POST
@needs(Can.MANAGE_USERS)
def give_password(request: StaffRequest, pk: int) -> HttpResponse:
    """Give a colleague who forgot it a new password."""
    user = _colleague(request, pk)
    form = PasswordForm(request.POST)

    def give(typed: Typed) -> User:
        answer_for(request, user, Can.MANAGE_USERS)
        return actions.set_password(user, by=request.user.actor, **typed)

    answer = act(request, form, give, _page_of)
    if answer:
        messages.success(request, _("The new password holds. Tell it to your colleague in person."))
    return answer or _colleague_page(request, user, password=form)


@require_POST
@needs(Can.MANAGE_USERS)
def bar(request: StaffRequest, pk: int) -> HttpResponse:
    """Keep a colleague out."""
    user = _colleague(request, pk)
    form = ActForm(request.POST)

    def keep_out(_typed: Typed) -> User:
        answer_for(request, user, Can.MANAGE_USERS)
        return actions.bar(user, by=request.user.actor)

    answer = act(request, form, keep_out, _page_of)
    return answer or _colleague_page(request, user, plain=form)


@require_POST
@needs(Can.MANAGE_USERS)
def let_in(request: StaffRequest, pk: int) -> HttpResponse:
    """Let a colleague in again."""
    user = _colleague(request, pk)
    form = ActForm(request.POST)

    def open_up(_typed: Typed) -> User:
        answer_for(request, user, Can.MANAGE_USERS)
        return actions.let_in(user, by=request.user.actor)

    answer = act(request, form, open_up, _page_of)
    return answer or _colleague_page(request, user, plain=form)


@require_POST
@needs(Can.MANAGE_USERS)
def take_away_locks(request: StaffRequest, pk: int) -> HttpResponse:
    """Take the second lock from a colleague who lost the telephone."""
    user = _colleague(request, pk)
    form = ActForm(request.POST)

    def take(_typed: Typed) -> User:
        answer_for(request, user, Can.MANAGE_USERS)
        return actions.take_away_locks(user, by=request.user.actor)

    answer = act(request, form, take, _page_of)
    if answer:
        messages.success(request, _("The second lock is gone. Your colleague sets a new one at the next log-in."))
    return answer or _colleague_page(request, user, plain=form)


@require_POST
@needs(Can.MANAGE_USERS)
def lift_lock_out(request: StaffRequest, pk: int) -> HttpResponse:
    """Let a colleague try again who failed too often."""
    user = _colleague(request, pk)
    form = ActForm(request.POST)

    def lift(_typed: Typed) -> User:
        answer_for(request, user, Can.MANAGE_USERS)
        return actions.lift_lock_out(user, by=request.user.actor)

    answer = act(request, form, lift, _page_of)
    if answer:
        messages.success(request, _("Your colleague can try again at once."))
    return answer or _colleague_page(request, user, plain=form)


def _colleague(request: StaffRequest, pk: int) -> User:
    return get_permitted(User.objects.select_related("actor"), request, Can.MANAGE_USERS, pk=pk)


def _page_of(user: User) -> str:
    return resolve_url("accounts:colleague", pk=user.pk)


def _colleague_page(
    request: StaffRequest,
    user: User,
    *,
    form: UserForm | None = None,
    role: RoleForm | None = None,
    password: PasswordForm | None = None,
    plain: ActForm | None = None,
) -> HttpResponse:
    """The page of a colleague; the form that was refused stands in its place with what was typed."""
    context = {
        "colleague": user,
        "memberships": user.memberships.current().select_related("organisation", "place"),
        "form": form or UserForm(initial={"full_name": user.full_name, "email": user.email, "version": user.version}),
        "role": role or RoleForm(organisations=request.user.reach[Can.MANAGE_USERS]),
        "password": password or PasswordForm(),
        "plain": plain or ActForm(),
        "has_lock": factors.has_lock(user),
    }
    refused = form or role or password or plain
    return render(request, "accounts/colleague.html", context, status=status_of(refused) if refused else 200)
