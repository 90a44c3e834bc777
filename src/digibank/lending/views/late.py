"""Pages of late loans: a pause, the call that was made, and what a coordinator looks at."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from digibank.accounts.access import StaffRequest, needs, visible_to
from digibank.accounts.posting import Typed, act, status_of
from digibank.accounts.rights import Can
from digibank.comms.models import Message
from digibank.errors import RuleBroken
from digibank.lending import actions, late
from digibank.lending.forms_late import LateCallForm, LeaveForm, PauseForm
from digibank.lending.models import LOAN_NUMBERS, Leave, Loan
from digibank.lending.views.loans import loan_at, loan_of
from digibank.lending.views.queue import calls_page
from digibank.ui.paging import page_of

LEAVES_SHOWN = 20


@needs(Can.LEND)
def pause(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask nothing about a late loan for a while, with a reason."""
    found = loan_of(request, pk)
    form = PauseForm(request.POST or None)
    answer = act(
        request,
        form,
        lambda typed: actions.pause(found, by=request.user.actor, **typed),
        lambda _pause: loan_at(found),
    )
    return answer or render(request, "lending/pause.html", {"form": form, "loan": found}, status=status_of(form))


@require_POST
@needs(Can.LEND)
def called_late(request: StaffRequest, pk: int) -> HttpResponse:
    """How a call about late loans went."""
    found = get_object_or_404(late.told_late(request.user), pk=pk)
    form = LateCallForm(request.POST, auto_id=f"call-{found.pk}-%s")

    def told(_typed: Typed) -> Message:
        return actions.note_late_call(found, by=request.user.actor, **form.outcome())

    answer = act(request, form, told, lambda _message: resolve_url("lending:calls"))
    return answer or calls_page(request, refused_late=(found.pk, form))


@require_safe
@needs(Can.FOLLOW_LATE)
def ladders_done(request: StaffRequest) -> HttpResponse:
    """Late loans for which all steps were taken, and the leaves that were given: numbers, never names (policy U-66)."""
    rows = late.ladder_done(Loan.objects.visible_to(request.user, Can.FOLLOW_LATE))
    leaves = visible_to(Leave.objects.all(), request.user, Can.FOLLOW_LATE)
    context = {
        "page": page_of(rows.select_related("device__device_class", "desk__organisation"), request),
        "leaves": leaves.select_related("loan__desk__organisation", "by__user")[:LEAVES_SHOWN],
    }
    return render(request, "lending/ladders_done.html", context)


@needs(Can.FOLLOW_LATE)
def give_leave(request: StaffRequest) -> HttpResponse:
    """Let a loan be made longer once although somebody waits (policy U-61)."""
    form = LeaveForm(request.POST or None)

    def given(typed: Typed) -> Leave:
        return actions.give_leave(_numbered(request, typed.pop("number")), by=request.user.actor, **typed)

    answer = act(request, form, given, lambda _leave: resolve_url("lending:ladders_done"))
    return answer or render(request, "lending/give_leave.html", {"form": form}, status=status_of(form))


def _numbered(request: StaffRequest, text: str) -> Loan:
    """The loan with this number; a name finds nothing here."""
    key = LOAN_NUMBERS.key(text)
    found = Loan.objects.visible_to(request.user, Can.FOLLOW_LATE).filter(pk=key).first() if key else None
    if found is None:
        raise RuleBroken(_("No loan has this number. Look at the number once more."), field="number")
    return found
