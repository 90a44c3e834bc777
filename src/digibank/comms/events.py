"""What happened to messages, in words."""

from django.utils.translation import gettext_lazy as _

from digibank.audit.telling import Told, minor
from digibank.comms.models import Attempt

Outcome = Attempt.Outcome

# An attempt is told as it is written down; these weigh more.
ICONS = {
    Outcome.SENT: "mail",
    Outcome.POSTED: "letter",
    Outcome.REACHED: "phone",
    Outcome.GIVEN: "card",
}

TOLD = (
    {"comms.queued": minor(_("Message written")), "comms.call_dated": minor(_("Call put on a day"))}
    | {f"comms.{outcome.value}": minor(outcome.label) for outcome in Outcome}
    | {f"comms.{outcome.value}": Told(outcome.label, icon) for outcome, icon in ICONS.items()}
)
