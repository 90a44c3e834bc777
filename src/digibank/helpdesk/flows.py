"""What becomes of a handover."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank.flow import Flow, Step


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
