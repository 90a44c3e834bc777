"""What happened to devices, in words."""

from django.utils.translation import gettext_lazy as _

from digibank.audit.telling import Told, minor

TOLD = {
    "inventory.class_added": minor(_("Kind of device added")),
    "inventory.device_registered": Told(_("Registered and labelled"), "printer"),
    "inventory.device_edited": minor(_("Facts corrected")),
    "inventory.report_read": minor(_("Report of the machine read")),
    "inventory.reading_undone": minor(_("Report was about another machine: taken back")),
    "inventory.medium_added": minor(_("Storage medium written down")),
    "inventory.medium_edited": minor(_("Storage medium corrected")),
    "inventory.medium_erased": Told(_("Storage erased"), "disk-check"),
    "inventory.medium_absent": minor(_("Storage stated absent")),
    "inventory.medium_destroyed": Told(_("Storage destroyed"), "close"),
    "inventory.no_storage_stated": minor(_("No storage inside, seen by a colleague")),
    "inventory.gate_passed": Told(_("All data settled"), "shield-check"),
    "inventory.accessory_checked": minor(_("Part checked")),
    "inventory.installed": Told(_("Installed"), "tool"),
    "inventory.approved": Told(_("In stock"), "house"),
    "inventory.rejected": Told(_("Sent back to the bench by the check"), "octagon", "refusal"),
    "inventory.sent": Told(_("Left for another place"), "truck"),
    "inventory.arrived": Told(_("Arrived"), "house"),
    "inventory.class_promised": minor(_("One of this kind promised")),
    "inventory.device_bound": minor(_("Chosen for a request")),
    "inventory.device_held": minor(_("Kept for a loan")),
    "inventory.released": minor(_("Let go")),
    "inventory.lent": Told(_("Went along with the borrower"), "people"),
    "inventory.taken_back": Told(_("Back at the desk, to be erased"), "undo"),
    "inventory.lost": Told(_("Lost"), "octagon", "refusal"),
    "inventory.stolen": Told(_("Stolen"), "octagon", "refusal"),
    "inventory.found": Told(_("Found again"), "eye"),
    "inventory.written_off": Told(_("Written off"), "trash"),
    "inventory.restored": minor(_("Writing off undone")),
}
