"""Pages of the administrator, and of who has a badge: computers, badges, codes and cards."""

from django.conf import settings
from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from digibank.accounts.access import StaffRequest, answer_for, get_permitted, needs, visible_to
from digibank.accounts.factors import is_proven
from digibank.accounts.models import Membership, User
from digibank.accounts.posting import ActForm, Typed, act, status_of
from digibank.accounts.rights import Can
from digibank.accounts.views.page import prove_first
from digibank.badges import actions
from digibank.badges.cards import card_pdf
from digibank.badges.forms import CodeForm, ComputerForm, NameForm, OwnCodeForm
from digibank.badges.models import Badge, SharedComputer
from digibank.badges.session import keep_secret, this_computer
from digibank.errors import RuleBroken
from digibank.numbers import fingerprint

CARD_COOKIE = "card"
CARD_MINUTES = 10


@needs(Can.SEE_OWN_WORK)
def own(request: StaffRequest) -> HttpResponse:
    """One's own badge. A POST chooses another code, by who showed lately who is there (policy S-06)."""
    if request.method == "POST" and not is_proven(request):
        return prove_first(resolve_url("badges:own"))
    found = _open_badge(request.user)
    form = OwnCodeForm(request.POST or None)

    def save(typed: Typed) -> Badge:
        if _there(found).blocked_at:
            raise RuleBroken(_("Your badge is blocked. Ask your administrator to lift that first."))
        return actions.set_code(_there(found), code=typed["code"], by=request.user.actor)

    answer = act(request, form, save, lambda _badge: "badges:own")
    if answer:
        messages.success(request, _("Your new code holds from now on."))
    return answer or _own_page(request, found, form=form)


@require_POST
@needs(Can.SEE_OWN_WORK)
def lost(request: StaffRequest) -> HttpResponse:
    """One's own badge is lost: it opens nothing any more."""
    found = _open_badge(request.user)
    form = ActForm(request.POST)

    def end(_typed: Typed) -> Badge:
        return actions.end_badge(_there(found), by=request.user.actor)

    return act(request, form, end, lambda _badge: "badges:own") or _own_page(request, found, plain=form)


@needs(Can.MANAGE_BADGES)
def badges(request: StaffRequest) -> HttpResponse:
    """All colleagues that may have a badge, and whether they have one."""
    current = Prefetch("memberships", Membership.objects.current().select_related("organisation"), to_attr="current")
    opened = Prefetch("badges", Badge.objects.open(), to_attr="opened")
    users = visible_to(User.objects.filter(is_active=True), request.user, Can.MANAGE_BADGES)
    return render(request, "badges/badges.html", {"users": users.prefetch_related(current, opened)})


@needs(Can.MANAGE_BADGES)
def badge(request: StaffRequest, pk: int) -> HttpResponse:
    """The badge of one colleague. A POST gives a new card, with the code that the colleague types."""
    user = _colleague(request, pk)
    form = CodeForm(request.POST or None, auto_id="new_%s")
    issued: list[str] = []

    def issue(typed: Typed) -> User:
        if this_computer(request):
            raise RuleBroken(_("This computer is shared, and what it prints is a key. Make the badge at your own one."))
        answer_for(request, user, Can.MANAGE_BADGES)
        issued.append(actions.issue_badge(user, code=typed["code"], by=request.user.actor)[1])
        return user

    answer = act(request, form, issue, _page_of)
    if answer and issued:
        messages.success(request, _("The badge is made. Print the card now: after ten minutes it cannot be printed."))
        _lend_content(answer, user, issued[0])
    return answer or _badge_page(request, user, new=form)


@require_POST
@needs(Can.MANAGE_BADGES)
def set_code(request: StaffRequest, pk: int) -> HttpResponse:
    """Another code for a colleague who forgot it; the card stays."""
    user = _colleague(request, pk)
    form = CodeForm(request.POST)

    def save(typed: Typed) -> User:
        answer_for(request, user, Can.MANAGE_BADGES)
        return actions.set_code(_there(_open_badge(user)), code=typed["code"], by=request.user.actor).user

    answer = act(request, form, save, _page_of)
    if answer:
        messages.success(request, _("The new code holds."))
    return answer or _badge_page(request, user, code=form)


@require_POST
@needs(Can.MANAGE_BADGES)
def lift_block(request: StaffRequest, pk: int) -> HttpResponse:
    """Let a badge open again after too many wrong codes."""
    user = _colleague(request, pk)
    form = ActForm(request.POST)

    def lift(_typed: Typed) -> User:
        answer_for(request, user, Can.MANAGE_BADGES)
        return actions.lift_block(_there(_open_badge(user)), by=request.user.actor).user

    return act(request, form, lift, _page_of) or _badge_page(request, user, plain=form)


@require_POST
@needs(Can.MANAGE_BADGES)
def end_badge(request: StaffRequest, pk: int) -> HttpResponse:
    """End a badge."""
    user = _colleague(request, pk)
    form = ActForm(request.POST)

    def end(_typed: Typed) -> User:
        answer_for(request, user, Can.MANAGE_BADGES)
        return actions.end_badge(_there(_open_badge(user)), by=request.user.actor).user

    return act(request, form, end, _page_of) or _badge_page(request, user, plain=form)


