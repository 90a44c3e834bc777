"""What happened to task cards and to helpers, in words.

What was done to the device is told by the chapter whose task it was.
"""

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
    "workforce.helper_described": minor(_("What a helper knows and speaks written down")),
    "workforce.shift_planned": minor(_("Helper planned")),
    "workforce.shift_called_off": minor(_("Helper does not come")),
    "workforce.came": minor(_("Helper came")),
    "workforce.left": minor(_("Helper left")),
}
