"""Whether a line that was proposed this morning can still ride, and why not (policy X-06)."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from django.utils.translation import gettext as _

from digibank.inventory.models import Commitment, Device, DeviceFlag
from digibank.logistics.models import STILL_OPEN, TransferLine
from digibank.organisations.models import Place
from digibank.spreading.models import MinimumStock, ProposalLine, ProposedDevice
from digibank.spreading.needs import free_to_ride, on_a_shelf, promised_at


def lacks(line: ProposalLine, count: int, *, taken: int = 0) -> str:
    """Why the first `count` devices of this line cannot ride now; empty when they can.

    `taken` are others of the class that leave this place in the same act.
    """
    return _Now([line]).lacks(line, [device.pk for device in line.picked(count)], taken)


def lacks_of(lines: Sequence[ProposalLine]) -> dict[int, str]:
    """The same for each of these lines by itself, as they were proposed. As many questions for one as for many."""
    now = _Now(lines)
    picked: dict[int, list[int]] = defaultdict(list)
    rows = ProposedDevice.objects.filter(line__in=[line.pk for line in lines]).order_by("device")
    for line, device in rows.values_list("line", "device"):
        picked[line].append(device)
    found = {line.pk: now.lacks(line, picked[line.pk], 0) for line in lines}
    return {key: sentence for key, sentence in found.items() if sentence}


class _Now:
    """What stands free, what is promised, and the minimum at the places that give."""

    def __init__(self, lines: Sequence[ProposalLine]) -> None:
        places = {line.from_place_id for line in lines}
        rows = free_to_ride(places).values_list("pk", "place", "device_class")
        self.free = {key: (place, kind) for key, place, kind in rows}
        self.count = Counter(self.free.values())
        self.count.subtract(promised_at(places))
        minimums = MinimumStock.objects.filter(place__in=places).values_list("place", "device_class", "count")
        self.minimum = {(place, kind): count for place, kind, count in minimums}

    def lacks(self, line: ProposalLine, picked: Sequence[int], taken: int) -> str:
        """Why these devices cannot ride."""
        here = (line.from_place_id, line.device_class_id)
        stuck = next((key for key in picked if self.free.get(key) != here), None)
        if stuck:
            return _why_not(stuck, line.from_place)
        left, minimum = self.count[here] - taken, self.minimum.get(here, 0)
        if left - len(picked) >= minimum:
            return ""
        said = {"place": line.from_place.name, "left": max(0, left), "minimum": minimum}
        return (
            _("%(place)s needs what it has: %(left)s free, at least %(minimum)s stay. Take fewer, or drop the line.")
            % said
        )


def _why_not(device: int, place: Place) -> str:
    now = Device.objects.select_related("place").get(pk=device)
    said = {"number": now.number, "state": now.get_state_display(), "place": now.place.name}
    if now.place_id != place.pk or not Device.objects.filter(on_a_shelf(), pk=now.pk).exists():
        return _("%(number)s is no longer there: %(state)s, %(place)s. Change or drop the line.") % said
    if TransferLine.objects.filter(device=now, outcome__in=STILL_OPEN).exists():
        return _("%(number)s is on the list of another transfer. Change or drop the line.") % said
    if DeviceFlag.objects.open().filter(device=now).exists():
        return _("Something is the matter with %(number)s. Change or drop the line.") % said
    if Commitment.objects.open().filter(device=now).exists():
        return _("%(number)s is kept for somebody meanwhile. Change or drop the line.") % said
    return _("A part of %(number)s is missing. Change or drop the line.") % said
