"""Pages of skills talks: on the screen with one question each, on paper, and the picture of progress to take home."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render, resolve_url
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from digibank import clock
from digibank.accounts.access import StaffRequest, needs
from digibank.accounts.posting import ActForm, Typed, act, status_of
from digibank.accounts.rights import Can
from digibank.helpdesk import actions, following
from digibank.helpdesk.forms_talks import PaperForm, TaskQuestion, question_of, steps_of
from digibank.helpdesk.models import SkillsTalk
from digibank.helpdesk.progress import Face, face_of, faces, progress_of
from digibank.helpdesk.tasks import NEWEST, tasks_of
from digibank.people.models import Person
from digibank.ui.printing import pdf

FOLLOW = Can.FOLLOW_HANDOVERS


@dataclass(frozen=True)
class Told:
    """A line of the page where one looks at the answers: the question, the answer, and the way back to it."""

    question: str
    answer: str
    face: Face | None
    url: str


@needs(FOLLOW)
def talks(request: StaffRequest, pk: int) -> HttpResponse:
    """The talks with one resident, and how to begin one or go on with it."""
    person, form = _person(request, pk), ActForm(request.POST if request.method == "POST" else None)

    def begun(_typed: Typed) -> SkillsTalk:
        place = following.place_for(request.user, person)
        return actions.begin_talk(person, place=place, by=request.user.actor)

    answer = act(request, form, begun, _next_open)
    found = following.talks_of(request.user, person)
    context = {
        "person": person,
        "shows_person": following.sees(request.user, person),
        "may_note_way": following.sees(request.user, person) and not person.met_at.exists(),
        "talks": found,
        "stopped": next((talk for talk in found if not talk.is_finished), None),
        "has_finished": any(talk.is_finished for talk in found),
        "handovers": following.handovers_of(request.user, person),
        "form": form,
    }
    return answer or render(request, "helpdesk/talks.html", context, status=status_of(form))


@never_cache
@needs(FOLLOW)
def talk_step(request: StaffRequest, pk: int, step: int) -> HttpResponse:
    """One question. Nothing has to be answered, and Back changes what was."""
    found = _talk(request, pk)
    if not 1 <= step <= steps_of(found):
        raise Http404
    form = question_of(found, step, request.POST if request.method == "POST" else None)

    def told(typed: Typed) -> SkillsTalk:
        by = request.user.actor
        if isinstance(form, TaskQuestion):
            return actions.tell(found, task=form.task.code, says=typed["says"], by=by)
        return actions.tell_facts(found, by=by, **{form.field: typed[form.field]})

    context = {
        "talk": found,
        "form": form,
        "question": form[form.field],
        "number": step,
        "total": steps_of(found),
        "back_url": _step_url(found, step - 1) if step > 1 else resolve_url("helpdesk:talks", pk=found.person_id),
    }
    answer = act(request, form, told, lambda _talk: _step_url(found, step + 1))
    return answer or render(request, "helpdesk/talk_step.html", context, status=status_of(form))


@never_cache
@needs(FOLLOW)
def talk(request: StaffRequest, pk: int) -> HttpResponse:
    """All answers under each other; then the talk is finished."""
    found = _talk(request, pk)
    if found.is_finished and request.method != "POST":
        return HttpResponseRedirect(resolve_url("helpdesk:progress", pk=found.person_id))
    form = ActForm(request.POST if request.method == "POST" else None)

    def finished(_typed: Typed) -> SkillsTalk:
        return actions.finish_talk(found, by=request.user.actor)

    answer = act(request, form, finished, lambda _talk: resolve_url("helpdesk:progress", pk=found.person_id))
    context = {
        "talk": found,
        "form": form,
        "told": list(_told(found)),
        "back_url": _step_url(found, steps_of(found)),
    }
    return answer or render(request, "helpdesk/talk.html", context, status=status_of(form))


@never_cache
@require_safe
@needs(FOLLOW)
def progress(request: StaffRequest, pk: int) -> HttpResponse:
    """How far somebody came, to look at together."""
    person = _person(request, pk)
    found = progress_of(person)
    if found is None:
        raise Http404
    return render(request, "helpdesk/progress.html", {"person": person, "progress": found})


@require_safe
@needs(FOLLOW)
def progress_paper(request: StaffRequest, pk: int) -> HttpResponse:
    """The same on one sheet, to take home."""
    person = _person(request, pk)
    found = progress_of(person)
    if found is None:
        raise Http404
    with translation.override(settings.LANGUAGE_CODE):
        context = {"person": person, "progress": progress_of(person), "today": clock.today(), "large": True}
        return _sheet(pdf("helpdesk/progress_paper.html", context), f"{person.number}-vooruitgang.pdf")


@require_safe
@needs(FOLLOW)
def talk_paper(request: StaffRequest, pk: int) -> HttpResponse:
    """The ten questions on paper, to tick."""
    person = _person(request, pk)
    with translation.override(settings.LANGUAGE_CODE):
        context = {
            "person": person,
            "tasks": tasks_of(NEWEST),
            "faces": faces(),
            "version": NEWEST,
            "today": clock.today(),
            "own_device": SkillsTalk.OwnDevice.labels,
            "internet": SkillsTalk.Internet.labels,
            "large": person.large_print,
        }
        return _sheet(pdf("helpdesk/talk_paper.html", context), f"{person.number}-gesprek.pdf")


@needs(FOLLOW)
def type_over(request: StaffRequest, pk: int) -> HttpResponse:
    """Take over what was ticked on paper."""
    person = _person(request, pk)
    form = PaperForm(request.POST or None)

    def typed_over(_typed: Typed) -> SkillsTalk:
        place = following.place_for(request.user, person)
        return actions.type_over(person, place=place, by=request.user.actor, **form.talk())

    answer = act(request, form, typed_over, lambda _talk: resolve_url("helpdesk:talks", pk=person.pk))
    context = {"form": form, "person": person, "faces": faces()}
    return answer or render(request, "helpdesk/type_over.html", context, status=status_of(form))


def _person(request: StaffRequest, pk: int) -> Person:
    return get_object_or_404(following.known_persons(request.user), pk=pk)


def _talk(request: StaffRequest, pk: int) -> SkillsTalk:
    rows = SkillsTalk.objects.visible_to(request.user, FOLLOW).select_related("person", "place__organisation")
    return get_object_or_404(rows, pk=pk)


def _step_url(found: SkillsTalk, step: int) -> str:
    """The page of this question; after the last one, the page where all is looked at."""
    if step > steps_of(found):
        return resolve_url("helpdesk:talk", pk=found.pk)
    return resolve_url("helpdesk:talk_step", pk=found.pk, step=step)


def _next_open(found: SkillsTalk) -> str:
    """Where the talk begins or goes on: at the first task without an answer."""
    told = found.told()
    open_tasks = [number for number, task in enumerate(found.tasks, start=1) if task.code not in told]
    return _step_url(found, open_tasks[0] if open_tasks else len(found.tasks) + 1)


def _told(found: SkillsTalk) -> Iterator[Told]:
    """Each question with its answer and the way back to it."""
    answers = found.told()
    for number, task in enumerate(found.tasks, start=1):
        face = face_of(answers.get(task.code))
        yield Told(str(task.words), face.words if face else "", face, _step_url(found, number))
    for number in range(len(found.tasks) + 1, steps_of(found) + 1):
        form = question_of(found, number)
        field = form[form.field]
        kept = field.initial or ""
        words = dict(getattr(form.fields[form.field], "choices", [])).get(kept, kept)
        yield Told(str(field.label), str(words), None, _step_url(found, number))


def _sheet(paper: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(paper, content_type="application/pdf", headers=headers)
