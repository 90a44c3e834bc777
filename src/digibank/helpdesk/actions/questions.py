"""What happens to questions that wait for an answer."""

from django.db import models, transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.accounts.models import User
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.comms import actions as comms
from digibank.errors import RuleBroken
from digibank.helpdesk.flows import QUESTION_FLOW, QuestionState
from digibank.helpdesk.models import Question
from digibank.organisations.models import Place
from digibank.organisations.working_days import add_working_days
from digibank.people.models import Person
from digibank.people.secrets import refuse_secrets

DAYS_TO_ANSWER = 5


@transaction.atomic
def ask(
    place: Place,
    *,
    source: str,
    text: str,
    by: Actor,
    person: Person | None = None,
    reach: str = "",
    topic: str = "",
    for_expert: bool = False,
) -> Question:
    """Write a question down; it has an answer within five working days (policy VB-12)."""
    refuse_secrets(text, field="text")
    if not text.strip():
        raise RuleBroken(_("Write the question down."), field="text")
    if person is None and not reach.strip():
        raise RuleBroken(_("Write down how we reach who asks: a telephone, an e-mail, or an address."), field="reach")
    question = Question.objects.create(
        place=place, source=source, person=person, reach=reach.strip(), topic=topic, text=text.strip(),
        for_expert=for_expert, due_on=add_working_days(clock.today(), DAYS_TO_ANSWER),
    )  # fmt: skip
    record("helpdesk.asked", question, by=by, about=[place, *([person] if person else [])], source=source)
    return question


@transaction.atomic
def take(question: Question, *, user: User, by: Actor) -> Question:
    """This colleague answers it."""
    question = _open(question)
    question.owner = user
    question.save(update_fields=["owner"])
    record("helpdesk.question_taken", question, by=by, about=[question.place, user])
    return question


@transaction.atomic
def leave_to_expert(question: Question, *, by: Actor) -> Question:
    """Nobody here knows it: it stands in the list of the expert, and is nobody's until somebody takes it."""
    question = _open(question)
    question.owner, question.for_expert = None, True
    question.save(update_fields=["owner", "for_expert"])
    record("helpdesk.left_to_expert", question, by=by, about=[question.place])
    return question


@transaction.atomic
def answer(question: Question, *, answer: str, by: Actor) -> Question:
    """Answer it. Who is known gets the answer by their own way; whoever else is called or written to by the owner."""
    refuse_secrets(answer, field="answer")
    if not answer.strip():
        raise RuleBroken(_("Write the answer down."), field="answer")
    question = _open(question)
    QUESTION_FLOW.move(question, "answer", answer=answer.strip(), ended_at=clock.now())
    if question.person:
        comms.queue(
            "helpdesk/answer", to=question.person, by=by, about=question, from_place=question.place,
            once=f"answer-{question.pk}", number=question.number, answer=question.answer,
        )  # fmt: skip
    record("helpdesk.answered", question, by=by, about=_around(question))
    return question


@transaction.atomic
def pass_question_on(question: Question, *, passed_to: str, by: Actor) -> Question:
    """Somebody else answers it, outside of here."""
    question = _open(question)
    QUESTION_FLOW.move(question, "pass_on", passed_to=passed_to, ended_at=clock.now())
    record("helpdesk.question_passed_on", question, by=by, about=_around(question), to=passed_to)
    return question


@transaction.atomic
def forget_question(question: Question, *, by: Actor) -> bool:
    """Empty the words of a question that ended a year ago, and who asked it (policy VB-15); whether it was due."""
    found = Question.objects.to_forget().select_for_update().filter(pk=question.pk).first()
    if found is None:
        return False
    found.person, found.reach, found.text, found.answer = None, "", "", ""
    found.forgotten_at = clock.now()
    found.save(update_fields=["person", "reach", "text", "answer", "forgotten_at"])
    record("helpdesk.question_forgotten", found, by=by, about=[found.place])
    return True


def _open(question: Question) -> Question:
    """The question as it is now, under lock; RuleBroken when it is not open any more."""
    Question.objects.select_for_update().get(pk=question.pk)
    found = Question.objects.select_related("place__organisation", "person", "owner").get(pk=question.pk)
    if found.state != QuestionState.OPEN:
        raise RuleBroken(_("A colleague was faster: this question is not open any more. Reload the page."))
    return found


def _around(question: Question) -> list[models.Model]:
    return [question.place, *([question.person] if question.person else [])]
