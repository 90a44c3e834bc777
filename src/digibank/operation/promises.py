"""What always holds for the rows of an installation, whatever happened to it. Each function yields what does not."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from digibank import clock
from digibank.agenda.flows import HOLDING, AppointmentState
from digibank.agenda.models import Slot
from digibank.audit.models import Event, Subject
from digibank.comms.models import Message
from digibank.donations.flows import OfferState
from digibank.donations.models import Donation, LooseStock, Offer, OfferedItem, Preselection
from digibank.donations.standing import stands_at
from digibank.files.models import DamagedDocument, Document, Forgotten
from digibank.files.storage import documents as documents_kept
from digibank.helpdesk.flows import VisitState
from digibank.helpdesk.models import Handover, Origin, Outcome, QueueDay, TalkAnswer, Touch, Visit
from digibank.helpdesk.tasks import WORDINGS
from digibank.inventory.flows import MediumState, Position
from digibank.inventory.models import Commitment, Device
from digibank.lending.flows import KEEPS_ONE, NEVER_BEGAN, OPEN, LoanState, RequestState, SetState
from digibank.lending.models import (
    Charge,
    Loan,
    Occasion,
    Refund,
    Request,
    Return,
    SetLine,
    Signature,
    Swap,
    Till,
    Way,
)
from digibank.operation import schema
from digibank.operation.schema import our_models
from digibank.refurbishment.models import BatchClosing, Disposal, Handwork
from digibank.work.models import LONGEST_LEASE, Leased, Schedule
from digibank.workforce.flows import CardState
from digibank.workforce.kinds import TaskKind
from digibank.workforce.models import TaskCard

type Wrong = Iterator[str]

# A device that was lost with its borrower stays kept for that loan: when it turns up it comes back from there.
KEEPING = (*OPEN, LoanState.LOST, LoanState.STOLEN)


# Where a device stands while its loan is in this state.
_STANDS = {
    LoanState.PREPARED: Position.AT_DESK,
    LoanState.RUNNING: Position.LENT,
    LoanState.GIVEN: Position.GIVEN_AWAY,
}


@dataclass(frozen=True)
class Promise:
    """Something that holds: its title, how to find what breaks it, and what to do then."""

    title: str
    broken: Callable[[], Wrong]
    what_to_do: str


def loans() -> Wrong:
    """A loan and its device belong together, and a loan keeps its device until that came back."""
    for loan in Loan.objects.select_related("commitment", "device").iterator():
        if (loan.state in KEEPING) == (loan.commitment.released_at is not None):
            yield f"loan {loan.pk} is {loan.state} and its commitment was let go at {loan.commitment.released_at}"
        if loan.commitment.device_id != loan.device_id:
            yield f"loan {loan.pk} keeps device {loan.commitment.device_id} and lends {loan.device_id}"
        expected = _STANDS.get(LoanState(loan.state))
        if expected and loan.device.state != expected:
            yield f"loan {loan.pk} is {loan.state} and its device {loan.device.state}"
    yield from _swaps()
    returned = set(Return.objects.values_list("loan", flat=True))
    ended = set(Loan.objects.filter(state=LoanState.RETURNED).values_list("pk", flat=True))
    for key in sorted(returned ^ ended):
        yield f"loan {key} came back, or did not: its state and its return disagree"


def _swaps() -> Wrong:
    """Each swap begins with the device that the one before ended with, and the loan has the last one."""
    newest: dict[int, int] = {}
    for swap in Swap.objects.order_by("pk").iterator():
        if newest.setdefault(swap.loan_id, swap.old_id) != swap.old_id:
            yield f"swap {swap.pk} takes back device {swap.old_id}, and loan {swap.loan_id} had {newest[swap.loan_id]}"
        newest[swap.loan_id] = swap.new_id
    for key, device in Loan.objects.filter(pk__in=newest).values_list("pk", "device"):
        if device != newest[key]:
            yield f"loan {key} has device {device}, and was swapped to {newest[key]}"


def signatures() -> Wrong:
    """A loan that began was signed by all who must, and each signature is about the paper that is stored."""
    signed: dict[int, list[str]] = {}
    along = Signature.objects.filter(signer=Signature.Signer.ALONG)
    both = Signature.objects.filter(occasion=Occasion.LOAN).exclude(signer=Signature.Signer.ALONG)
    for loan, signer in both.values_list("loan", "signer"):
        signed.setdefault(loan, []).append(signer)
    for loan, state in Loan.objects.order_by("pk").values_list("pk", "state"):
        signers = sorted(signed.get(loan, []))
        if signers != ([] if state in NEVER_BEGAN else [Signature.Signer.BORROWER, Signature.Signer.DESK]):
            yield f"loan {loan} is {state} and signed by {signers}"
    named = Loan.objects.exclude(state__in=NEVER_BEGAN).filter(signs_along__isnull=False)
    unsigned = named.exclude(
        models.Exists(along.filter(loan=models.OuterRef("pk"), document=models.OuterRef("contract")))
    )
    for key in unsigned.order_by("pk").values_list("pk", flat=True):
        yield f"loan {key} began and who signs along did not sign its contract"
    for key in Signature.objects.exclude(sha256=models.F("document__sha256")).values_list("pk", flat=True):
        yield f"signature {key} is about another paper than the one that is kept with it"


def charges() -> Wrong:
    """A charge counts what was paid, waived, borne, taken off and given back; together with what is open it is all."""
    for charge in Charge.objects.order_by("pk").iterator():
        counted = {
            "paid_cents": _sum(charge.payments) + _sum(charge.deductions),
            "waived_cents": _sum(charge.waivers),
            "borne_cents": _sum(charge.bearings),
            "kept_cents": _sum(charge.taken_off),
            "refunded_cents": _sum(Refund.objects.filter(charge=charge)),
        }
        for name, cents in counted.items():
            if getattr(charge, name) != cents:
                yield f"charge {charge.pk} says {name} {getattr(charge, name)} and its rows {cents}"


def tills() -> Wrong:
    """A day of a till counts its entries, begins with what the day before left, and numbers have no gaps."""
    for till in Till.objects.order_by("pk"):
        left = 0
        for day in till.days.order_by("number"):
            cash = _sum(day.payments.filter(way=Way.CASH))
            if (day.start_cents, day.cash_cents, day.entries) != (left, cash, day.payments.count()):
                yield f"day {day.pk} of till {till.pk} does not add up"
            left = day.left_cents
        numbers: dict[int, list[int]] = {}
        for year, serial in till.payments.order_by("pk").values_list("year", "serial"):
            numbers.setdefault(year, []).append(serial)
        for year, serials in numbers.items():
            if serials != list(range(1, len(serials) + 1)):
                yield f"till {till.pk} has gaps in the numbers of {year}"


def _sum(rows: Any) -> int:
    cents: int = rows.aggregate(cents=models.Sum("cents", default=0))["cents"]
    return cents


def commitments() -> Wrong:
    """Whatever is kept is kept for somebody, and whatever is lent is lent once."""
    for kept in Commitment.objects.open().exclude(kind=Commitment.Kind.TRANSPORT):
        lent = Loan.objects.filter(commitment=kept, state__in=KEEPING).exists()
        promised = Request.objects.filter(promise=kept, state__in=KEEPS_ONE).exists()
        in_set = SetLine.objects.filter(commitment=kept, back="").values_list("device_set__state", flat=True).first()
        promised = promised or in_set == SetState.PROMISED
        lent = lent or in_set in (SetState.OUT, SetState.BACK)
        if not {"loan": lent, "promise": promised}[kept.kind]:
            yield f"commitment {kept.pk} ({kept.kind}) is kept for nobody"
    running = models.Count("loans", filter=models.Q(loans__state=LoanState.RUNNING))
    given = models.Count("loans", filter=models.Q(loans__state=LoanState.GIVEN))
    rows = Device.objects.annotate(running=running, given=given).order_by()
    out = SetLine.objects.filter(device_set__state__in=(SetState.OUT, SetState.BACK), back="", device__isnull=False)
    in_sets = Counter(out.values_list("device", flat=True))
    for key, state, running_loans, gone in rows.values_list("pk", "state", "running", "given"):
        having = running_loans + in_sets[key]
        if (having, gone) != (state == Position.LENT, state == Position.GIVEN_AWAY):
            yield f"device {key} is {state}, is lent {having} times, and was given away {gone} times"


def requests() -> Wrong:
    """A request that was answered has its loan, and one that waits has none."""
    begun = models.Count("loans", filter=~models.Q(loans__state__in=NEVER_BEGAN))
    rows = Request.objects.annotate(begun=begun).order_by()
    for key, state, count in rows.values_list("pk", "state", "begun"):
        if count != (state == RequestState.FULFILLED):
            yield f"request {key} is {state} with {count} loans"
    for asked in Request.objects.filter(state__in=KEEPS_ONE, promise__isnull=True):
        yield f"request {asked.pk} is promised and nothing is kept for it"


def moments() -> Wrong:
    """A moment counts the places that are held in it."""
    held = models.Count("appointments", filter=models.Q(appointments__state__in=HOLDING))
    for key, taken, count in Slot.objects.annotate(held=held).order_by().values_list("pk", "taken", "held"):
        if taken != count:
            yield f"moment {key} counts {taken} and has {count}"


def storage() -> Wrong:
    """A device counts the storage in it that is not settled yet."""
    inside = models.Q(media__state=MediumState.TO_ERASE, media__taken_out_at__isnull=True)
    unsettled = models.Count("media", filter=inside)
    rows = Device.objects.annotate(unsettled=unsettled).order_by()
    for key, counted, known, count in rows.values_list("pk", "open_media", "storage_known", "unsettled"):
        if counted != count + (not known):
            yield f"device {key} counts {counted} open media and has {count + (not known)}"


def waste() -> Wrong:
    """What was disposed of stands in the waste register, with its weight, and nothing else does."""
    standing = set(Disposal.objects.standing().values_list("device", flat=True))
    disposed = set(Device.objects.filter(state=Position.DISPOSED).values_list("pk", flat=True))
    for key in sorted(standing ^ disposed):
        yield f"device {key} is waste, or is not: its state and the waste register disagree"


def handwork() -> Wrong:
    """A task card to clean or to pack is done when its handwork is written down, and only then."""
    written = set(Handwork.objects.standing().values_list("card", flat=True))
    by_hand = TaskCard.objects.filter(state=CardState.DONE).exclude(kind=TaskKind.LABEL)
    for key in sorted(written ^ set(by_hand.values_list("pk", flat=True))):
        yield f"task card {key} is done, or is not: its state and the handwork disagree"


def visits() -> Wrong:
    """Somebody helps each visitor who is being helped and nobody else, and who was helped has an outcome."""
    open_touches = Touch.objects.filter(ended_at__isnull=True)
    helped = set(open_touches.values_list("visit", flat=True))
    in_help = set(Visit.objects.filter(state=VisitState.IN_HELP).values_list("pk", flat=True))
    for key in sorted(helped ^ in_help):
        yield f"visit {key} is being helped, or is not: its state and its stretches of help disagree"
    twice = open_touches.order_by().values_list("helper").annotate(count=models.Count("pk")).filter(count__gt=1)
    for key, count in twice:
        yield f"helper {key} helps {count} visitors at once"
    told = set(Outcome.objects.standing().values_list("visit", flat=True))
    done = set(Visit.objects.filter(state=VisitState.DONE).values_list("pk", flat=True))
    for key in sorted(told ^ done):
        yield f"visit {key} is done, or is not: its state and its outcome disagree"
    yield from _numbers_of_the_day()


def _numbers_of_the_day() -> Wrong:
    """The numbers of a day are one, two, three, for each way of coming; the day knows the last one."""
    given: dict[tuple[int, str], list[int]] = {}
    for day, origin, serial in Visit.objects.order_by("serial").values_list("day", "origin", "serial"):
        given.setdefault((day, origin), []).append(serial)
    for key, walked_in, expected in QueueDay.objects.order_by("pk").values_list(
        "pk", "last_walk_in", "last_appointment"
    ):
        for origin, last in ((Origin.WALK_IN, walked_in), (Origin.APPOINTMENT, expected)):
            serials = given.get((key, origin), [])
            if serials != list(range(1, last + 1)):
                yield f"day {key} of a queue gave {last} numbers ({origin}), and its visits have {serials[-1:]}"


def choices() -> Wrong:
    """Every state and every kind is one that this code knows."""
    for model in our_models():
        for field in model._meta.local_fields:
            if not isinstance(field, models.CharField) or not field.choices:
                continue
            known = {value for value, _label in field.flatchoices} | {""}
            rows = model._base_manager.order_by().exclude(**{f"{field.name}__in": known})
            for value in rows.exclude(**{f"{field.name}__isnull": True}).values_list(field.name, flat=True).distinct():
                yield f"{model._meta.label} has a {field.name} that nothing knows: {value}"


def offers() -> Wrong:
    """An offer stands where its things are, and of each thing the newest decision counts."""
    for offer in Offer.objects.exclude(state=OfferState.WITHDRAWN).iterator():
        if offer.state != stands_at(offer):
            yield f"offer {offer.pk} is {offer.state} and its things make it {stands_at(offer)}"
    for item in OfferedItem.objects.prefetch_related("decisions").iterator(chunk_size=1000):
        verdict = item.decision.verdict if item.decision else Preselection.UNDECIDED
        if item.preselection != verdict:
            yield f"offered thing {item.pk} is {item.preselection} and was last judged {verdict}"


def closings() -> Wrong:
    """A donation is closed exactly when its last closing stands, and each closing has the figures of that day."""
    standing = BatchClosing.objects.filter(reopened_at__isnull=True)
    closed = set(Donation.objects.filter(closed_at__isnull=False).values_list("pk", flat=True))
    for key in sorted(closed ^ set(standing.values_list("donation", flat=True))):
        yield f"donation {key} is closed, or is not: it and its closing disagree"
    for key in BatchClosing.objects.filter(figures__isnull=True).values_list("pk", flat=True):
        yield f"closing {key} has no figures"


def loose_parts() -> Wrong:
    """What lies loose is the sum of what came and went."""
    for stock in LooseStock.objects.annotate(sum=models.Sum("movements__change", default=0)).iterator():
        if stock.count != stock.sum:
            yield f"loose parts {stock.pk} are {stock.count} and came and went to {stock.sum}"


def documents() -> Wrong:
    """No row without its file, each file is what was stored, and none is left of what was forgotten."""
    for document in Document.objects.kept().select_related("forgotten").order_by("pk").iterator():
        try:
            document.content()
        except DamagedDocument as damaged:
            yield str(damaged)
    for mark in Forgotten.objects.exclude(removed_at=None).select_related("document").iterator():
        if documents_kept().read(mark.document.sha256) is not None:
            yield f"Document {mark.document_id} was forgotten and its file is still there: {mark.document.sha256}."


def trail() -> Wrong:
    """Every event is about something, and what it is about is there."""
    for event in Event.objects.filter(subjects__isnull=True):
        yield f"event {event.pk} ({event.verb}) is about nothing"
    for kind in Subject.objects.order_by().values_list("kind", flat=True).distinct():
        there = apps.get_model(kind)._base_manager.values("pk")
        for lost in Subject.objects.filter(kind=kind).exclude(key__in=there):
            yield f"event {lost.event_id} is about {kind} {lost.key}, which is not there"


def leases() -> Wrong:
    """Nobody has work for longer than anybody may, and every job has its next moment."""
    leased: list[type[Leased]] = [Schedule, Message]
    for model in leased:
        for row in model._base_manager.filter(lease_until__gt=clock.now() + LONGEST_LEASE):
            yield f"{model._meta.label_lower} {row.pk} is lent to a worker until {row.lease_until}"
    for job in Schedule.objects.filter(due_at__isnull=True):
        yield f"the job {job.code} will never run again"


def handovers() -> Wrong:
    """Who has a device on loan is followed, or a first lesson stands in the agenda; and talks ask what was asked."""
    unfollowed = Loan.objects.running().filter(followed__isnull=True)
    for key in (
        unfollowed.filter(handover__state=AppointmentState.CANCELLED).order_by("pk").values_list("pk", flat=True)
    ):
        yield f"loan {key} runs, its first lesson was called off, and nobody follows the borrower"
    for key in (
        Handover.objects.exclude(loan=None).exclude(person=models.F("loan__person")).values_list("pk", flat=True)
    ):
        yield f"handover {key} is about another person than its loan"
    for key in Handover.objects.filter(loan__state__in=NEVER_BEGAN).values_list("pk", flat=True):
        yield f"handover {key} is of a loan that never began"
    for answer in TalkAnswer.objects.select_related("talk").order_by("pk").iterator():
        if answer.task not in {task.code for task in WORDINGS.get(answer.talk.wording, ())}:
            yield f"answer {answer.pk} is to {answer.task}, which version {answer.talk.wording} does not ask"


RESTORE = "Restore the last backup in which this is whole, beside this one, and look at what differs."
MIGRATE = "The tables were changed by hand. Restore a backup into a new database, or make them anew as the models say."

PROMISES = [
    Promise("the database is whole", schema.damage, RESTORE),
    Promise("constraints and foreign keys stand", schema.constraints, MIGRATE),
    Promise("guards stand", schema.guards, MIGRATE),
    Promise(
        "states are known", choices, "Another version wrote this. Install the version that last used this database."
    ),
    Promise("loans agree with their devices", loans, RESTORE),
    Promise("loans that began are signed", signatures, RESTORE),
    Promise("charges are the sum of their rows", charges, RESTORE),
    Promise("tills add up to the cent", tills, RESTORE),
    Promise("commitments are for somebody", commitments, RESTORE),
    Promise("requests agree with their loans", requests, RESTORE),
    Promise("moments count their places", moments, RESTORE),
    Promise("devices count their storage", storage, RESTORE),
    Promise("waste stands in the register", waste, RESTORE),
    Promise("borrowers are followed", handovers, "Let the worker run: it follows them. Else restore the last backup."),
    Promise("task cards agree with the handwork", handwork, RESTORE),
    Promise("visitors are with who helps them", visits, RESTORE),
    Promise("offers stand where their things are", offers, RESTORE),
    Promise("closed donations have their figures", closings, RESTORE),
    Promise("loose parts are what came and went", loose_parts, RESTORE),
    Promise("the trail is about what is there", trail, RESTORE),
    Promise(
        "work is with nobody for ever", leases, "Was the clock wrong? Set it right, end the workers, and look again."
    ),
    Promise("documents are what was stored", documents, "Put these documents back from a backup; see docs/operations."),
]
