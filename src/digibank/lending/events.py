"""What happened to requests and loans, in words."""

from django.utils.translation import gettext_lazy as _

from digibank.audit.telling import Told, minor

TOLD = {
    "lending.asked": Told(_("Asked for a device"), "hand"),
    "lending.promised": minor(_("A device of this kind promised")),
    "lending.offered": Told(_("A device offered"), "laptop"),
    "lending.accepted": minor(_("Offer accepted")),
    "lending.declined": minor(_("Offer not accepted")),
    "lending.lapsed": Told(_("Offer over: no answer, or not reached"), "clock"),
    "lending.offer_extended": minor(_("Offer waits longer")),
    "lending.moved_up": Told(_("Moved up in the waiting list by hand"), "arrow"),
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
    "lending.slip_written": minor(_("Return slip made")),
    "lending.return_signed": minor(_("Return slip signed")),
    "lending.return_unsigned": minor(_("Return slip: nobody signed")),
    "lending.copy_made": minor(_("Copy of the signed paper made")),
    "lending.reported_lost": Told(_("Reported lost"), "octagon", "refusal"),
    "lending.reported_stolen": Told(_("Reported stolen"), "octagon", "refusal"),
}
