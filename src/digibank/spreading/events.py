"""What happened to proposals, in words."""

from django.utils.translation import gettext_lazy as _

from digibank.audit.telling import Told, minor

TOLD = {
    "spreading.proposed": minor(_("Proposal which devices go where")),
    "spreading.replaced": minor(_("Proposal replaced by a newer one")),
    "spreading.accepted": minor(_("Line of a proposal accepted")),
    "spreading.dropped": minor(_("Line of a proposal dropped")),
    "spreading.undone": Told(_("Answer to a proposal taken back"), "undo"),
    "spreading.minimum_set": minor(_("Minimum stock of a desk set")),
}
