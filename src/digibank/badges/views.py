"""The counter screen: scan, type the code, work, lock."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from digibank.badges import session
from digibank.badges.codes import badge_at_end
from digibank.badges.coming_in import Answer, Leaving, come_in, note_elsewhere
from digibank.badges.forms import ScanForm, TypedCodeForm
from digibank.badges.models import Badge, SharedComputer
from digibank.badges.screen import lead_to_code, lead_to_counter, password_address
from digibank.ui.limits import limited
from digibank.ui.marks import public

REFUSALS = {
    Answer.BLOCKED: _("Five wrong codes: this badge is blocked. Your administrator lifts it."),
    Answer.BRAKED: _("Too many wrong codes at this computer. Wait a quarter of an hour, or log in with your password."),
    Answer.NO_ROLE: _(
        "You have no role at this place. Ask your administrator, or scan the badge of another colleague."
    ),
    Answer.ENDED: _("This badge opens nothing any more. Ask your administrator for a new one."),
}
WHY = {
    Leaving.IDLE.value: _("Nobody was here for a while, so this screen locked itself."),
    Leaving.BUTTON.value: _("This screen is locked."),
    "ended": _("Your work here has ended: the badge, the role or this computer does not count any more."),
    "late": _("The code came too late. Scan your badge again."),
}


@public
@never_cache
@limited(300, seconds=60)
def counter(request: session.CounterRequest) -> HttpResponse:
    """Scan your badge. A scan while a colleague is at work locks their work first."""
    computer = session.this_computer(request)
    if computer is None:
        return _not_here(request)
    form = ScanForm(request.POST or None)
    if request.method == "POST":
        return _scan(request, form, computer)
    if request.user.is_authenticated:
        return redirect("desk:home")
    answer = _screen(request, form, computer, why=WHY.get(request.GET.get("waarom", ""), ""))
    session.keep_secret(answer, request.COOKIES[settings.COUNTER_COOKIE_NAME])
    return answer


@public
@never_cache
@limited(300, seconds=60)
def code(request: session.CounterRequest) -> HttpResponse:
    """The code of the badge that was scanned; then the desk."""
    computer = session.this_computer(request)
    if computer is None:
        return _not_here(request)
    scanned = session.presented(request)
    if scanned is None:
        return lead_to_counter("late")
    badge, over = scanned
    form = TypedCodeForm(request.POST or None)
    if form.is_valid():
        answer = come_in(badge, code=form.cleaned_data["code"], computer=computer, over=over)
        if answer is Answer.IN:
            session.enter(request, badge, computer)
            return redirect("desk:home")
        if answer is not Answer.WRONG:
            session.forget_scan(request)
            return _screen(request, ScanForm(), computer, refusal=REFUSALS[answer])
        badge.refresh_from_db()
        form.add_error("code", _wrong(badge.tries_left))
    # What was typed wrongly is never sent back.
    context = {"form": form, "name": badge.user.full_name.split()[0], "computer": computer, "seconds": session.TO_TYPE}
    return render(request, "badges/code.html", context, status=422 if form.is_bound else 200)


@require_POST
@public
@limited(1200, seconds=60)
def lock(request: session.CounterRequest) -> HttpResponse:
    """Lock this screen: who was here is out, and nothing of it stays in the browser."""
    how = Leaving.IDLE if request.POST.get("how") == Leaving.IDLE else Leaving.BUTTON
    session.leave(request, how)
    return lead_to_counter(how)


@require_POST
@public
@limited(1200, seconds=60)
def still_here(request: session.CounterRequest) -> HttpResponse:
    """Somebody types or moves: the screen stays open. The middleware writes the moment down."""
    return HttpResponse(status=204) if request.counter else redirect("badges:counter")


def _scan(request: session.CounterRequest, form: ScanForm, computer: SharedComputer) -> HttpResponse:
    over = request.counter.badge if request.counter else None
    was_in = request.user.is_authenticated
    if was_in:
        session.leave(request, Leaving.SCAN)
    badge = Badge.objects.scanned(form.cleaned_data["badge"]) if form.is_valid() else None
    if badge is None:
        return _screen(request, ScanForm(), computer, refusal=_unknown(form))
    session.present(request, badge, over=over)
    return lead_to_code() if was_in else redirect("badges:code")


def _unknown(form: ScanForm) -> object:
    if badge_at_end(form.cleaned_data.get("badge", "")):
        return REFUSALS[Answer.ENDED]
    return _("This is no badge. Hold the square of your badge before the scanner.")


def _wrong(left: int) -> str:
    return ngettext(
        "This code is wrong. One try is left; then your badge is blocked.",
        "This code is wrong. %(left)d tries are left.",
        left,
    ) % {"left": left}


def _screen(
    request: HttpRequest, form: ScanForm, computer: SharedComputer, *, why: object = "", refusal: object = ""
) -> HttpResponse:
    context = {
        "form": form,
        "computer": computer,
        "why": why,
        "refusal": [refusal] if refusal else [],
        "password_url": password_address(),
    }
    return render(request, "badges/counter.html", context, status=422 if refusal else 200)


def _not_here(request: HttpRequest) -> HttpResponse:
    """A badge opens nothing at a computer that is no shared one; if it is one of ours, that is written down."""
    badge = Badge.objects.scanned(request.POST.get("badge", ""))
    if badge:
        note_elsewhere(badge)
    return render(request, "badges/not_here.html", {"password_url": password_address()}, status=403)
