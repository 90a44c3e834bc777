"""What happened to transfers, in words."""

from django.utils.translation import gettext_lazy as _

from digibank.audit.telling import Told, minor

TOLD = {
    "logistics.asked": minor(_("Put on a transfer list")),
    "logistics.added": minor(_("Put on a transfer list")),
    "logistics.left_out": minor(_("Taken off the transfer list")),
    "logistics.sent": minor(_("Transfer left")),
    "logistics.received": minor(_("Transfer counted")),
    "logistics.counted_in": minor(_("Counted in by its label")),
    "logistics.stopped_over": Told(_("Seen on its way, at another place"), "eye"),
    "logistics.taken_out": Told(_("Kept where somebody waits for it"), "house"),
    "logistics.ended": minor(_("Transfer over")),
    "logistics.settled": Told(_("Not found in the transfer"), "octagon", "refusal"),
    "logistics.cancelled": minor(_("Transfer called off")),
    "logistics.turned_back": minor(_("Transfer called back")),
}
