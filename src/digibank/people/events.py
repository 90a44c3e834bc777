"""What happened around residents and donors, in words."""

from django.utils.translation import gettext_lazy as _

from digibank.audit.telling import Told, minor

TOLD = {
    "people.registered": Told(_("Registered"), "person"),
    "people.edited": minor(_("Details changed")),
    "people.moved_house": minor(_("Another address")),
    "people.address_left": minor(_("Address ended")),
    "people.way_added": minor(_("Way to reach added")),
    "people.way_ended": minor(_("Way to reach ended")),
    "people.reached": minor(_("Reached")),
    "people.card_filled": minor(_("Card of answers filled in")),
    "people.judged_same": minor(_("Linked with another record of the same person")),
    "people.judged_different": minor(_("Two different persons, says a colleague")),
    "people.unlinked": minor(_("Link undone")),
    "people.lives_together": minor(_("Lives together with somebody")),
    "people.lives_apart": minor(_("Lives together no more")),
    "people.representative_noted": minor(_("Somebody signs along")),
    "people.representative_ended": minor(_("Nobody signs along any more")),
    "people.opened_across_border": Told(_("Opened to another municipality"), "map"),
    "people.border_refused": Told(_("Not opened to another municipality"), "lock", "refusal"),
    "people.donor_registered": Told(_("Donor registered"), "gift"),
    "people.donor_faded": Told(_("Name of the donor not kept any more"), "lock"),
}
