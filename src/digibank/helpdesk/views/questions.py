"""Questions that wait for an answer, in one list with an owner; and what a helper leaves to the expert."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.views.decorators.http import require_POST, require_safe

from digibank.accounts.access import StaffRequest, needs
from digibank.accounts.posting import ActForm, Typed, act, status_of
from digibank.accounts.rights import Can
from digibank.helpdesk import actions, queries
from digibank.helpdesk.flows import QuestionState
from digibank.helpdesk.forms_questions import AnswerForm, AskForm, ExpertForm, PassQuestionOnForm
from digibank.helpdesk.models import Question
from digibank.helpdesk.models.questions import QuestionQuerySet, Source
from digibank.people.models import Person
from digibank.ui.lists import csv_answer
from digibank.ui.paging import page_of

LISTS = ("open", "mijn", "expert", "beantwoord")
MOST = 200


@require_safe
@needs(Can.RECEIVE)
def questions(request: StaffRequest) -> HttpResponse:
    """The open questions, the red ones on top; or one's own, those for the expert, and those that ended."""
    chosen = request.GET.get("lijst", "open")
    rows = _rows(request)
    if chosen == "beantwoord":
        page = page_of(rows.exclude(state=QuestionState.OPEN), request)
        shown, others = page.rows, page
    else:
        shown, others = list(_chosen(request, rows, chosen)[:MOST]), None
    context = {
        "lists": LISTS, "chosen": chosen if chosen in LISTS else "open", "questions": shown, "page": others,
        "places": list(queries.own_places(request.user, Can.RECEIVE)),
    }  # fmt: skip
    return render(request, "helpdesk/questions.html", context)


@require_safe
@needs(Can.RECEIVE)
def questions_file(request: StaffRequest) -> HttpResponse:
    """The same open questions as a file: which, since when, until when, whose; no names and no words."""
    heads = ["nummer", "plaats", "hoe", "waarover", "gesteld op", "ten laatste op", "voor", "expert"]
    rows = [
        [
            one.number, one.place.name, one.get_source_display(), one.get_topic_display(), one.asked_at.date(),
            one.due_on, one.owner.full_name if one.owner else "", "ja" if one.for_expert else "",
        ]
        for one in _rows(request).open()
    ]  # fmt: skip
    return csv_answer("vragen.csv", [heads, *rows])


@needs(Can.RECEIVE)
def ask(request: StaffRequest, pk: int) -> HttpResponse:
    """Write a question down that came by telephone, by letter or at the counter."""
    place = get_object_or_404(queries.own_places(request.user, Can.RECEIVE), pk=pk)
    form = AskForm(request.POST or None)

    def asked(typed: Typed) -> Question:
        person = queries.person_with_card(place, typed.pop("person"))
        return actions.ask(place, person=person, by=request.user.actor, **typed)

    answer = act(request, form, asked, _url)
    return answer or render(request, "helpdesk/ask.html", {"form": form, "place": place}, status=status_of(form))


@needs(Can.RECEIVE)
def question(request: StaffRequest, pk: int) -> HttpResponse:
    """One question; and answer it."""
    found = _question(request, pk)
    form = AnswerForm(request.POST or None)
    answer = act(request, form, lambda typed: actions.answer(found, by=request.user.actor, **typed), _url)
    return answer or _page(request, found, form)


@require_POST
@needs(Can.RECEIVE)
def take_question(request: StaffRequest, pk: int) -> HttpResponse:
    """I answer it."""
    return _with(request, pk, lambda found: actions.take(found, user=request.user, by=request.user.actor))


@require_POST
@needs(Can.RECEIVE)
def leave_to_expert(request: StaffRequest, pk: int) -> HttpResponse:
    """Nobody here knows it."""
    return _with(request, pk, lambda found: actions.leave_to_expert(found, by=request.user.actor))


@require_POST
@needs(Can.RECEIVE)
def pass_question_on(request: StaffRequest, pk: int) -> HttpResponse:
    """Somebody outside answers it."""
    found, form = _question(request, pk), PassQuestionOnForm(request.POST)
    answer = act(request, form, lambda typed: actions.pass_question_on(found, by=request.user.actor, **typed), _url)
    return answer or _page(request, found, refused=form)


@needs(Can.HELP)
def ask_expert(request: StaffRequest, pk: int) -> HttpResponse:
    """A helper writes down what they do not know, with the visitor beside them."""
    visit = queries.visits_of_helper(request.user).filter(pk=pk).first()
    if visit is None:
        return redirect("helpdesk:helping")
    form = ExpertForm(request.POST or None, known=visit.person_id is not None)

    def asked(typed: Typed) -> Question:
        return actions.ask(
            visit.place, source=Source.COUNTER, person=visit.person, topic=visit.topic, for_expert=True,
            by=request.user.actor, **typed,
        )  # fmt: skip

    answer = act(request, form, asked, lambda _question: resolve_url("helpdesk:helping"))
    context = {"form": form, "visit": visit}
    return answer or render(request, "helpdesk/ask_expert.html", context, status=status_of(form))


def _with(request: StaffRequest, pk: int, action: Callable[[Question], Question]) -> HttpResponse:
    found, form = _question(request, pk), ActForm(request.POST)
    return act(request, form, lambda _typed: action(found), _url) or _page(request, found, refused=form)


def _page(
    request: StaffRequest, found: Question, form: AnswerForm | None = None, *, refused: ActForm | None = None
) -> HttpResponse:
    found = _question(request, found.pk)
    passing = refused if isinstance(refused, PassQuestionOnForm) else PassQuestionOnForm()
    seen = Person.objects.visible_to(request.user, Can.SEE_PEOPLE).shown_in_lists().filter(pk=found.person_id or 0)
    context = {
        "question": found,
        "name": "".join(seen.values_list("name", flat=True)),
        "form": form or AnswerForm(),
        "passing": passing,
        "refused": refused,
        "plain": ActForm(),
    }
    bound = bool(refused) or bool(form and form.is_bound)
    return render(request, "helpdesk/question.html", context, status=422 if bound else 200)


def _rows(request: StaffRequest) -> QuestionQuerySet:
    return queries.questions_of(request.user)


def _chosen(request: StaffRequest, rows: QuestionQuerySet, chosen: str) -> QuestionQuerySet:
    waiting = rows.open()
    if chosen == "mijn":
        return waiting.filter(owner=request.user)
    return waiting.filter(for_expert=True) if chosen == "expert" else waiting


def _question(request: StaffRequest, pk: int) -> Question:
    return get_object_or_404(_rows(request), pk=pk)


def _url(asked: Question) -> str:
    return resolve_url("helpdesk:question", pk=asked.pk)
