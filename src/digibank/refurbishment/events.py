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
    "refurbishment.inspected": Told(_("Inspected and graded"), "eye"),
    "refurbishment.tested": minor(_("Tests done")),
    "refurbishment.repaired": Told(_("Repair written down"), "tool"),
    "refurbishment.part_added": minor(_("Spare part added")),
    "refurbishment.part_harvested": minor(_("Part taken out for another device")),
    "refurbishment.part_scrapped": minor(_("Spare part not usable")),
    "refurbishment.station_registered": minor(_("Workshop station registered")),
    "refurbishment.token_given": minor(_("Workshop station got a new token")),
    "refurbishment.station_ended": minor(_("Workshop station ended")),
    "refurbishment.intake_received": minor(_("Report came in by stick")),
    "refurbishment.intake_bound": Told(_("Report of the stick taken over"), "download"),
    "refurbishment.intake_released": minor(_("Report of the stick was about another machine")),
    "refurbishment.intake_set_aside": minor(_("Report of the stick set aside")),
    "refurbishment.intake_waits_again": minor(_("Report of the stick waits again")),
    "refurbishment.installed": minor(_("System installed")),
    "refurbishment.disposed": minor(_("Weighed as waste")),
    "refurbishment.disposal_undone": minor(_("Taken from the waste again")),
    "refurbishment.collected": Told(_("Taken along by a recycler"), "truck"),
    "refurbishment.collection_document_added": minor(_("Paper of the recycler added")),
    "refurbishment.recycler_added": minor(_("Recycler added")),
    "refurbishment.recycler_ended": minor(_("Recycler ended")),
    "refurbishment.factors_adopted": minor(_("Factors taken over")),
    "refurbishment.kilometres_noted": minor(_("Kilometres noted")),
    "refurbishment.effects_counted": minor(_("Effect of reuse counted")),
    "refurbishment.record_frozen": minor(_("Copy of the reuse record kept")),
    "refurbishment.quality_checked": Told(_("Checked by a colleague"), "shield-check"),
}
