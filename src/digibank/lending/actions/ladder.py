"""The borrower is told about the day a loan ends, and step by step when that day is over; or not, for a while.

Locked in this order: loans by their number, then messages.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta
from itertools import groupby

from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.comms import actions as comms
from digibank.comms.models import Channel, Message
from digibank.errors import RuleBroken
from digibank.lending.flows import LoanState
from digibank.lending.late import Word, loans_told_in, referrer_of, word_due
from digibank.lending.models import Loan, Pause, Reminder
from digibank.people.secrets import refuse_secrets

# A step may ask for a way of its own; when that does not lead to the person, it goes the way that does.
WAYS = {Reminder.Kind.PHONE: Channel.PHONE, Reminder.Kind.LETTER: Channel.LETTER}
LONGEST_PAUSE = timedelta(days=183)


@transaction.atomic
def remind(loans: Sequence[Loan], *, by: Actor) -> list[Message]:
    """Tell one borrower in one message which of these loans end soon, and which are late (policy U-09, U-63).

    The message goes the way of the highest step that is due. The partner who sent the person, where that step is due,
    gets one message too. What came back, was made longer, paused or told since `loans` were read is left out.
    """
    today = clock.today()
    words = [word for loan in _as_they_were(loans) if (word := word_due(loan, today))]
    told = [word for word in words if word.kind != Reminder.Kind.REFERRER]
    asked = [word for word in words if word.kind == Reminder.Kind.REFERRER]
    sent = [_tell(told, by)] if told else []
    for _key, of_one in groupby(sorted(asked, key=_partner), key=_partner):
        sent.append(_ask_partner(list(of_one), by))
    return sent


@transaction.atomic
def pause(loan: Loan, *, until_on: date, because: str, by: Actor, note: str = "") -> Pause:
    """Ask nothing about a loan up to and with this day, with a reason (policy U-65). The newest pause counts."""
    refuse_secrets(note, field="note")
    if because == Pause.Because.OTHER and not note.strip():
        raise RuleBroken(_("Write down why, in a few words."), field="note")
    return _pause(Loan.objects.locked(loan), until_on, because, by, note=note)


@transaction.atomic
def note_late_call(message: Message, *, reached: bool, by: Actor, agreed_on: date | None = None) -> Message:
    """Somebody called about late loans. With `agreed_on`, nothing more is asked until that day (policy U-65)."""
    loans = list(loans_told_in(message).overdue().select_for_update())
    if not loans:
        raise RuleBroken(_("All of it is back or was made longer. Reload the page."))
    if agreed_on:
        for loan in loans:
            _pause(loan, agreed_on, Pause.Because.AGREED, by)
    return comms.note_called(message, reached=reached, by=by)


@transaction.atomic
def hush(loan: Loan, *, by: Actor) -> None:
    """Part of a return and of a renewal: what was not told yet about the last day of a locked loan is told no more.

    A message that still names another loan goes all the same.
    """
    messages = {row.message for row in loan.reminders.filter(due_on=loan.ends_on).select_related("message")}
    for message in sorted(messages, key=lambda one: one.pk):
        if loans_told_in(message).exclude(pk=loan.pk).exists():
            continue
        with suppress(RuleBroken):  # It was told, or is being told at this moment.
            comms.cancel(message, by=by)


def _tell(words: list[Word], by: Actor) -> Message:
    """One message about all of these, from the desk of what is latest."""
    highest = max(words, key=lambda word: word.after_days)
    lines = [
        {
            "loan": word.loan.number,
            "device": word.loan.device.title,
            "number": word.loan.device.number,
            "due_on": word.loan.due_on,
            "late": word.kind != Reminder.Kind.SOON,
        }
        for word in words
    ]
    message = comms.queue(
        "lending/still_out" if highest.kind == Reminder.Kind.LETTER else "lending/reminder",
        to=highest.loan.person,
        by=by,
        about=[word.loan for word in words],
        from_place=highest.loan.desk,
        way=WAYS.get(highest.kind, ""),
        soon=[line for line in lines if not line["late"]],
        late=[line for line in lines if line["late"]],
    )
    _write_down(words, message, by)
    return message


def _ask_partner(words: list[Word], by: Actor) -> Message:
    """The partner learns the name, the numbers of the loans and that we ask to remind: never why (policy U-64)."""
    partner = referrer_of(words[0].loan)
    assert partner is not None
    message = comms.queue(
        "lending/ask_partner",
        to=partner,
        by=by,
        about=[word.loan for word in words],
        from_place=words[0].loan.desk,
        name=words[0].loan.person.name,
        numbers=", ".join(word.loan.number for word in words),
    )
    _write_down(words, message, by)
    return message


def _write_down(words: list[Word], message: Message, by: Actor) -> None:
    for word in words:
        loan = word.loan
        Reminder.objects.create(
            loan=loan,
            kind=word.kind,
            due_on=loan.ends_on,
            after_days=word.after_days,
            is_last=word.is_last,
            message=message,
        )
        record("lending.reminded", loan, by=by, about=[loan.person], kind=word.kind.value)


def _partner(word: Word) -> int:
    partner = referrer_of(word.loan)
    assert partner is not None
    return partner.pk


def _pause(loan: Loan, until_on: date, because: str, by: Actor, *, note: str = "") -> Pause:
    if loan.state != LoanState.RUNNING:
        raise RuleBroken(_("This loan does not run any more. Reload the page."))
    today = clock.today()
    if not today <= until_on <= today + LONGEST_PAUSE:
        raise RuleBroken(_("Choose a day from today on, at most half a year ahead."), field="until_on")
    made = Pause.objects.create(loan=loan, until_on=until_on, because=because, note=note, by=by)
    # The reason may be about health: it stands with the pause, and not in the trail.
    record("lending.paused", loan, by=by, about=[loan.person], until_on=until_on)
    return made


def _as_they_were(loans: Sequence[Loan]) -> list[Loan]:
    """Those that still run until the day that was read; they stay so until the transaction ends."""
    running = Loan.objects.running().filter(pk__in=[loan.pk for loan in loans]).order_by("pk").select_for_update()
    due_on = dict(running.values_list("pk", "due_on"))
    return [loan for loan in loans if due_on.get(loan.pk) == loan.due_on]
