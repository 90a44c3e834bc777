"""What happened in the workshop, in words."""

from django.utils.translation import gettext_lazy as _

from digibank.audit.telling import Told, minor

TOLD = {
    "refurbishment.log_added": minor(_("Log of the erasure added")),
    "refurbishment.log_withdrawn": Told(_("Log of the erasure does not count"), "octagon", "refusal"),
    "refurbishment.stated": minor(_("A second person stated what the log does not show")),
    "refurbishment.erasure_accepted": Told(_("Erasure accepted"), "disk-check"),
    "refurbishment.reset_seen": minor(_("Factory reset written down")),
    "refurbishment.destruction_recorded": minor(_("Destruction written down")),
    "refurbishment.exempted": Told(_("Exception approved: a lower level is enough"), "eye"),
    "refurbishment.reread": minor(_("Read back by a colleague, and empty")),
    "refurbishment.reread_badly": Told(_("Read back by a colleague, and not empty"), "octagon", "refusal"),
    "refurbishment.attested": minor(_("Attestation made")),
    "refurbishment.installed": minor(_("System installed")),
    "refurbishment.quality_checked": Told(_("Checked by a colleague"), "shield-check"),
}
