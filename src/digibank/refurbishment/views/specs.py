"""The label with what is inside a device."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from digibank.accounts.access import StaffRequest, needs
from digibank.accounts.rights import Can
from digibank.refurbishment.spec_labels import spec_label_pdf
from digibank.refurbishment.views.card import device_of


@require_safe
@needs(Can.PREPARE_DEVICES)
def spec_label(request: StaffRequest, pk: int) -> HttpResponse:
    """The label, to print."""
    found = device_of(request, pk)
    return HttpResponse(
        spec_label_pdf(found),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{found.number}-kenmerken.pdf"',
            "Cache-Control": "private, no-store",
        },
    )
