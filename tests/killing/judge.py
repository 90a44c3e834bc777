"""What is left after the killing: what holds in every installation, and what this day at the desk must have left.

Reads as JSON what the clerks were told and what the mail server heard; prints figures and what is wrong.
"""

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings

from digibank.accounts.models import Post
from digibank.agenda.flows import AppointmentState
from digibank.agenda.models import Appointment
from digibank.audit.models import Event, Subject
from digibank.comms.flows import State
from digibank.comms.mail import message_id
from digibank.comms.models import Attempt, Channel, Message
from digibank.files.models import Document
from digibank.helpdesk.flows import VisitState
from digibank.helpdesk.models import Outcome, Touch, Visit
from digibank.inventory.flows import Position
from digibank.inventory.models import Commitment
from digibank.lending.flows import NEVER_BEGAN, LoanState, RequestState
from digibank.lending.models import Loan, Request, Return
from digibank.operation.promises import PROMISES
from digibank.people.models import Person

type Seen = dict[str, Any]
type Wrong = Iterator[str]

# A loan in this state has its device here, and has (or has not) a commitment that still holds.
DEVICE_OF = {
    LoanState.PREPARED: (Position.AT_DESK, 1),
    LoanState.RUNNING: (Position.LENT, 1),
    LoanState.RETURNED: (Position.QUARANTINE, 0),
}
FINAL = (State.SENT, State.TO_DO, State.DONE, State.UNCERTAIN)
PAPER_OR_CALL = (Channel.LETTER, Channel.CARD, Channel.PHONE)


def main() -> None:
    """Judge, and say so."""
    seen = json.load(sys.stdin)
    wrong = [what for promise in PROMISES for what in promise.broken()]
    wrong += [what for judge in JUDGES for what in judge(seen)]
    sys.stdout.write(json.dumps({"figures": _figures(seen), "wrong": wrong}))


def _loans(_seen: Seen) -> Wrong:
    """No loan is half done: its paper, its commitment, its device, its parts and its first help belong together."""
    for loan in Loan.objects.select_related("contract", "commitment", "device", "handover"):
        position, held = DEVICE_OF[LoanState(loan.state)]
        if loan.device.state != position:
            yield f"loan {loan.pk} is {loan.state} and its device {loan.device.state}"
        if Commitment.objects.open().filter(device=loan.device, kind="loan").count() != held:
            yield f"loan {loan.pk} is {loan.state} and not {held} commitments keep its device"
        if (loan.commitment.released_at is None) != bool(held):
            yield f"loan {loan.pk} is {loan.state} and its commitment was let go at {loan.commitment.released_at}"
        if loan.contract is None:
            yield f"loan {loan.pk} never got its contract"
        if loan.handover.state != AppointmentState.PLANNED:
            yield f"loan {loan.pk} has a first help that is {loan.handover.state}"
        if (loan.state in NEVER_BEGAN) != (loan.signed_on is None):
            yield f"loan {loan.pk} is {loan.state} and signed on {loan.signed_on}"
        if loan.parts.count() != 2 or (loan.state == LoanState.RETURNED) != all(part.back for part in loan.parts.all()):
            yield f"loan {loan.pk} is {loan.state} with parts {list(loan.parts.values_list('kind', 'back'))}"
        if Return.objects.filter(loan=loan).count() != (loan.state == LoanState.RETURNED):
            yield f"loan {loan.pk} is {loan.state} with {Return.objects.filter(loan=loan).count()} returns"


def _requests(_seen: Seen) -> Wrong:
    for asked in Request.objects.all():
        if (asked.promise_id is None) != (asked.state == RequestState.WAITING):
            yield f"request {asked.pk} is {asked.state} with promise {asked.promise_id}"


def _appointments(_seen: Seen) -> Wrong:
    for appointment in Appointment.objects.filter(loan__isnull=True):
        yield f"appointment {appointment.pk} belongs to no loan"


