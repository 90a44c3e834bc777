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


class ReleaseState(models.TextChoices):
    """What the donor said about a device that an account locks. Whether it is free, a technician finds out."""

    ASKED = "asked", _("asked the donor")
    TOLD = "told", _("the donor says it is released")
    CANNOT = "cannot", _("the donor cannot release it")
    FOR_PARTS = "for_parts", _("may serve for parts")


# The donor or a technician has still something to do.
ON_THE_LIST = (ReleaseState.ASKED, ReleaseState.TOLD)

RELEASE_FLOW = Flow(
    ReleaseState.ASKED,
    Step("tell_released", (ReleaseState.ASKED,), ReleaseState.TOLD),
    Step("cannot", ON_THE_LIST, ReleaseState.CANNOT),
    Step("keep_for_parts", ON_THE_LIST, ReleaseState.FOR_PARTS),
    # It is locked after all, or the donor thought again.
    Step("ask_again", (ReleaseState.TOLD, ReleaseState.CANNOT, ReleaseState.FOR_PARTS), ReleaseState.ASKED),
)
