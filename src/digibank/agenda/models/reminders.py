"""What somebody was told about an appointment before it, once."""

from django.db import models

from digibank import clock
from digibank.agenda.models.moments import Appointment, Slot
from digibank.comms.models import Message
from digibank.guards import AppendOnly
from digibank.people.models import classified


class Reminder(models.Model):
    """Somebody is reminded of an appointment at this moment: once for each moment (policy AP-15).

    Who moves to another moment has another row. The database refuses a second one, whatever worker dies or runs twice.
    """

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="reminders")
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="reminders")
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    scope_path = "appointment__person__home"
    privacy = classified(technical="id appointment slot message at")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["appointment", "slot"], name="reminded_once_of_a_moment"),
            AppendOnly(name="agenda_reminder_append_only"),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.appointment_id} {self.slot_id}"
