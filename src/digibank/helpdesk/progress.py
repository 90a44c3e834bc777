"""How far somebody came: the first talk beside the last one, in faces, without a number that judges."""

from dataclasses import dataclass
from datetime import date

from digibank.helpdesk.forms_talks import FACES
from digibank.helpdesk.models import SkillsTalk, TalkAnswer
from digibank.helpdesk.tasks import Task
from digibank.people.models import Person
from digibank.ui.icons import PATHS


@dataclass(frozen=True)
class Face:
    """An answer as people see it: the words, and the drawing beside them."""

    words: str
    icon: str

    @property
    def path(self) -> str:
        """The strokes of the drawing, for paper."""
        return PATHS[self.icon]


@dataclass(frozen=True)
class Row:
    """One task, then and now; None for what was not answered."""

    task: Task
    then: Face | None
    now: Face | None


@dataclass(frozen=True)
class Progress:
    """The picture to take home: the person's own words, and the ten tasks (policy WO-12)."""

    wish: str
    then_on: date
    now_on: date | None
    rows: list[Row]

    @property
    def has_two(self) -> bool:
        """Whether there is a then and a now."""
        return self.now_on is not None


def progress_of(person: Person) -> Progress | None:
    """What stands in the picture of this person: the first finished talk, and the last one; None before the first."""
    talks = list(SkillsTalk.objects.finished().of_person(person).prefetch_related("answers"))
    if not talks:
        return None
    first, last = talks[0], talks[-1]
    # A talk with another wording has other tasks: what both asked by the same code is the same task.
    then, now = first.told(), last.told() if last != first else {}
    rows = [Row(task, face_of(then.get(task.code)), face_of(now.get(task.code))) for task in last.tasks]
    wishes = [talk.wish for talk in talks if talk.wish]
    return Progress(wishes[0] if wishes else "", first.held_on, last.held_on if last != first else None, rows)


def face_of(says: str | None) -> Face | None:
    """The face of an answer."""
    return Face(str(TalkAnswer.Says(says).label), FACES[says]) if says else None


def faces() -> list[Face]:
    """The three faces in their order, for the head of a page."""
    return [Face(str(label), FACES[value]) for value, label in TalkAnswer.Says.choices]
