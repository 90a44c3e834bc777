"""Where a device stands, and which step may follow."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank.flow import Flow, Step


class Position(models.TextChoices):
    """Where a device is in its life. What is the matter with it (broken, kept for someone) is never a position."""

    RECEIVED = "received", _("received at the depot")
    ERASED = "erased", _("erased")
    WRITTEN_OFF = "written_off", _("written off")


# Behind the gate every storage medium is settled (policy I-02).
BEFORE_THE_GATE = (Position.RECEIVED, Position.WRITTEN_OFF)

DEVICE_FLOW = Flow(
    Position.RECEIVED,
    Step("pass_gate", (Position.RECEIVED,), Position.ERASED),
    Step("write_off", (Position.RECEIVED, Position.ERASED), Position.WRITTEN_OFF),
)


class MediumState(models.TextChoices):
    """What became of the data on a storage medium."""

    TO_ERASE = "to_erase", _("to be erased")
    ERASED = "erased", _("erased")
    ABSENT = "absent", _("not in the device")
    DESTROYED = "destroyed", _("destroyed")


MEDIUM_FLOW = Flow(
    MediumState.TO_ERASE,
    Step("state_absent", (MediumState.TO_ERASE,), MediumState.ABSENT),
    Step("destroy", (MediumState.TO_ERASE, MediumState.ERASED), MediumState.DESTROYED),
)
