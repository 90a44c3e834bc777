"""What becomes of an offer."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank.flow import Flow, Step


class OfferState(models.TextChoices):
    """Where an offer stands. It follows from its things: all judged, all counted, all differences settled."""

    ANNOUNCED = "announced", _("to preselect")
    PRESELECTED = "preselected", _("expected")
    RECEIVED = "received", _("came in, a difference is open")
    SETTLED = "settled", _("settled")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


OPEN = (OfferState.ANNOUNCED, OfferState.PRESELECTED, OfferState.RECEIVED)
# Nothing of it came in yet: the donor may still think again, and so may we.
BEFORE_RECEPTION = (OfferState.ANNOUNCED, OfferState.PRESELECTED, OfferState.REFUSED)
# Something may come in, also what nobody offered.
RECEIVING = (OfferState.PRESELECTED, OfferState.RECEIVED, OfferState.SETTLED)

OFFER_FLOW = Flow(
    OfferState.ANNOUNCED,
    Step("preselect", (OfferState.ANNOUNCED,), OfferState.PRESELECTED),
    Step("refuse", OPEN, OfferState.REFUSED),
    Step("reconsider", (OfferState.PRESELECTED, OfferState.REFUSED), OfferState.ANNOUNCED),
    Step("receive", (OfferState.PRESELECTED,), OfferState.RECEIVED),
    Step("expect_again", (OfferState.RECEIVED,), OfferState.PRESELECTED),
    Step("settle", (OfferState.RECEIVED,), OfferState.SETTLED),
    Step("count_again", (OfferState.SETTLED,), OfferState.RECEIVED),
    Step("withdraw", (OfferState.ANNOUNCED, OfferState.PRESELECTED), OfferState.WITHDRAWN),
    Step("bring_back", (OfferState.WITHDRAWN,), OfferState.ANNOUNCED),
)
