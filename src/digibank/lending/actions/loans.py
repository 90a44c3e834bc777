"""A loan is prepared, put on paper, signed and handed over; or called off before that.

Locked in this order, so that nobody waits in a ring: person, household, request, loan, charges, supply and device,
moment in the agenda; a till comes last of all.
"""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.agenda import actions as agenda
from digibank.agenda.flows import AppointmentState
from digibank.agenda.models import Appointment, Slot
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.comms import actions as comms
from digibank.errors import RuleBroken, refusing
from digibank.files.models import Document
from digibank.inventory import actions as inventory
from digibank.inventory.models import Commitment, Device
from digibank.lending.actions import charges, exemptions, offers, owning, proofs, requests, signatures
from digibank.lending.borrowing import allowed
from digibank.lending.dues import refuse_unpaid
from digibank.lending.flows import LOAN_FLOW, LoanKind, RequestState
from digibank.lending.models import Loan, Occasion, Request
from digibank.lending.parts import list_parts
from digibank.lending.updates import due_of
from digibank.organisations.models import Place
from digibank.people import actions as people
from digibank.people.models import Person, Representative, is_under_age, locked_with_household, who_signs_along


@transaction.atomic
def prepare(
    person: Person,
    *,
    device: Device,
    desk: Place,
    parts: Collection[str],
    by: Actor,
    slot: Slot | None = None,
    call_reason: str = "",
    request: Request | None = None,
    seen: Collection[str] = (),
    kind: str = LoanKind.LOAN,
) -> Loan:
    """Keep the device for this person, plan the warm handover and list what goes along: all of it, or nothing.

    `kind` is one that the rules offer (policy U-78). `parts` are the kinds of accessories that go along. Without a
    `slot` the person comes on the call list of the desk, with `call_reason`. With a `request` the promise made for it
    becomes the commitment of the loan. It ends while the device still gets security updates (policy U-17). `seen` are
    proofs that somebody looked at just now. Raises RuleBroken with the rule that says no (policy U-01, U-04, U-05,
    U-70); an exception that was granted is used up (policy U-74).
    """
    person = locked_with_household(person)
    along = _who_signs_along(person)
    if seen:
        proofs.see_proofs(person, desk=desk, criteria=seen, by=by)
    regulation, exceptions = allowed(person, desk)
    commitment = _commitment(person, device, desk, request, by)
    due_on = due_of(LoanKind(kind), device, regulation, desk)
    handover = _handover(person, desk, slot, call_reason, by)
    with refusing(Loan, "one_open_loan", _("%(number)s is lent already.") % {"number": device.number}):
        loan = Loan.objects.create(
            person=person,
            device=device,
            desk=desk,
            regulation=regulation,
            request=request,
            commitment=commitment,
            handover=handover,
            signs_along=along,
            due_on=due_on,
            kind=kind,
        )
    for exemption in exceptions:
        exemptions.use(exemption, loan=loan, by=by)
    list_parts(loan, set(parts))
    charges.write_charges(loan, by=by)
    record("lending.prepared", loan, by=by, about=[person, device, desk], regulation=regulation.number)
    return loan


@transaction.atomic
def keep_contract(loan: Loan, *, contract: Document, by: Actor) -> Loan:
    """Attach the contract that was printed from `loan` as it was read. The first one stays (policy U-06)."""
    found = Loan.objects.locked(loan)
    if found.contract_id:
        return found
    named = (found.handover_id, found.signs_along_id)
    if named != (loan.handover_id, loan.signs_along_id) or not LOAN_FLOW.allows(found, "hand_over"):
        raise RuleBroken(_("A colleague changed this loan just now. Reload the page and make the contract again."))
    found.contract = contract
    found.save(update_fields=["contract"])
    record("lending.contract_written", found, by=by, about=[found.person], document=contract.pk)
    return found


@transaction.atomic
def plan_handover(loan: Loan, *, by: Actor, slot: Slot | None = None, call_reason: str = "") -> Loan:
    """Choose another warm handover before the loan begins. The contract names it, so that is made anew."""
    found = Loan.objects.locked(loan)
    if not LOAN_FLOW.allows(found, "hand_over"):
        raise RuleBroken(_("This loan is not being prepared any more. Change the appointment in the agenda."))
    earlier = found.handover
    found.handover = _handover(found.person, found.desk, slot, call_reason, by)
    _drop_contract(found)
    found.save(update_fields=["handover"])
    _call_off(earlier, by)
    record("lending.handover_planned", found, by=by, about=[found.person])
    return found


@transaction.atomic
def make_anew(loan: Loan, *, by: Actor, large_print: bool = False) -> Loan:
    """Let go of a contract that the borrower did not sign yet, so that it is made of how things are now (policy U-99).

    With `large_print` the person needs that, from now on.
    """
    person = locked_with_household(loan.person)
    found = Loan.objects.locked(loan)
    if not LOAN_FLOW.allows(found, "hand_over"):
        raise RuleBroken(_("The contract of this loan is signed, or called off. It stays as it is."))
    if large_print:
        people.need_large_print(person, by=by)
    _drop_contract(found)
    record("lending.contract_anew", found, by=by, about=[person])
    return Loan.objects.locked(found)


