"""Where the evidence of an erasure and a report of the intake stick stand, and which step may follow."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank.flow import Flow, Step


class ErasureState(models.TextChoices):
    """Whether a log counts. One that contradicts the erasure is never kept at all."""

    WAITING = "waiting", _("waits for a second person")
    ACCEPTED = "accepted", _("accepted")
    WITHDRAWN = "withdrawn", _("does not count")


ERASURE_FLOW = Flow(
    ErasureState.WAITING,
    Step("accept", (ErasureState.WAITING,), ErasureState.ACCEPTED),
    Step("withdraw", (ErasureState.WAITING,), ErasureState.WITHDRAWN),
    # Somebody read the medium back, and data stood there.
    Step("refute", (ErasureState.ACCEPTED,), ErasureState.WITHDRAWN),
)


class PartState(models.TextChoices):
    """Where a spare part is."""

    STOCK = "stock", _("in the drawer")
    FITTED = "fitted", _("fitted")
    GONE = "gone", _("not usable")


PART_FLOW = Flow(
    PartState.STOCK,
    Step("fit", (PartState.STOCK,), PartState.FITTED),
    Step("scrap", (PartState.STOCK,), PartState.GONE),
)


class IntakeState(models.TextChoices):
    """Whether we know which device a report of the intake stick is about."""

    WAITING = "waiting", _("waits for its device")
    BOUND = "bound", _("taken over")
    ASIDE = "aside", _("set aside")


INTAKE_FLOW = Flow(
    IntakeState.WAITING,
    Step("bind", (IntakeState.WAITING,), IntakeState.BOUND),
    Step("release", (IntakeState.BOUND,), IntakeState.WAITING),
    Step("set_aside", (IntakeState.WAITING,), IntakeState.ASIDE),
    Step("wait_again", (IntakeState.ASIDE,), IntakeState.WAITING),
)
