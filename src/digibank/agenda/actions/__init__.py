"""Everything that happens in the agenda."""

from digibank.agenda.actions.absent import call_shift_off, leave
from digibank.agenda.actions.engaged import (
    book_with_helper,
    confirm,
    confirm_for_newcomer,
    end_holds,
    hold,
    move_with_helper,
)
from digibank.agenda.actions.moments import (
    book,
    call_planned,
    cancel,
    cancel_slot,
    end_calendar,
    give_calendar,
    move,
    note_done,
    note_missed,
    open_slot,
    open_week,
    put_on_call_list,
    set_day_limits,
)
from digibank.agenda.actions.reminders import end_reminders, remind

__all__ = [
    "book",
    "book_with_helper",
    "call_planned",
    "call_shift_off",
    "cancel",
    "cancel_slot",
    "confirm",
    "confirm_for_newcomer",
    "end_calendar",
    "end_holds",
    "end_reminders",
    "give_calendar",
    "hold",
    "leave",
    "move",
    "move_with_helper",
    "note_done",
    "note_missed",
    "open_slot",
    "open_week",
    "put_on_call_list",
    "remind",
    "set_day_limits",
]
