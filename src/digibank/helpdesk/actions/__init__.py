"""What happens at the helpdesk."""

# Handovers, skills talks, outreach
from digibank.helpdesk.actions.handovers import (
    conclude,
    end_with_loan,
    follow,
    hold_session,
    look_back,
    note_call,
    note_course,
    note_missed,
    open_handover,
    open_without_loan,
    plan_next,
)
from digibank.helpdesk.actions.outreach import keep_promise, met_at, note_outreach, promise
from digibank.helpdesk.actions.talks import begin_talk, finish_talk, tell, tell_facts, type_over

__all__ = [
    "begin_talk", "conclude", "end_with_loan", "finish_talk", "follow", "hold_session", "keep_promise",
    "look_back", "met_at", "note_call", "note_course", "note_missed", "note_outreach", "open_handover",
    "open_without_loan", "plan_next", "promise", "tell", "tell_facts", "type_over",
]  # fmt: skip
