"""Lending to a person who stands at the desk: scan, look at the parts, make the contract."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from digibank import clock
from digibank.accounts.access import StaffRequest, needs
from digibank.accounts.posting import Typed, act, status_of
from digibank.accounts.rights import Can
from digibank.errors import RuleBroken
from digibank.inventory.models import Device
from digibank.lending import actions, queries
from digibank.lending.borrowing import asked_of, says_no, still_to_show
from digibank.lending.contracts import write_contract
from digibank.lending.flows import LoanKind
from digibank.lending.forms import ON_SCREEN, PrepareForm, ScanForm
from digibank.lending.models import Exemption, Loan, Request
from digibank.lending.papers import made
from digibank.lending.periods import due_after
from digibank.lending.updates import due_while_safe, kinds_of
from digibank.lending.views.loans import loan_to_print
from digibank.lending.views.signing import pad_of
from digibank.organisations.models import Place, Regulation
from digibank.people.models import Person


@require_safe
@needs(Can.LEND)
def lend(request: StaffRequest, pk: int) -> HttpResponse:
    """Scan the device that this person borrows."""
    person = borrower(request, pk)
    desk = queries.own_desk(request.user)
    form = ScanForm(request.GET if "scan" in request.GET else None)
    if desk and form.is_valid():
        try:
            device = queries.scanned(request.user, desk, form.cleaned_data["scan"])
        except RuleBroken as no:
            form.add_error("scan", str(no))
        else:
            return redirect("lending:prepare", pk=person.pk, device=device.pk)
    loans = Loan.objects.visible_to(request.user, Can.LEND).open().of_person(person)
    asked = Request.objects.visible_to(request.user, Can.LEND).open().of_person(person)
    context: dict[str, object] = {
        "person": person,
        "desk": desk,
        "form": form,
        "loans": loans.select_related("device__device_class"),
        "requests": asked.select_related("device_class", "desk"),
    }
    if desk:
        context |= _may_borrow(request, person, desk)
    return render(request, "lending/lend.html", context)


@needs(Can.LEND)
def prepare(request: StaffRequest, pk: int, device: int) -> HttpResponse:
    """Tick what goes along and choose the first help; then the contract is made."""
    person = borrower(request, pk)
    rows = Device.objects.filter(place__organisation__in=request.user.reach[Can.LEND])
    found = get_object_or_404(rows.select_related("device_class", "place"), pk=device)
    desk = queries.own_desk(request.user)
    if desk is None:
        return redirect("lending:lend", pk=person.pk)
    asked = queries.asked_by(person, found.device_class, desk)
    regulation = Regulation.objects.holding(desk.organisation, clock.today())
    form = PrepareForm(
        request.POST or None,
        device=found,
        offered=queries.moments_for(request.user, desk),
        missing=still_to_show(person, regulation) if regulation else [],
        kinds=kinds_of(regulation) if regulation else (),
    )
    prepared: list[Loan] = []

    def prepare_loan(typed: Typed) -> Loan:
        loan = actions.prepare(
            person,
            device=found,
            desk=desk,
            parts=typed["parts"],
            request=asked,
            seen=typed.get("seen", ()),
            kind=typed.get("kind") or LoanKind.LOAN,
            by=request.user.actor,
            **form.handover(),
        )
        prepared.append(loan)
        return loan

    answer = act(request, form, prepare_loan, pad_of if ON_SCREEN in request.POST else loan_to_print)
    for loan in prepared:
        # Printing takes a moment, so it comes after the transaction; a job prints what a dying process left.
        made(partial(write_contract, loan, by=request.user.actor), of=loan)
    context = {
        "person": person,
        "device": found,
        "desk": desk,
        "form": form,
        "asked": asked,
        "regulation": regulation,
    }
    if regulation:
        context |= _until(found, regulation, desk)
    return answer or render(request, "lending/prepare.html", context, status=status_of(form))


def _may_borrow(request: StaffRequest, person: Person, desk: Place) -> dict[str, object]:
    """What the rules ask of this person, which of them say no, and the exceptions of the person here."""
    regulation = Regulation.objects.holding(desk.organisation, clock.today())
    exemptions = Exemption.objects.visible_to(request.user, Can.LEND).of_person(person)
    return {
        "asked": asked_of(person, regulation) if regulation else [],
        "broken": [broken for broken in says_no(person, desk) if broken.rule != Exemption.Rule.PROOF],
        "exemptions": exemptions.filter(organisation=desk.organisation),
    }


def _until(device: Device, regulation: Regulation, desk: Place) -> dict[str, object]:
    """When it is to come back, and whether that is sooner than the rules say because its updates end."""
    today, months = clock.today(), regulation.loan_months
    try:
        due_on = due_while_safe(device, today, months, desk)
    except RuleBroken as no:
        return {"not_safe": str(no)}
    return {"due_on": due_on, "shortened": due_on < due_after(today, months, desk)}


def borrower(request: StaffRequest, pk: int) -> Person:
    """The person to lend to, or 404 when the user may not know this person."""
    rows = Person.objects.visible_to(request.user, Can.LEND).select_related("home")
    return get_object_or_404(rows.prefetch_related("addresses"), pk=pk)
