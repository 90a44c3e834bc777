"""The board of the workshop: the devices at one's depots by what is to be done."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from digibank.accounts.access import StaffRequest, needs, visible_to
from digibank.accounts.rights import Can
from digibank.donations.models import Release
from digibank.inventory.flows import Position
from digibank.inventory.models import MEDIUM_NUMBERS, Device, FlagKind, StorageMedium
from digibank.organisations.models import Place
from digibank.refurbishment.cards import card_of
from digibank.refurbishment.flows import IntakeState
from digibank.refurbishment.models import IntakeReport
from digibank.refurbishment.queries import Column, columns_at, flags_at
from digibank.refurbishment.rereads import batches_at
from digibank.workforce.flows import CardState
from digibank.workforce.models import TaskCard

ICONS = {
    Position.RECEIVED: "disk-check",
    Position.QUARANTINE: "undo",
    Position.ERASED: "download",
    Position.INSTALLED: "eye",
    Position.STOCK: "check",
}
MOST_FOUND = 10


@require_safe
@needs(Can.PREPARE_DEVICES)
def board(request: StaffRequest) -> HttpResponse:
    """The devices at one's depots by what is to be done. A scan opens the card of a device.

    With ?vlag= only those that are kept back for that.
    """
    word = request.GET.get("q", "").strip()
    card = card_of(word)
    found = matching(request, word) if word and not card else []
    if len(found) == 1:
        return redirect("refurbishment:device", pk=found[0].pk)
    reach = request.user.reach[Can.PREPARE_DEVICES]
    depots = Place.objects.in_use().filter(kind=Place.Kind.DEPOT, organisation__in=reach)
    flag = request.GET.get("vlag", "")
    flag = flag if flag in FlagKind.values else ""
    titles = lane_titles()
    columns: list[dict[str, Any]] = [
        {"column": column, "title": titles[column.position], "icon": ICONS[Position(column.position)]}
        for column in columns_at(depots, flag=flag)
    ]
    by_stick = visible_to(IntakeReport.objects.filter(state=IntakeState.WAITING), request.user, Can.PREPARE_DEVICES)
    context = {
        "word": word,
        "found": found,
        "card": card,
        "columns": columns,
        "by_stick": by_stick.count(),
        "flag": flag,
        "flags": flags_at(depots),
        "errands": _errands(request, depots),
        "may_dispose": request.user.may(Can.DISPOSE),
        "longest": _longest([entry["column"] for entry in columns]),
        "stuck": visible_to(TaskCard.objects.filter(state=CardState.STUCK), request.user, Can.PREPARE_DEVICES).count(),
    }
    return render(request, "refurbishment/board.html", context)


def _errands(request: StaffRequest, depots: QuerySet[Place]) -> dict[str, int]:
    """What else waits here besides the devices in the lanes, each with how many."""
    releases = {"released": Release.objects.to_check(), "locked": Release.objects.too_late()}
    found = {name: visible_to(rows, request.user, Can.PREPARE_DEVICES).count() for name, rows in releases.items()}
    loose = StorageMedium.objects.loose().to_erase().filter(lies_at__in=depots)
    return found | {"loose": loose.count(), "reread": sum(len(batch.to_read) for batch in batches_at(depots))}


def lane_titles() -> dict[str, str]:
    """What is to be done with the devices of each lane."""
    return {
        Position.RECEIVED: _("To erase"),
        Position.QUARANTINE: _("Back from a loan"),
        Position.ERASED: _("To install"),
        Position.INSTALLED: _("To check"),
        Position.STOCK: _("Ready in stock"),
    }


def _longest(columns: list[Column]) -> Device | None:
    """The device that waits longest of all that wait for somebody."""
    first = [column.devices[0] for column in columns if column.devices and column.position != Position.STOCK]
    return min(first, key=lambda device: device.since, default=None)  # type: ignore[attr-defined]


def matching(request: StaffRequest, word: str) -> list[Device]:
    """The devices that fit what was scanned or typed; the sticker on a disk leads to its device."""
    disk = MEDIUM_NUMBERS.key(word)
    fitting = Device.objects.matching(word.replace("\0", "")) if disk is None else Device.objects.filter(media=disk)
    shown = visible_to(fitting.select_related("device_class", "place"), request.user, Can.PREPARE_DEVICES)
    return list(shown[:MOST_FOUND])
