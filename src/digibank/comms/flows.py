"""Where a message stands, and which step may follow."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank.flow import Flow, Step


class State(models.TextChoices):
    """What became of a message so far."""

    QUEUED = "queued", _("on its way to be made")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    TO_DO = "to_do", _("to be done by us")
    DONE = "done", _("done")
    UNCERTAIN = "uncertain", _("uncertain")
    RETURNED = "returned", _("came back")
    CANCELLED = "cancelled", _("cancelled")


# These wait for the worker and so always have a moment at which they are due.
WITH_THE_WORKER = (State.QUEUED, State.SENDING)
# These are over and so always have the moment at which that was.
OVER = (State.SENT, State.DONE, State.RETURNED, State.CANCELLED)

MESSAGE_FLOW = Flow(
    State.QUEUED,
    Step("make_ready", (State.QUEUED,), State.TO_DO),
    Step("start_sending", (State.QUEUED,), State.SENDING),
    Step("note_sent", (State.SENDING,), State.SENT),
    Step("put_off", (State.SENDING,), State.QUEUED),
    Step("lose_sight", (State.SENDING,), State.UNCERTAIN),
    Step("fall_back", (State.QUEUED, State.SENDING, State.TO_DO), State.QUEUED),
    Step("note_done", (State.TO_DO,), State.DONE),
    Step("wait_for_answer", (State.TO_DO,), State.TO_DO),
    Step("take_back", (State.DONE,), State.TO_DO),
    Step("note_returned", (State.DONE,), State.RETURNED),
    Step("say_it_arrived", (State.UNCERTAIN,), State.SENT),
    Step("send_again", (State.UNCERTAIN,), State.QUEUED),
    Step("change_channel", (State.QUEUED, State.TO_DO, State.UNCERTAIN, State.RETURNED), State.QUEUED),
    Step("cancel", (State.QUEUED, State.TO_DO, State.UNCERTAIN, State.RETURNED), State.CANCELLED),
)
