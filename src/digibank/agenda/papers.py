"""The card of an appointment, for who wants it on paper."""

from django.conf import settings
from django.shortcuts import resolve_url
from django.utils import translation

from digibank.agenda.models import Appointment
from digibank.ui.printing import pdf


def card_pdf(appointment: Appointment, *, site: str) -> bytes:
    """The day in words, the hour, where, the number, and how to call off, in Dutch; never who comes or what for.

    `site` is the address of the website. The page to call off stands not on the card of a protected person: they are
    not found there (policy AP-16). Large print for who needs it (policy AP-18).
    """
    assert appointment.slot is not None
    person = appointment.person
    page = resolve_url(settings.FIND_APPOINTMENT_PAGE)
    context = {
        "appointment": appointment,
        "place": appointment.place,
        "starts_at": appointment.slot.starts_at,
        "page": "" if person.protected else f"{site.rstrip('/')}{page}",
        "large": person.large_print,
    }
    with translation.override(settings.LANGUAGE_CODE):
        return pdf("agenda/card.html", context)
