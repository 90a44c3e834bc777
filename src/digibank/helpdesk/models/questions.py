"""Questions that could not be answered at once: by telephone, letter, the website or at the counter, in one list."""

from datetime import timedelta
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.accounts.models import User
from digibank.accounts.rights import Can
from digibank.helpdesk.flows import QuestionState
from digibank.helpdesk.models.outcomes import Partner
from digibank.numbers import Series
from digibank.organisations.models import Place
from digibank.people.models import Person, classified
from digibank.workforce.topics import Topic

QUESTION_NUMBERS = Series("VR")
# So long after its end nobody needs the words of a question any more (policy VB-15).
WORDS_KEPT = timedelta(days=365)


class Source(models.TextChoices):
    """How a question came."""

    PHONE = "phone", _("by telephone")
    LETTER = "letter", _("by letter")
    WEB = "web", _("by the website")
    COUNTER = "counter", _("at the counter")


class QuestionQuerySet(models.QuerySet["Question"]):
    """Sets of questions."""

    def visible_to(self, user: User, can: Can) -> Self:
        """Those of places of the user's organisations; of who is protected only those of the own municipality."""
        shown = models.Q(person__isnull=True) | models.Q(person__protected=False)
        shown |= models.Q(person__home__in=user.reach[can])
        return self.filter(shown, place__organisation__in=user.reach[can])

    def open(self) -> Self:
        """Those that wait for an answer, the red ones on top."""
        return self.filter(state=QuestionState.OPEN).order_by("due_on", "pk")

    def to_forget(self) -> Self:
        """Those whose words are not needed any more (policy VB-15)."""
        return self.filter(forgotten_at=None, ended_at__lte=clock.now() - WORDS_KEPT).order_by("pk")


class Question(models.Model):
    """A question that waits for an answer, or had one. `due_on` is the last working day to answer it.

    `owner` is who answers; without one it is of everybody. `for_expert` says that a helper did not know it. From
    `forgotten_at` on it has no words and is of nobody; what it was about, how it came and how it ended stay.
    """

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="questions")
    source = models.CharField(max_length=10, choices=Source)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="questions")
    reach = models.CharField(max_length=120, blank=True)
    topic = models.CharField(max_length=15, choices=Topic, blank=True)
    text = models.TextField(max_length=1000, blank=True)
    for_expert = models.BooleanField(default=False)
    owner = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="questions")
    state = models.CharField(max_length=10, choices=QuestionState, default=QuestionState.OPEN)
    asked_at = models.DateTimeField(default=clock.now)
    due_on = models.DateField()
    answer = models.TextField(max_length=2000, blank=True)
    passed_to = models.CharField(max_length=15, choices=Partner, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)

    scope_path = "place__organisation"
    privacy = classified(
        technical="id place source person for_expert owner state asked_at due_on ended_at forgotten_at",
        personal="reach topic text answer passed_to",
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False) | ~models.Q(reach="") | models.Q(forgotten_at__isnull=False),
                name="who_asks_can_be_reached",
            ),
            models.CheckConstraint(
                condition=~models.Q(text="") | models.Q(forgotten_at__isnull=False), name="a_question_has_words"
            ),
            models.CheckConstraint(
                condition=models.Q(forgotten_at__isnull=True)
                | models.Q(ended_at__isnull=False, person__isnull=True, reach="", text="", answer=""),
                name="a_forgotten_question_has_no_words_left",
            ),
            models.CheckConstraint(
                condition=models.Q(state=QuestionState.OPEN, ended_at__isnull=True, answer="", passed_to="")
                | (
                    models.Q(state=QuestionState.ANSWERED, ended_at__isnull=False)
                    & (~models.Q(answer="") | models.Q(forgotten_at__isnull=False))
                )
                | (models.Q(state=QuestionState.PASSED_ON, ended_at__isnull=False) & ~models.Q(passed_to="")),
                name="a_question_ends_with_what_was_done",
            ),
        ]
        indexes = [
            models.Index(
                fields=["place", "due_on"], name="open_questions_by_place", condition=models.Q(state=QuestionState.OPEN)
            ),
            models.Index(fields=["person", "-id"], name="questions_of_a_person"),
        ]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What who asked may keep: VR-000017-3."""
        return QUESTION_NUMBERS.of(self.pk)

    @property
    def is_red(self) -> bool:
        """Whether it should have been answered by now (policy VB-12)."""
        return self.state == QuestionState.OPEN and self.due_on < clock.today()
