"""Where a proposal and its lines stand, and which step may follow."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank.flow import Flow, Step


class ProposalState(models.TextChoices):
    """Whether a proposal is the one to answer."""

    OPEN = "open", _("to be answered")
    REPLACED = "replaced", _("replaced by a newer one")


PROPOSAL_FLOW = Flow(ProposalState.OPEN, Step("replace", (ProposalState.OPEN,), ProposalState.REPLACED))


class LineState(models.TextChoices):
    """What the coordinator did with a line."""

    OPEN = "open", _("to be answered")
    ACCEPTED = "accepted", _("accepted")
    DROPPED = "dropped", _("dropped")
    REPLACED = "replaced", _("not answered")


LINE_FLOW = Flow(
    LineState.OPEN,
    Step("accept", (LineState.OPEN,), LineState.ACCEPTED),
    Step("drop", (LineState.OPEN,), LineState.DROPPED),
    Step("reopen", (LineState.ACCEPTED, LineState.DROPPED), LineState.OPEN),
    Step("replace", (LineState.OPEN,), LineState.REPLACED),
)