@require_safe
@needs(Can.MANAGE_BADGES)
def card(request: StaffRequest, pk: int) -> HttpResponse:
    """The card, for who issued it just now: their browser alone still has what stands in the square (policy B-05)."""
    user = _colleague(request, pk)
    found, content = _open_badge(user), request.COOKIES.get(CARD_COOKIE, "")
    if found is None or found.fingerprint != fingerprint(content):
        return render(request, "badges/card_gone.html", {"colleague": user}, status=410)
    headers = {"Content-Disposition": 'inline; filename="badge.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(card_pdf(found, content), content_type="application/pdf", headers=headers)


@needs(Can.MANAGE_COUNTERS)
def computers(request: StaffRequest) -> HttpResponse:
    """The shared computers of the places one keeps."""
    rows = visible_to(SharedComputer.objects.open(), request.user, Can.MANAGE_COUNTERS)
    here = this_computer(request)
    context = {"computers": rows.select_related("place__organisation"), "here": here}
    return render(request, "badges/computers.html", context)


@needs(Can.MANAGE_COUNTERS)
def register(request: StaffRequest) -> HttpResponse:
    """Make this very computer a shared one."""
    here = this_computer(request)
    form = ComputerForm(request.POST or None, organisations=request.user.reach[Can.MANAGE_COUNTERS])
    kept: list[str] = []

    def add(typed: Typed) -> SharedComputer:
        if here:
            raise RuleBroken(_("This computer is a shared one already. End it first, or rename it."))
        made, secret = actions.register_computer(by=request.user.actor, **typed)
        kept.append(secret)
        return made

    answer = act(request, form, add, lambda _made: "badges:computers")
    if answer and kept:
        messages.success(request, _("This is a shared computer from now on. Log out, and scan a badge to try it."))
        keep_secret(answer, kept[0])
    return answer or render(request, "badges/register.html", {"form": form, "here": here}, status=status_of(form))


@needs(Can.MANAGE_COUNTERS)
def computer(request: StaffRequest, pk: int) -> HttpResponse:
    """One shared computer. A POST gives it another name."""
    found = _computer(request, pk)
    form = NameForm(request.POST or None, initial={"name": found.name, "version": found.version})
    answer = act(
        request,
        form,
        lambda typed: actions.rename_computer(found, by=request.user.actor, **typed),
        lambda _computer: "badges:computers",
    )
    return answer or _computer_page(request, found, form=form)


@require_POST
@needs(Can.MANAGE_COUNTERS)
def end_computer(request: StaffRequest, pk: int) -> HttpResponse:
    """No badge opens there any more."""
    found = _computer(request, pk)
    form = ActForm(request.POST)
    answer = act(
        request,
        form,
        lambda _typed: actions.end_computer(found, by=request.user.actor),
        lambda _computer: "badges:computers",
    )
    return answer or _computer_page(request, found, plain=form)


def _colleague(request: StaffRequest, pk: int) -> User:
    return get_permitted(User.objects.select_related("actor"), request, Can.MANAGE_BADGES, pk=pk)


def _open_badge(user: User) -> Badge | None:
    return Badge.objects.open().filter(user=user).first()


def _there(found: Badge | None) -> Badge:
    if found is None:
        raise RuleBroken(_("There is no badge any more. Reload the page."))
    return found


def _page_of(user: User) -> str:
    return resolve_url("badges:badge", pk=user.pk)


def _lend_content(answer: HttpResponseBase, user: User, content: str) -> None:
    """Let the browser of who issues keep what stands in the square while it is printed; we keep it nowhere."""
    answer.set_cookie(
        CARD_COOKIE,
        content,
        max_age=CARD_MINUTES * 60,
        path=resolve_url("badges:badge", pk=user.pk),
        httponly=True,
        samesite="Strict",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _own_page(
    request: StaffRequest, found: Badge | None, *, form: CodeForm | None = None, plain: ActForm | None = None
) -> HttpResponse:
    refused = plain or form
    context = {"badge": found, "form": form or OwnCodeForm(), "plain": plain or ActForm()}
    return render(request, "badges/own.html", context, status=status_of(refused) if refused else 200)


def _badge_page(
    request: StaffRequest,
    user: User,
    *,
    new: CodeForm | None = None,
    code: CodeForm | None = None,
    plain: ActForm | None = None,
) -> HttpResponse:
    found = _open_badge(user)
    content = request.COOKIES.get(CARD_COOKIE, "")
    context = {
        "colleague": user,
        "badge": found,
        "printable": found is not None and found.fingerprint == fingerprint(content),
        "new": new or CodeForm(auto_id="new_%s"),
        "code": code or CodeForm(),
        "plain": plain or ActForm(),
    }
    refused = code or plain or new
    return render(request, "badges/badge.html", context, status=status_of(refused) if refused else 200)


def _computer(request: StaffRequest, pk: int) -> SharedComputer:
    rows = SharedComputer.objects.select_related("place__organisation")
    return get_permitted(rows, request, Can.MANAGE_COUNTERS, pk=pk)


def _computer_page(
    request: StaffRequest, found: SharedComputer, *, form: NameForm | None = None, plain: ActForm | None = None
) -> HttpResponse:
    context = {
        "computer": found,
        "registered_by": _name_of(found.registered_by_id),
        "ended_by": _name_of(found.ended_by_id),
        "form": form or NameForm(initial={"name": found.name, "version": found.version}),
        "plain": plain or ActForm(),
    }
    refused = plain or form
    return render(request, "badges/computer.html", context, status=status_of(refused) if refused else 200)


def _name_of(actor: int | None) -> str:
    user = User.objects.filter(actor=actor).first() if actor else None
    return user.full_name if user else ""
