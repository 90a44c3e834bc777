"""What happened to requests and loans, in words."""

from django.utils.translation import gettext_lazy as _

from digibank.audit.telling import Told, minor

TOLD = {
    "lending.asked": Told(_("Asked for a device"), "hand"),
    "lending.promised": minor(_("A device of this kind promised")),
    "lending.withdrawn": minor(_("Request withdrawn")),
    "lending.refused": Told(_("Request refused"), "octagon", "refusal"),
    "lending.put_back": minor(_("Waits again")),
    "lending.fulfilled": minor(_("Request answered")),
    "lending.prepared": minor(_("Loan prepared")),
    "lending.contract_written": minor(_("Contract made")),
    "lending.handover_planned": minor(_("Another moment for the first help chosen")),
    "lending.handed_over": Told(_("Lent: contract signed, device given"), "people"),
    "lending.cancelled": minor(_("Loan cancelled")),
    "lending.renewed": Told(_("Made longer"), "calendar"),
    "lending.reminded": minor(_("Reminded of the last day")),
    "lending.taken_back": Told(_("Brought back"), "undo"),
    "lending.taken_back_elsewhere": Told(_("Brought back at a desk of another municipality"), "undo"),
    "lending.scanned": minor(_("Scanned in")),
    "lending.scan_undone": minor(_("What the scan did was undone")),
    "lending.slip_written": minor(_("Return slip made")),
    "lending.return_signed": minor(_("Return slip signed")),
    "lending.return_unsigned": minor(_("Return slip: nobody signed")),
    "lending.copy_made": minor(_("Copy of the signed paper made")),
    "lending.reported_lost": Told(_("Reported lost"), "octagon", "refusal"),
    "lending.reported_stolen": Told(_("Reported stolen"), "octagon", "refusal"),
}
