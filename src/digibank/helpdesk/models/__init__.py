"""What the helpdesk keeps."""

# Handovers, skills talks, outreach
from digibank.helpdesk.models.afterwards import FollowCall, Result
from digibank.helpdesk.models.handovers import HANDOVER_NUMBERS, Handover, Session
from digibank.helpdesk.models.outreach import FollowUp, MetAt, Outreach
from digibank.helpdesk.models.talks import SkillsTalk, TalkAnswer

__all__ = [
    "HANDOVER_NUMBERS",
    "FollowCall",
    "FollowUp",
    "Handover",
    "MetAt",
    "Outreach",
    "Result",
    "Session",
    "SkillsTalk",
    "TalkAnswer",
]
