"""Where a transfer stands, and which step may follow."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank.flow import Flow, Step


class TransferState(models.TextChoices):
    """A ride of devices from one place to another. Nothing moves before it is sent."""

    ASKED = "asked", _("to be sent")
    SENT = "sent", _("on its way")
    ARRIVED = "arrived", _("arrived")
    CANCELLED = "cancelled", _("cancelled")


TRANSFER_FLOW = Flow(
    TransferState.ASKED,
    Step("send", (TransferState.ASKED,), TransferState.SENT),
    Step("arrive", (TransferState.SENT,), TransferState.ARRIVED),
    Step("cancel", (TransferState.ASKED,), TransferState.CANCELLED),
    Step("come_back", (TransferState.SENT,), TransferState.CANCELLED),
)
