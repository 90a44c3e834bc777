"""The screen of who works by hand: one task card, one step at a time, and nothing around it (policy Y-01, Y-02)."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from digibank.accounts.access import StaffRequest, needs
from digibank.accounts.posting import ActForm, Typed, act, status_of
from digibank.accounts.rights import Can
from digibank.desk.forms_tasks import HelpForm, StepForm, TakeForm, TaskScanForm
from digibank.refurbishment import actions as refurbishment
from digibank.workforce import actions as workforce
from digibank.workforce import queries
from digibank.workforce.kinds import HELP_ICONS, HelpKind, TaskKind
from digibank.workforce.models import TaskCard

SCREEN = "desk:task"

# "Done" is a verb of the chapter whose task it is, and so is taking it back.
FINISH: dict[str, Callable[..., Any]] = {
    TaskKind.CLEAN: refurbishment.note_handwork,
    TaskKind.LABEL: workforce.stick_label,
    TaskKind.PACK: refurbishment.note_handwork,
}
UNDO: dict[str, Callable[..., Any]] = {
    TaskKind.CLEAN: refurbishment.undo_handwork,
    TaskKind.LABEL: workforce.undo_label,
    TaskKind.PACK: refurbishment.undo_handwork,
}


@require_safe
@needs(Can.DO_TASKS)
def task(request: StaffRequest) -> HttpResponse:
    """What is to be done now: take a card, scan the device, or do the step that is shown."""
    return _screen(request)


@require_POST
@needs(Can.DO_TASKS)
def take(request: StaffRequest) -> HttpResponse:
    """Take the card of the device that was scanned, else the one that waits longest."""
    form = TakeForm(request.POST)
    depots, by = queries.own_depots(request.user), request.user.actor

    def taken(typed: Typed) -> TaskCard:
        if typed["number"]:
            return workforce.take_scanned(depots, by=by, **typed)
        return workforce.take_next(depots, by=by)

    return act(request, form, taken, _to_screen) or _screen(request, form)


@require_POST
@needs(Can.DO_TASKS)
def scan(request: StaffRequest) -> HttpResponse:
    """The label of a device: is it the right one?"""
    by = request.user.actor
    return _with_card(request, TaskScanForm(request.POST), lambda card, typed: workforce.scan(card, by=by, **typed))


@require_POST
@needs(Can.DO_TASKS)
def done(request: StaffRequest) -> HttpResponse:
    """The step that was shown is done; after the last one the task is."""
    by = request.user.actor

    def go_on(card: TaskCard, typed: Typed) -> object:
        if card.is_at_last_step and card.steps_done == typed["step"]:
            return FINISH[card.kind](card, by=by)
        return workforce.do_step(card, by=by, **typed)

    return _with_card(request, StepForm(request.POST), go_on)


@require_POST
@needs(Can.DO_TASKS)
def back(request: StaffRequest) -> HttpResponse:
    """See the step before once more."""
    by = request.user.actor
    return _with_card(request, StepForm(request.POST), lambda card, typed: workforce.step_back(card, by=by, **typed))


@needs(Can.DO_TASKS)
def ask_help(request: StaffRequest) -> HttpResponse:
    """Choose a picture of what is the matter; a technician comes."""
    card = queries.in_hand(request.user)
    if card is None:
        return redirect(SCREEN)
    form = HelpForm(request.POST or None)
    asked = act(request, form, lambda typed: workforce.ask_help(card, by=request.user.actor, **typed), _to_screen)
    context = {"form": form, "card": card, "choices": [(kind, HELP_ICONS[kind]) for kind in HelpKind]}
    return asked or render(request, "desk/task_help.html", context, status=status_of(form))


@require_POST
@needs(Can.DO_TASKS)
def undo(request: StaffRequest) -> HttpResponse:
    """Take the last "done" back, within a minute."""
    form = ActForm(request.POST)
    card = queries.done_last(request.user)
    if card is None:
        return redirect(SCREEN)
    undone = act(request, form, lambda _typed: UNDO[card.kind](card, by=request.user.actor), _to_screen)
    return undone or _screen(request, form)


def _with_card(request: StaffRequest, form: ActForm, move: Callable[[TaskCard, Typed], object]) -> HttpResponse:
    """Act on the card in hand; without one the screen says what can be done."""
    card = queries.in_hand(request.user)
    if card is None:
        return redirect(SCREEN)
    return act(request, form, lambda typed: move(card, typed), _to_screen) or _screen(request, form)


def _to_screen(_done: object) -> str:
    return SCREEN


def _screen(request: StaffRequest, refused: ActForm | None = None) -> HttpResponse:
    """The one screen, as it is now; what was refused stands on it in big words."""
    user = request.user
    depots = list(queries.own_depots(user))
    card = queries.in_hand(user)
    context: dict[str, Any] = {
        "card": card,
        "today": queries.today_at(depots),
        "form": refused or ActForm(),
        "plain": ActForm(),
        "scan_form": refused if isinstance(refused, TaskScanForm) else TaskScanForm(),
        "take_form": refused if isinstance(refused, TakeForm) else TakeForm(),
    }
    if card is None:
        last = queries.done_last(user)
        context |= {
            "ready": TaskCard.objects.to_take(depots).count(),
            "done": last if last and last.may_be_reopened else None,
            "waits": queries.waits_for_help(user),
        }
        page = "desk/task_start.html"
    elif card.is_scanned:
        steps = card.steps
        context |= {"step": card.step, "number": min(card.steps_done + 1, len(steps)), "steps": steps}
        context["step_form"] = StepForm(initial={"step": card.steps_done})
        page = "desk/task_step.html"
    else:
        page = "desk/task_scan.html"
    return render(request, page, context, status=422 if refused else 200)
