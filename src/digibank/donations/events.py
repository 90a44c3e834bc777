"""What happened around donations, in words."""

from django.utils.translation import gettext_lazy as _

from digibank.audit.telling import Told, minor

TOLD = {
    "donations.registered": Told(_("Donation taken in"), "gift"),
    "donations.device_added": Told(_("Came in with a donation"), "gift"),
    "donations.parts_counted": minor(_("Loose parts counted")),
    "donations.receipt_written": Told(_("Receipt made"), "document"),
}
