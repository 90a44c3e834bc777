"""What happened in the workshop, in words."""

from django.utils.translation import gettext_lazy as _

from digibank.audit.telling import Told, minor

TOLD = {
    "refurbishment.log_added": minor(_("Log of the erasure added")),
    "refurbishment.log_withdrawn": Told(_("Log of the erasure does not count"), "octagon", "refusal"),
    "refurbishment.stated": minor(_("A second person stated what the log does not show")),
    "refurbishment.erasure_accepted": Told(_("Erasure accepted"), "disk-check"),
    "refurbishment.attested": minor(_("Attestation made")),
    "refurbishment.inspected": Told(_("Inspected and graded"), "eye"),
    "refurbishment.tested": minor(_("Tests done")),
    "refurbishment.repaired": Told(_("Repair written down"), "tool"),
    "refurbishment.part_added": minor(_("Spare part added")),
    "refurbishment.part_harvested": minor(_("Part taken out for another device")),
    "refurbishment.part_scrapped": minor(_("Spare part not usable")),
    "refurbishment.installed": minor(_("System installed")),
    "refurbishment.quality_checked": Told(_("Checked by a colleague"), "shield-check"),
}
