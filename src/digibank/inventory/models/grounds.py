"""The grounds of the law on which a device is not fit for reuse: at the door, in the workshop, and as waste."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class UnfitGround(models.TextChoices):
    """The five grounds on which a device is not fit for reuse (ministerial decree of 23 June 2017, art. 1; P-02)."""

    OUTDATED = "outdated", _("too old: nobody buys or uses it any more")
    DAMAGED = "damaged", _("much rust or damage on the outside")
    POOR = "poor", _("in a poor general state")
    TOO_DEAR = "too_dear", _("repair costs more than it is worth")
    CRT = "crt", _("an old screen with a picture tube")