def _messages(seen: Seen) -> Wrong:
    """Each event is told by exactly one message, and each message came somewhere."""
    begun = Loan.objects.exclude(state__in=NEVER_BEGAN)
    wanted = {f"loan-{key}-handed-over" for key in begun.values_list("pk", flat=True)}
    wanted |= set(seen["town"]["messages"])
    wanted |= {f"loan-{key}-returned" for key in Return.objects.values_list("loan", flat=True)}
    written = Counter(Message.objects.values_list("once", flat=True))
    if written != Counter(wanted):
        yield f"messages are lost or too many: {written - Counter(wanted)} and {Counter(wanted) - written}"
    for message in Message.objects.all():
        tries = list(message.tries.values_list("outcome", "because"))
        if message.state not in FINAL or message.lease_until:
            yield f"message {message.pk} ({message.channel}) stays {message.state}, tried {tries}"
        if message.state == State.TO_DO and message.channel not in PAPER_OR_CALL:
            yield f"message {message.pk} ({message.channel}) waits for people"
        if message.state == State.UNCERTAIN and (message.channel, tries[-1]) != ("sms", ("lost_sight", "worker_died")):
            yield f"message {message.pk} ({message.channel}) is uncertain and says {tries}"
        if message.state == State.SENT and [outcome for outcome, _why in tries] != ["sent"]:
            yield f"message {message.pk} ({message.channel}) was sent and says {tries}"


def _emails(seen: Seen) -> Wrong:
    """What was sent was heard; what was heard again is the same words to the same person under the same id."""
    heard = defaultdict(list)
    for email in seen["heard"]:
        heard[email["id"]].append((email["to"], email["words"]))
    rows = Message.objects.filter(channel=Channel.EMAIL)
    known = {message_id(message): message for message in rows}
    for stranger in heard.keys() - known.keys():
        yield f"{stranger} was heard and is no message of ours"
    for name, message in known.items():
        if message.state == State.SENT and len(set(heard[name])) != 1:
            yield f"message {message.pk} was sent and heard as {heard[name]}"


def _texts(_seen: Seen) -> Wrong:
    folder = Path(settings.SMS_FOLDER)
    there = {path.stem for path in folder.glob("*.json")} if folder.exists() else set()
    rows = Message.objects.filter(channel=Channel.SMS)
    for message in rows.filter(state=State.SENT):
        if str(message.key) not in there:
            yield f"message {message.pk} was sent and there is no text"
    for stranger in there - {str(key) for key in rows.values_list("key", flat=True)}:
        yield f"the text {stranger} is no message of ours"


def _answers(seen: Seen) -> Wrong:
    """What a page said is true: done is done, refused is not done, and nothing was done twice."""
    posts = dict(Post.objects.values_list("key", "answer"))
    for sent in seen["sent"]:
        kept = posts.get(uuid5(UUID(sent["once"]), sent["path"]))
        if kept != (sent["led_to"] if sent["status"] == 303 else None):
            yield f"{sent['path']} answered {sent['status']} {sent['led_to']} (again: {sent['again']}), kept is {kept}"
    if len(posts) != sum(sent["status"] == 303 for sent in seen["sent"]):
        yield f"{len(posts)} forms are kept, and {len(seen['sent'])} were answered"
    stands = Counter(what for what, _key, _detail in seen["stands"])
    counted = {
        "person": Person.objects.count() - seen["town"]["people"],
        "request": Request.objects.count(),
        "loan": Loan.objects.count(),
        "begun": Loan.objects.exclude(state__in=NEVER_BEGAN).count(),
        "renewed": Loan.objects.filter(renewals__isnull=False).count(),
        "returned": Return.objects.count(),
        "visit": Visit.objects.count(),
        "helped": Visit.objects.filter(state=VisitState.DONE).count(),
        "passed on": Event.objects.filter(verb="helpdesk.passed_on").count(),
    }
    # A clerk who did nothing of a kind said nothing of it.
    counted = {what: number for what, number in counted.items() if number}
    if stands != Counter(counted):
        yield f"the pages said {dict(stands)}, and there are {counted}"


