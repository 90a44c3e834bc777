"""Everything that happens at a help point."""

from digibank.helpdesk.actions.outcomes import finish, reopen
from digibank.helpdesk.actions.questions import answer, ask, leave_to_expert, pass_question_on, take
from digibank.helpdesk.actions.screens import end_screen, give_screen
from digibank.helpdesk.actions.visits import (
    call_again,
    call_next,
    call_this,
    check_in,
    go_home,
    join,
    leave,
    miss,
    pass_on,
    pause,
    put_back,
    resume,
    start,
    step_out,
    walk_in,
)

__all__ = [
    "answer",
    "ask",
    "call_again",
    "call_next",
    "call_this",
    "check_in",
    "end_screen",
    "finish",
    "give_screen",
    "go_home",
    "join",
    "leave",
    "leave_to_expert",
    "miss",
    "pass_on",
    "pass_question_on",
    "pause",
    "put_back",
    "reopen",
    "resume",
    "start",
    "step_out",
    "take",
    "walk_in",
]
