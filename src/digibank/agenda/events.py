"""What happened to appointments and moments, in words."""

from django.utils.translation import gettext_lazy as _

from digibank.audit.telling import Told, minor

TOLD = {
    "agenda.slot_opened": minor(_("Moment opened")),
    "agenda.slot_cancelled": Told(_("Moment called off"), "calendar", "refusal"),
    "agenda.booked": Told(_("Appointment made"), "calendar"),
    "agenda.held": minor(_("Hour kept for a quarter of an hour")),
    "agenda.hold_ended": minor(_("Hour not kept any more")),
    "agenda.put_on_call_list": Told(_("On the list of people to call"), "phone"),
    "agenda.call_planned": Told(_("Called, and an appointment made"), "calendar"),
    "agenda.reminded": Told(_("Reminded of the appointment"), "letter"),
    "agenda.helper_changed": minor(_("Another helper for the appointment")),
    "agenda.helper_lost": Told(_("The helper of the appointment does not come"), "calendar", "refusal"),
    "agenda.moved": minor(_("Appointment moved")),
    "agenda.cancelled": minor(_("Appointment called off")),
    "agenda.done": Told(_("Came to the appointment"), "talk"),
    "agenda.day_limits_set": minor(_("Hand-overs per day set")),
    "agenda.calendar_given": minor(_("Address of a calendar given")),
    "agenda.calendar_ended": minor(_("Address of a calendar ended")),
    "agenda.missed": Told(_("Did not come to the appointment"), "clock", "refusal"),
}