def _records(seen: Seen) -> Wrong:
    """Each record to which a page led is the one that was made there."""
    for what, key, detail in seen["stands"]:
        if _found(what, key, detail).count() != 1:
            yield f"the page said {what} {key} {detail}, and that is not so"


def _found(what: str, key: int, detail: str) -> Any:
    found: Any = Visit.objects.filter(pk=key)
    match what:
        case "person":
            found = Person.objects.filter(pk=key, name=detail)
        case "request":
            found = Request.objects.filter(pk=key, person=int(detail))
        case "loan":
            person, device = detail.split()
            found = Loan.objects.filter(pk=key, person=int(person), device=int(device))
        case "begun":
            found = Loan.objects.filter(pk=key).exclude(state__in=NEVER_BEGAN)
        case "renewed":
            found = Loan.objects.filter(pk=key, renewals__isnull=False)
        case "returned":
            found = Loan.objects.filter(pk=key, state=LoanState.RETURNED)
        case "helped":
            found = Outcome.objects.standing().filter(visit=key, visit__state=VisitState.DONE)
    return found


def _visits(_seen: Seen) -> Wrong:
    """Each time that help began or went on there is one stretch of it, and it ended with what was done then."""
    began = Event.objects.filter(verb__in=("helpdesk.started", "helpdesk.resumed")).count()
    if Touch.objects.count() != began:
        yield f"help began or went on {began} times, and there are {Touch.objects.count()} stretches of it"
    for visit in Visit.objects.exclude(state=VisitState.IN_HELP).filter(touches__ended_at__isnull=True):
        yield f"visit {visit.pk} is {visit.state} and somebody still helps"


def _trail(_seen: Seen) -> Wrong:
    """Every act is in the trail once, and the trail tells of nothing that is not there."""
    begun = Loan.objects.exclude(state__in=NEVER_BEGAN)
    acts = {
        "people.registered": Person.objects.all(),
        "lending.asked": Request.objects.all(),
        "lending.fulfilled": Request.objects.filter(state=RequestState.FULFILLED),
        "lending.prepared": Loan.objects.all(),
        "lending.contract_written": Loan.objects.all(),
        "lending.handed_over": begun,
        "lending.renewed": begun.filter(renewals__isnull=False),
        "helpdesk.came": Visit.objects.all(),
        "helpdesk.helped": Visit.objects.filter(state=VisitState.DONE),
        "lending.taken_back": Loan.objects.filter(state=LoanState.RETURNED),
        "comms.queued": Message.objects.all(),
        "files.stored": Document.objects.all(),
    }
    for verb, rows in acts.items():
        kind = rows.model._meta.label_lower
        told = Counter(Subject.objects.filter(event__verb=verb, kind=kind).values_list("key", flat=True))
        if told != Counter(rows.values_list("pk", flat=True)):
            yield f"{verb} is told {len(told)} times, and there are {rows.count()} of {kind}"
    for outcome, tries in Counter(Attempt.objects.values_list("outcome", flat=True)).items():
        if Event.objects.filter(verb=f"comms.{outcome}").count() != tries:
            yield f"comms.{outcome} happened {tries} times and is told otherwise"


def _figures(seen: Seen) -> dict[str, int]:
    messages = Counter(Message.objects.values_list("state", flat=True))
    heard = Counter(email["id"] for email in seen["heard"])
    return {
        "residents": Person.objects.count(),
        "loans": Loan.objects.count(),
        "returns": Return.objects.count(),
        "visits": Visit.objects.count(),
        "visitors helped": Visit.objects.filter(state=VisitState.DONE).count(),
        "messages": sum(messages.values()),
        "of these uncertain": messages[State.UNCERTAIN],
        "e-mails": len(heard),
        "e-mails heard again under their own id": sum(heard.values()) - len(heard),
    }


JUDGES = [_loans, _requests, _appointments, _messages, _emails, _texts, _answers, _records, _visits, _trail]
