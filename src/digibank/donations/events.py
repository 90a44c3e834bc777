"""What happened around donations, in words."""

from django.utils.translation import gettext_lazy as _

from digibank.audit.telling import Told, minor

TOLD = {
    "donations.offer_announced": Told(_("Offered"), "gift"),
    "donations.items_offered": minor(_("Things added to the offer")),
    "donations.offer_withdrawn": Told(_("Offer withdrawn"), "close"),
    "donations.offer_brought_back": Told(_("Withdrawing undone"), "back"),
    "donations.list_sent": minor(_("List sent")),
    "donations.list_taken_in": Told(_("List taken in"), "gift"),
    "donations.items_judged": Told(_("Preselection"), "eye"),
    "donations.item_received": Told(_("Came in"), "gift"),
    "donations.item_counted": minor(_("Counted")),
    "donations.item_split": minor(_("Counted apart")),
    "donations.extra_added": Told(_("Came along without being offered"), "plus"),
    "donations.difference_settled": Told(_("Difference settled with the donor"), "check"),
    "donations.loose_moved": minor(_("Loose parts came or went")),
    "donations.registered": Told(_("Donation taken in"), "gift"),
    "donations.device_added": Told(_("Came in with a donation"), "gift"),
    "donations.parts_counted": minor(_("Loose parts counted")),
    "donations.receipt_written": Told(_("Receipt made"), "document"),
    "donations.donor_joined": minor(_("Joined to a donor we know")),
    "donations.letter_written": Told(_("Letter about the refusal made"), "document"),
    "donations.link_given": minor(_("Link for the donor made")),
    "donations.link_ended": minor(_("Link for the donor ended")),
    "donations.giver_faded": Told(_("Donor forgotten; what was given stays"), "lock"),
    "donations.release_asked": Told(_("Donor asked to release it from an account"), "lock"),
    "donations.release_asked_again": minor(_("Donor asked once more to release it")),
    "donations.donor_reminded": minor(_("Donor reminded of locked devices")),
    "donations.release_answered": Told(_("Donor answered about the lock"), "lock"),
    "donations.release_confirmed": minor(_("Looked at: no account locks it")),
    "donations.closed": Told(_("Donation closed"), "check"),
    "donations.reopened": Told(_("Donation opened again"), "back"),
}
