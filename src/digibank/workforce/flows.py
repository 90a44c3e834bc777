"""What becomes of a task card."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank.flow import Flow, Step


class CardState(models.TextChoices):
    """Where a task card is."""

    OPEN = "open", _("lies ready")
    TAKEN = "taken", _("being done")
    STUCK = "stuck", _("help is asked")
    DONE = "done", _("done")
    WITHDRAWN = "withdrawn", _("withdrawn")


CARD_FLOW = Flow(
    CardState.OPEN,
    Step("take", (CardState.OPEN,), CardState.TAKEN),
    Step("finish", (CardState.TAKEN,), CardState.DONE),
    # Within a minute, by who did it: a slip of the hand.
    Step("reopen", (CardState.DONE,), CardState.TAKEN),
    Step("ask_help", (CardState.TAKEN,), CardState.STUCK),
    # Also a taken one: who took it may have gone home.
    Step("lay_out_again", (CardState.STUCK, CardState.TAKEN), CardState.OPEN),
    Step("withdraw", (CardState.OPEN, CardState.STUCK), CardState.WITHDRAWN),
)

# These still ask for somebody; a device has one of each kind at most.
STANDING = (CardState.OPEN, CardState.TAKEN, CardState.STUCK)
ENDED = (CardState.DONE, CardState.WITHDRAWN)
