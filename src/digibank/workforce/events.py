"""What happened to task cards, in words. What was done to the device is told by the chapter whose task it was."""

from django.utils.translation import gettext_lazy as _

from digibank.audit.telling import Told, minor

TOLD = {
    "workforce.laid_out": minor(_("Task card laid out")),
    "workforce.taken": minor(_("Task card taken")),
    "workforce.help_asked": Told(_("Help asked with a task card"), "hand", "refusal"),
    "workforce.laid_out_again": minor(_("Task card laid out again")),
    "workforce.withdrawn": minor(_("Task card withdrawn")),
    "workforce.done": minor(_("Task card done")),
    "workforce.reopened": minor(_("Task card not done after all")),
}
