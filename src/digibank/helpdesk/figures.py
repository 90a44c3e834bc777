"""The ground of a report: handovers by their end, and answers then and now, for each municipality, without persons.

Nothing is filled in for who did not tell (policy WO-16). What is shown of these goes through `suppressed`: a figure
from one to four stays away, and so do others from which it could be worked out.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Q

from digibank.helpdesk.flows import REACHED, HandoverState, VisitState
from digibank.helpdesk.models import Autonomy, Handover, Origin, Outcome, Result, SkillsTalk, TalkAnswer, Visit
from digibank.helpdesk.tasks import Area, tasks_of
from digibank.organisations.models import Organisation

FEWEST_SHOWN = 5

type Counts = Mapping[str, int]


@dataclass(frozen=True)
class TaskThenNow:
    """Of one task, or one area of tasks: how many said what then and now; the same people in both."""

    then: Counts
    now: Counts


def handovers_by_end(
    municipality: Organisation, *, from_on: date, until_on: date, database: str = DEFAULT_DB_ALIAS
) -> Counter[str]:
    """How many handovers of residents of this municipality ended how, from `from_on` and before `until_on`."""
    rows = Handover.objects.using(database).filter(person__home=municipality)
    ended = rows.filter(ended_on__gte=from_on, ended_on__lt=until_on).order_by()
    counted = Counter({str(state): 0 for state in HandoverState if state in (*REACHED, HandoverState.STOPPED)})
    counted.update(ended.values_list("state", flat=True))
    return counted


def results(
    municipality: Organisation, *, from_on: date, until_on: date, database: str = DEFAULT_DB_ALIAS
) -> Counter[str]:
    """What those told whom we asked after three months; "not_reached" and "not_said" count what nobody knows."""
    rows = Result.objects.using(database).filter(handover__person__home=municipality)
    told = rows.filter(noted_on__gte=from_on, noted_on__lt=until_on).order_by()
    counted = Counter(dict.fromkeys((*Result.StillUses.values, "not_said", "not_reached"), 0))
    for reached, still_uses in told.values_list("reached", "still_uses"):
        counted[(still_uses or "not_said") if reached else "not_reached"] += 1
    return counted


def helped_by_origin(
    municipality: Organisation, *, from_on: date, until_on: date, database: str = DEFAULT_DB_ALIAS
) -> Counter[str]:
    """How many visits were helped at the help points of this municipality and its OCMW, by how they came (VB-14).

    Visits are contacts, never persons (policy VB-05).
    """
    counted = Counter(dict.fromkeys(Origin.values, 0))
    done = Visit.objects.using(database).filter(_of(municipality, "day__place__"), state=VisitState.DONE)
    counted.update(done.filter(day__on__gte=from_on, day__on__lt=until_on).order_by().values_list("origin", flat=True))
    return counted


def helped_by_whom(
    municipality: Organisation, *, from_on: date, until_on: date, database: str = DEFAULT_DB_ALIAS
) -> Counter[str]:
    """Of the same visits, how many the visitor did alone, together or not; "not_said" counts what nobody told."""
    counted = Counter(dict.fromkeys((*Autonomy.values, "not_said"), 0))
    rows = Outcome.objects.using(database).standing().filter(_of(municipality, "visit__day__place__"))
    told = rows.filter(visit__day__on__gte=from_on, visit__day__on__lt=until_on).order_by()
    counted.update(autonomy or "not_said" for autonomy in told.values_list("autonomy", flat=True))
    return counted


def _of(municipality: Organisation, place: str) -> Q:
    """Places of the municipality, and of the OCMW that serves it."""
    return Q(**{f"{place}organisation": municipality}) | Q(**{f"{place}organisation__serves": municipality})


def then_and_now(
    municipality: Organisation, *, from_on: date, until_on: date, database: str = DEFAULT_DB_ALIAS
) -> dict[str, TaskThenNow]:
    """By the code of each task, what people said in their first talk and in their last one within this time.

    Who has one finished talk, or left a task open in one of the two, is not in the comparison of that task.
    """
    pairs = _pairs(municipality, from_on, until_on, database)
    answers = _answers(pairs, database)
    compared: dict[str, tuple[Counter[str], Counter[str]]] = {}
    for first, last in pairs:
        then, now = answers.get(first, {}), answers.get(last, {})
        for task in then.keys() & now.keys():
            before, after = compared.setdefault(task, (Counter(), Counter()))
            before[then[task]] += 1
            after[now[task]] += 1
    return {task: TaskThenNow(_whole(before), _whole(after)) for task, (before, after) in compared.items()}


def by_area(compared: Mapping[str, TaskThenNow], wording: int) -> dict[Area, TaskThenNow]:
    """The same by area of DigComp: answers, not people, are counted, for an area has several tasks (policy WO-11)."""
    areas: dict[Area, tuple[Counter[str], Counter[str]]] = {}
    for task in tasks_of(wording):
        if task.code in compared:
            before, after = areas.setdefault(task.area, (Counter(), Counter()))
            before.update(compared[task.code].then)
            after.update(compared[task.code].now)
    return {area: TaskThenNow(_whole(before), _whole(after)) for area, (before, after) in areas.items()}


def suppressed(counts: Counts) -> dict[str, int | None]:
    """The same without what could point at somebody: None for one to four.

    And None for as many of the smallest other figures as it takes, so that the total gives none of them away. A nought
    stays: it says that nobody is there. When every figure stays away the total has to stay away too.
    """
    hidden = {name for name, count in counts.items() if 0 < count < FEWEST_SHOWN}
    shown = sorted((count, name) for name, count in counts.items() if count >= FEWEST_SHOWN)
    while hidden and shown and (len(hidden) == 1 or sum(counts[name] for name in hidden) < FEWEST_SHOWN):
        hidden.add(shown.pop(0)[1])
    return {name: None if name in hidden else count for name, count in counts.items()}


def _pairs(municipality: Organisation, from_on: date, until_on: date, database: str) -> list[tuple[int, int]]:
    """The keys of the first and the last finished talk of everybody who has two, the last one within this time."""
    rows = SkillsTalk.objects.using(database).finished().filter(person__home=municipality, held_on__lt=until_on)
    talks: dict[int, list[tuple[int, date]]] = {}
    for person, key, held_on in rows.order_by("pk").values_list("person", "pk", "held_on"):
        talks.setdefault(person, []).append((key, held_on))
    return [(told[0][0], told[-1][0]) for told in talks.values() if len(told) > 1 and told[-1][1] >= from_on]


def _answers(pairs: list[tuple[int, int]], database: str) -> dict[int, dict[str, str]]:
    """The answers of these talks, by talk and task."""
    keys = {key for pair in pairs for key in pair}
    found: dict[int, dict[str, str]] = {}
    for talk, task, says in (
        TalkAnswer.objects.using(database).filter(talk__in=keys).values_list("talk", "task", "says")
    ):
        found.setdefault(talk, {})[task] = says
    return found


def _whole(counted: Counter[str]) -> dict[str, int]:
    """Each answer with its count, a nought too."""
    return {says: counted[says] for says in TalkAnswer.Says.values}
