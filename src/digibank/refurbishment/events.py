"""What happened in the workshop, in words."""

from django.utils.translation import gettext_lazy as _

from digibank.audit.telling import Told, minor

TOLD = {
    "refurbishment.log_added": minor(_("Log of the erasure added")),
    "refurbishment.log_withdrawn": Told(_("Log of the erasure does not count"), "octagon", "refusal"),
    "refurbishment.stated": minor(_("A second person stated what the log does not show")),
    "refurbishment.erasure_accepted": Told(_("Erasure accepted"), "disk-check"),
    "refurbishment.attested": minor(_("Attestation made")),
    "refurbishment.station_registered": minor(_("Workshop station registered")),
    "refurbishment.token_given": minor(_("Workshop station got a new token")),
    "refurbishment.station_ended": minor(_("Workshop station ended")),
    "refurbishment.intake_received": minor(_("Report came in by stick")),
    "refurbishment.intake_bound": Told(_("Report of the stick taken over"), "download"),
    "refurbishment.intake_released": minor(_("Report of the stick was about another machine")),
    "refurbishment.intake_set_aside": minor(_("Report of the stick set aside")),
    "refurbishment.intake_waits_again": minor(_("Report of the stick waits again")),
    "refurbishment.installed": minor(_("System installed")),
    "refurbishment.quality_checked": Told(_("Checked by a colleague"), "shield-check"),
}