@transaction.atomic
def hand_over(loan: Loan, *, signs: str, by: Actor, drawn: Document | None = None) -> Loan:
    """Give the device: `by` saw the borrower sign. The loan runs from today, signature included (policy U-02, U-16).

    A gift leaves the stock for good in the same act (policy U-79).

    `signs` is the SHA-256 of the contract that the borrower had in front of them, on paper or on the screen; what was
    `drawn` on the screen and stored is their signature, and without a drawing they signed on paper. Who signs along
    did so before (policy U-98).
    """
    found = Loan.objects.locked(loan)
    if not found.has_planned_handover:
        raise RuleBroken(_("The first help was called off. Plan it again, then hand the device over."))
    today, is_gift = clock.today(), found.kind == LoanKind.GIFT
    step, ends = ("give", {"ended_at": clock.now()}) if is_gift else ("hand_over", {})
    unsigned = _("The contract is not made yet. Make it, let it be signed, then hand the device over.")
    if _who_signs_along(found.person) != found.signs_along:
        raise RuleBroken(_("The contract does not name who signs along now. Make it anew, then let it be signed."))
    alone = _("Somebody signs along with this person. Let them sign first, then hand the device over.")
    with (
        refusing(Loan, "no_loan_begins_before_who_signs_along", alone),
        refusing(Loan, "a_loan_begins_with_a_signed_contract", unsigned),
    ):
        LOAN_FLOW.move(found, step, started_on=today, signed_on=today, seen_by=by, **ends)
    refuse_unpaid(found)
    inventory.lend(found.device, by=by)
    if found.request:
        requests.fulfil(found.request, by=by)
    signatures.sign(found, paper=found.contract, occasion=Occasion.LOAN, signs=signs, drawn=drawn, by=by)
    if is_gift:
        owning.leave_stock(found, by=by)
    record("lending.handed_over", found, by=by, about=[found.person, found.device, found.desk], due_on=found.due_on)
    _tell_handed_over(found, by)
    return found


@transaction.atomic
def cancel(loan: Loan, *, by: Actor) -> Loan:
    """Call off a loan that did not begin: device, moment and request are as they were before."""
    found = Loan.objects.locked(loan)
    LOAN_FLOW.move(found, "cancel", ended_at=clock.now())
    inventory.release(found.commitment, by=by)
    _call_off(found.handover, by)
    if found.request:
        requests.put_back(found.request, by=by)
    for exemption in found.exemptions.all():
        exemptions.put_back(exemption, by=by)
    charges.let_go(found, kinds=charges.BY_THE_RULES, because=_("The loan was called off."), by=by)
    record("lending.cancelled", found, by=by, about=[found.person, found.device])
    return found


def _commitment(person: Person, device: Device, desk: Place, request: Request | None, by: Actor) -> Commitment:
    """What keeps the device for this loan: the promise of the request, or a new one (policy I-06)."""
    if request is None:
        return inventory.hold(device, place=desk, by=by)
    found = Request.objects.locked(request)
    kept_elsewhere = found.promise and found.promise.place_id != desk.pk
    if found.person_id != person.pk or kept_elsewhere or not found.stands_at(desk):
        raise RuleBroken(_("This request is of somebody else, or of another desk. Reload the page."))
    if found.state == RequestState.WAITING:
        found = requests.promise(found, desk=desk, by=by)
    if found.state == RequestState.OFFERED:
        found = offers.accept(found.offers.open().get(), by=by)
    if found.promise is None or not found.is_open:
        raise RuleBroken(_("This request was answered already. Reload the page and look again."))
    return inventory.bind(found.promise, device, by=by)


def _who_signs_along(person: Person) -> Representative | None:
    """Who signs along today; RuleBroken when somebody must and nobody is known (policy U-97)."""
    along = who_signs_along(person)
    if along is None and is_under_age(person):
        raise RuleBroken(_("A minor borrows together with a parent or guardian. Write down who signs along first."))
    return along


def _drop_contract(loan: Loan) -> None:
    """Without contract nobody signed along either; whom the next one names is looked up again."""
    loan.contract, loan.signed_along_on, loan.signs_along = None, None, _who_signs_along(loan.person)
    loan.save(update_fields=["contract", "signed_along_on", "signs_along"])


def _handover(person: Person, desk: Place, slot: Slot | None, call_reason: str, by: Actor) -> Appointment:
    if slot:
        return agenda.book(slot, person=person, by=by)
    return agenda.put_on_call_list(desk, person=person, reason=call_reason, by=by)


def _call_off(handover: Appointment, by: Actor) -> None:
    if handover.state == AppointmentState.PLANNED:
        agenda.cancel(handover, by=by)


def _tell_handed_over(loan: Loan, by: Actor) -> None:
    slot = loan.handover.slot
    comms.queue(
        "lending/handed_over",
        to=loan.person,
        by=by,
        about=loan,
        once=f"loan-{loan.pk}-handed-over",
        from_place=loan.desk,
        device=loan.device.title,
        number=loan.device.number,
        due_on=loan.due_on,
        kind=loan.kind,
        help_at=slot.starts_at if slot else None,
        help_place=loan.handover.place.name,
    )
