"""What becomes of a visit, of a question and of a handover. A visit begins when somebody comes."""

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


# Handovers


class HandoverState(models.TextChoices):
    """Where a handover stands. That somebody is to be planned again is no state: the agenda says so (policy WO-03)."""

    PLANNED = "planned", _("first session to come")
    GOING_ON = "going_on", _("going on")
    CALL_DUE = "call_due", _("call after two weeks")
    INDEPENDENT = "independent", _("can do it alone")
    COURSE = "course", _("on to a course")
    HOME_HELP = "home_help", _("helped at home")
    STOPPED = "stopped", _("stopped")


# There is a next session to hold or to plan.
LEARNING = (HandoverState.PLANNED, HandoverState.GOING_ON)
STILL_OPEN = (*LEARNING, HandoverState.CALL_DUE)
# It came to its end with the person; three months later we look back.
REACHED = (HandoverState.INDEPENDENT, HandoverState.COURSE, HandoverState.HOME_HELP)

HANDOVER_FLOW = Flow(
    HandoverState.PLANNED,
    Step("hold_session", LEARNING, HandoverState.GOING_ON),
    Step("hold_last_session", LEARNING, HandoverState.CALL_DUE),
    # The call brought a question that needs another session.
    Step("go_on", (HandoverState.CALL_DUE,), HandoverState.GOING_ON),
    Step("call_again", (HandoverState.CALL_DUE,), HandoverState.CALL_DUE),
    Step("become_independent", (HandoverState.GOING_ON, HandoverState.CALL_DUE), HandoverState.INDEPENDENT),
    Step("go_to_course", (HandoverState.GOING_ON, HandoverState.CALL_DUE), HandoverState.COURSE),
    Step("get_home_help", STILL_OPEN, HandoverState.HOME_HELP),
    Step("stop", STILL_OPEN, HandoverState.STOPPED),
)
