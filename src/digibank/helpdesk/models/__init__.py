"""Who comes to a help point, what came of it, and who is followed after a loan."""

from digibank.helpdesk.models.afterwards import FollowCall, Result
from digibank.helpdesk.models.handovers import HANDOVER_NUMBERS, Handover, Session
from digibank.helpdesk.models.outcomes import Autonomy, FollowUp, Material, Outcome, Partner, Solved
from digibank.helpdesk.models.outreach import MetAt, Outreach, OutreachPromise
from digibank.helpdesk.models.questions import QUESTION_NUMBERS, Question, Source
from digibank.helpdesk.models.screens import Screen
from digibank.helpdesk.models.talks import SkillsTalk, TalkAnswer
from digibank.helpdesk.models.visits import OUTSIDE, CameFor, Origin, QueueDay, Touch, Visit

__all__ = [
    "HANDOVER_NUMBERS",
    "OUTSIDE",
    "QUESTION_NUMBERS",
    "Autonomy",
    "CameFor",
    "FollowCall",
    "FollowUp",
    "Handover",
    "Material",
    "MetAt",
    "Origin",
    "Outcome",
    "Outreach",
    "OutreachPromise",
    "Partner",
    "Question",
    "QueueDay",
    "Result",
    "Screen",
    "Session",
    "SkillsTalk",
    "Solved",
    "Source",
    "TalkAnswer",
    "Touch",
    "Visit",
]
