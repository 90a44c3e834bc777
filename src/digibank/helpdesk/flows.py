"""What becomes of a visit. Who is expected is an appointment of the agenda; a visit begins when somebody comes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank.flow import Flow, Step

# Visits


class VisitState(models.TextChoices):
    """Where a visitor is."""

    WAITING = "waiting", _("waits")
    CALLED = "called", _("is called")
    IN_HELP = "in_help", _("is being helped")
    PAUSED = "paused", _("comes back in a moment")
    DONE = "done", _("was helped")
    MISSED = "missed", _("did not come when called")
    LEFT = "left", _("left before")


V = VisitState

VISIT_FLOW = Flow(
    V.WAITING,
    Step("call", (V.WAITING,), V.CALLED),
    Step("start", (V.CALLED,), V.IN_HELP),
    Step("pause", (V.IN_HELP,), V.PAUSED),
    Step("resume", (V.PAUSED,), V.IN_HELP),
    Step("finish", (V.IN_HELP, V.PAUSED), V.DONE),
    # Within a minute, by who said it: a slip of the hand.
    Step("reopen", (V.DONE,), V.IN_HELP),
    Step("miss", (V.CALLED,), V.MISSED),
    # To a colleague who knows more of it, or to anybody because the helper left.
    Step("pass_on", (V.IN_HELP, V.PAUSED), V.WAITING),
    Step("put_back", (V.CALLED, V.MISSED, V.LEFT), V.WAITING),
    Step("leave", (V.WAITING, V.CALLED, V.PAUSED), V.LEFT),
)

# These still ask for somebody.
STANDING = (V.WAITING, V.CALLED, V.IN_HELP, V.PAUSED)
ENDED = (V.DONE, V.MISSED, V.LEFT)
# A helper has them in hand.
IN_HAND = (V.CALLED, V.IN_HELP, V.PAUSED)


# Questions


class QuestionState(models.TextChoices):
    """What became of a question."""

    OPEN = "open", _("open")
    ANSWERED = "answered", _("answered")
    PASSED_ON = "passed_on", _("passed on")


QUESTION_FLOW = Flow(
    QuestionState.OPEN,
    Step("answer", (QuestionState.OPEN,), QuestionState.ANSWERED),
    Step("pass_on", (QuestionState.OPEN,), QuestionState.PASSED_ON),
)
