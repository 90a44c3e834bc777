"""What happened to entitlements, in words."""

from django.utils.translation import gettext_lazy as _

from digibank.audit.telling import Told, minor

TOLD = {
    "support.granted": Told(_("Support given"), "shield-check"),
    "support.ended": minor(_("Support ended")),
}
