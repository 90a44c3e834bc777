"""Work by scan: an action card does or opens its act on the device whose card is open; another label opens that."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from digibank import clock
from digibank.accounts.access import StaffRequest, needs
from digibank.accounts.posting import Typed, act
from digibank.accounts.rights import Can
from digibank.errors import RuleBroken
from digibank.inventory import actions as inventory
from digibank.inventory.models import Device, DeviceFlag
from digibank.refurbishment.cards import CARDS, UNDO, ActionCard, card_of
from digibank.refurbishment.forms import ScanForm
from digibank.refurbishment.views.board import matching
from digibank.refurbishment.views.card import device_of, device_page, page_of
from digibank.ui.printing import pdf

# What was scanned longer ago is no slip of the hand.
UNDONE_WITHIN = timedelta(hours=1)


@require_POST
@needs(Can.PREPARE_DEVICES)
def scan(request: StaffRequest, pk: int) -> HttpResponse:
    """Do or open what the action card says, or open the device whose label was scanned."""
    found = device_of(request, pk)
    form = ScanForm(request.POST)

    def follow(typed: Typed) -> str:
        card = card_of(typed["q"])
        return _followed(request, found, card) if card else _device_at(request, typed["q"])

    return act(request, form, follow, lambda address: address) or device_page(request, found, scan_form=form)


@require_safe
@needs(Can.PREPARE_DEVICES)
def action_sheet(request: StaffRequest) -> HttpResponse:
    """The action cards as a sheet to print and hang beside the bench."""
    return HttpResponse(
        pdf("refurbishment/action_sheet.html", {"cards": CARDS}),
        content_type="application/pdf",
        headers={"Content-Disposition": 'inline; filename="actiekaarten.pdf"'},
    )


def _followed(request: StaffRequest, found: Device, card: ActionCard) -> str:
    """Where the card leads after what it did."""
    if card.flag:
        inventory.raise_flag(found, kind=card.flag, by=request.user.actor)
        return f"{page_of(found)}#vlaggen"
    if card.code == UNDO:
        _undo(request, found)
        return f"{page_of(found)}#vlaggen"
    if card.page:
        name = card.page if ":" in card.page else f"refurbishment:{card.page}"
        return resolve_url(name, pk=found.pk)
    return f"{page_of(found)}#{card.part}"


def _undo(request: StaffRequest, found: Device) -> None:
    """Take back the flag that this colleague raised last on this device, a moment ago."""
    mine = DeviceFlag.objects.open().filter(
        device=found, raised_by=request.user.actor, raised_at__gte=clock.now() - UNDONE_WITHIN
    )
    last = mine.last()
    if last is None:
        raise RuleBroken(
            _("There is nothing of you to undo here. Settle a flag with what you did about it."), field="q"
        )
    inventory.clear_flag(last, how=_("A mistake, taken back at once."), by=request.user.actor)


def _device_at(request: StaffRequest, word: str) -> str:
    devices = matching(request, word.strip())
    if len(devices) != 1:
        raise RuleBroken(
            _("Nothing fits “%(word)s”. Scan an action card, or the label of a device.") % {"word": word}, field="q"
        )
    return page_of(devices[0])
