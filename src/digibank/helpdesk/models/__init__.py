"""Who comes to a help point, and what came of it."""

from digibank.helpdesk.models.outcomes import Autonomy, FollowUp, Material, Outcome, Partner, Solved
from digibank.helpdesk.models.questions import QUESTION_NUMBERS, Question, Source
from digibank.helpdesk.models.screens import Screen
from digibank.helpdesk.models.visits import CameFor, Origin, QueueDay, Touch, Visit

__all__ = [
    "QUESTION_NUMBERS",
    "Autonomy",
    "CameFor",
    "FollowUp",
    "Material",
    "Origin",
    "Outcome",
    "Partner",
    "Question",
    "QueueDay",
    "Screen",
    "Solved",
    "Source",
    "Touch",
    "Visit",
]
