"""The card of an appointment, printed by a colleague."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from digibank.accounts.access import StaffRequest, needs
from digibank.accounts.rights import Can
from digibank.agenda.models import Appointment
from digibank.agenda.papers import card_pdf


@require_safe
@needs(Can.PLAN)
def card(request: StaffRequest, pk: int) -> HttpResponse:
    """A card to take home; none of what is hidden or over."""
    rows = Appointment.objects.visible_to(request.user, Can.PLAN)
    return card_of(request, get_object_or_404(rows.select_related("person", "slot", "place__organisation"), pk=pk))


def card_of(request: HttpRequest, found: Appointment) -> HttpResponse:
    """The card of this appointment, else 404; also for the page behind the link of a resident."""
    if not found.has_card:
        raise Http404
    headers = {"Content-Disposition": f'inline; filename="{found.number}.pdf"', "Cache-Control": "private, no-store"}
    paper = card_pdf(found, site=request.build_absolute_uri("/"))
    return HttpResponse(paper, content_type="application/pdf", headers=headers)
