"""What becomes of a moment, and of an appointment."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank.flow import Flow, Step


class SlotState(models.TextChoices):
    """Whether people may be expected at a moment."""

    OPEN = "open", _("open")
    CANCELLED = "cancelled", _("called off")


SLOT_FLOW = Flow(SlotState.OPEN, Step("cancel", (SlotState.OPEN,), SlotState.CANCELLED))


class AppointmentState(models.TextChoices):
    """What became of an appointment. Being on the list of people to call is planned too: it has a last day."""

    PLANNED = "planned", _("planned")
    DONE = "done", _("took place")
    MISSED = "missed", _("did not come")
    CANCELLED = "cancelled", _("called off")


APPOINTMENT_FLOW = Flow(
    AppointmentState.PLANNED,
    # Who was noted wrongly is noted again.
    Step("note_done", (AppointmentState.PLANNED, AppointmentState.MISSED), AppointmentState.DONE),
    Step("note_missed", (AppointmentState.PLANNED, AppointmentState.DONE), AppointmentState.MISSED),
    Step("cancel", (AppointmentState.PLANNED,), AppointmentState.CANCELLED),
)

# They hold a place in their slot: `taken` counts these.
HOLDING = (AppointmentState.PLANNED, AppointmentState.DONE, AppointmentState.MISSED)
