"""What happens to a skills talk: begun, told, finished, or typed over from paper."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken, refusing
from digibank.helpdesk.flows import REACHED, HandoverState
from digibank.helpdesk.models import Handover, SkillsTalk, TalkAnswer
from digibank.helpdesk.tasks import WORDINGS
from digibank.organisations.models import Place
from digibank.people.models import Person
from digibank.people.secrets import refuse_secrets_in

FACTS = ("own_device", "internet", "helped_by", "wish")


@transaction.atomic
def begin_talk(person: Person, *, place: Place, by: Actor) -> SkillsTalk:
    """Begin a talk on the screen. When one was stopped, that one goes on (policy WO-09)."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    stopped = SkillsTalk.objects.unfinished().filter(person=person).first()
    if stopped:
        return stopped
    made = SkillsTalk.objects.create(person=person, place=place, started_by=by, **_around(person))
    record("helpdesk.talk_begun", made, by=by, about=[person, place])
    return made


@transaction.atomic
def tell(talk: SkillsTalk, *, task: str, says: str, by: Actor) -> SkillsTalk:
    """Keep the answer to one task; empty takes it away again."""
    found = _open(talk)
    _refuse_unknown(found.wording, [task])
    if says:
        TalkAnswer.objects.update_or_create(talk=found, task=task, defaults={"says": says})
    else:
        TalkAnswer.objects.filter(talk=found, task=task).delete()
    return found


@transaction.atomic
def tell_facts(talk: SkillsTalk, *, by: Actor, **facts: str) -> SkillsTalk:
    """Keep some of what was told besides: own device, internet, who helps, and the wish in the person's words."""
    refuse_secrets_in(facts)
    found = _open(talk)
    for name, value in facts.items():
        setattr(found, name, value.strip())
    found.save(update_fields=list(facts))
    return found


@transaction.atomic
def finish_talk(talk: SkillsTalk, *, by: Actor) -> SkillsTalk:
    """Close the talk: from here on nothing in it changes (policy WO-10)."""
    found = _open(talk)
    if not (found.answers.exists() or found.wish):
        raise RuleBroken(_("Nothing was told yet. Answer one question, or stop: then you can go on later."))
    found.finished_at = clock.now()
    found.save(update_fields=["finished_at"])
    record("helpdesk.talk_finished", found, by=by, about=[found.person, found.place], answers=found.answers.count())
    return found


@transaction.atomic
def type_over(
    person: Person,
    *,
    place: Place,
    wording: int,
    answers: Mapping[str, str],
    by: Actor,
    own_device: str = "",
    internet: str = "",
    helped_by: str = "",
    wish: str = "",
) -> SkillsTalk:
    """Keep what was ticked on paper, all at once; `wording` is the version that the paper carries (policy WO-09)."""
    refuse_secrets_in({"helped_by": helped_by, "wish": wish})
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if wording not in WORDINGS:
        raise RuleBroken(_("This paper has a version that we do not know. Print a new one."), field="wording")
    told = {task: says for task, says in answers.items() if says}
    _refuse_unknown(wording, list(told))
    if not (told or wish.strip()):
        raise RuleBroken(_("Nothing is ticked. Take over at least one answer from the paper."))
    sentence = _("A talk on the screen was stopped halfway. Finish that one first.")
    with refusing(SkillsTalk, "one_talk_at_a_time", sentence):
        made = SkillsTalk.objects.create(
            person=person, place=place, started_by=by, way=SkillsTalk.Way.PAPER, wording=wording,
            own_device=own_device, internet=internet, helped_by=helped_by.strip(), wish=wish.strip(), **_around(person),
        )  # fmt: skip
    TalkAnswer.objects.bulk_create([TalkAnswer(talk=made, task=task, says=says) for task, says in told.items()])
    made.finished_at = clock.now()
    made.save(update_fields=["finished_at"])
    record("helpdesk.talk_finished", made, by=by, about=[person, place], answers=len(told))
    return made


def _around(person: Person) -> dict[str, object]:
    """Which handover the talk belongs to, and on which occasion it is, by where that handover stands (WO-10)."""
    handover = Handover.objects.of_person(person).exclude(state=HandoverState.STOPPED).first()
    if not SkillsTalk.objects.finished().filter(person=person).exists():
        return {"handover": handover, "occasion": SkillsTalk.Occasion.FIRST}
    if handover is None or handover.is_learning:
        return {"handover": handover, "occasion": SkillsTalk.Occasion.BETWEEN}
    if handover.state in REACHED and handover.look_back_on and clock.today() >= handover.look_back_on:
        return {"handover": handover, "occasion": SkillsTalk.Occasion.LATER}
    return {"handover": handover, "occasion": SkillsTalk.Occasion.AFTER}


def _open(talk: SkillsTalk) -> SkillsTalk:
    """The talk as it is now; nobody else changes or finishes it until the transaction ends."""
    SkillsTalk.objects.select_for_update().get(pk=talk.pk)
    found = SkillsTalk.objects.select_related("person", "place").get(pk=talk.pk)
    if found.is_finished:
        raise RuleBroken(_("This talk is finished, and stays as it was told. Begin a new one."))
    return found


def _refuse_unknown(wording: int, tasks: list[str]) -> None:
    if not set(tasks) <= {task.code for task in WORDINGS[wording]}:
        raise RuleBroken(_("One of these questions is not on the paper. Reload the page."))
