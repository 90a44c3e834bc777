"""The device comes back; or the borrower says that it is lost or stolen."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.comms import actions as comms
from digibank.inventory import actions as inventory
from digibank.inventory.models import Device, FlagKind
from digibank.lending.actions import charges
from digibank.lending.actions.ladder import hush
from digibank.lending.flows import LOAN_FLOW, LoanState
from digibank.lending.models import NOTHING_ASKED, Asked, Charge, Loan, LoanPart, Loss, Return
from digibank.lending.parts import back_in_words, given_parts
from digibank.organisations.models import Place
from digibank.people.secrets import refuse_secrets


@transaction.atomic
def take_back(
    loan: Loan,
    *,
    place: Place,
    condition: str,
    parts: Mapping[str, str],
    by: Actor,
    note: str = "",
    asked: Asked = NOTHING_ASKED,
) -> Return:
    """Receive the device, also one that was lost or stolen and is found; its data are erased again (policy I-07).

    `parts` gives for each part that went along how it came back: present, missing or damaged (policy U-07);
    `asked` what was answered about own files and accounts (policy U-95).
    """
    refuse_secrets(note, field="note")
    found = Loan.objects.locked(loan)
    was_gone = found.state != LoanState.RUNNING
    LOAN_FLOW.move(found, "take_back", ended_at=clock.now())
    _note_parts(found, parts)
    _receive(found, place, parts, was_gone=was_gone, by=by)
    _end_deposit(found, by)
    hush(found, by=by)
    keep_if_locked(found.device, asked=asked, by=by)
    back = Return.objects.create(
        loan=found,
        place=place,
        condition=condition,
        note=note,
        checked_by=by,
        files_saved=asked.files_saved,
        signed_out=asked.signed_out,
    )
    record("lending.taken_back", found, by=by, about=[found.person, found.device, place], condition=condition)
    _tell_returned(found, by)
    return back


@transaction.atomic
def report_lost(loan: Loan, *, by: Actor, note: str = "") -> Loan:
    """The borrower does not know where the device is."""
    refuse_secrets(note, field="note")
    found = _gone(loan, "report_lost", by)
    inventory.lose(found.device, by=by)
    Loss.objects.create(loan=found, stolen=False, note=note, written_by=by)
    record("lending.reported_lost", found, by=by, about=[found.person, found.device])
    return found


@transaction.atomic
def report_stolen(loan: Loan, *, police_report: str, by: Actor, note: str = "") -> Loan:
    """The device was stolen from the borrower; with the number of the report to the police."""
    refuse_secrets(police_report, field="police_report")
    refuse_secrets(note, field="note")
    found = _gone(loan, "report_stolen", by)
    inventory.steal(found.device, by=by)
    Loss.objects.create(loan=found, stolen=True, police_report=police_report, note=note, written_by=by)
    record("lending.reported_stolen", found, by=by, about=[found.person, found.device])
    return found


@transaction.atomic
def keep_if_locked(device: Device, *, asked: Asked, by: Actor) -> None:
    """Part of a return and of a swap: what is still locked to an account rides to the workshop only (policy U-96)."""
    locked = FlagKind.LOCKED_ACCOUNT
    if asked.signed_out == Return.SignedOut.LOCKED and not device.flags.open().filter(kind=locked).exists():
        inventory.raise_flag(device, kind=locked, by=by)


def _gone(loan: Loan, step: str, by: Actor) -> Loan:
    """The loan ends; its commitment stays, so that whoever finds the device takes it back with the loan."""
    found = Loan.objects.locked(loan)
    LOAN_FLOW.move(found, step, ended_at=clock.now())
    _end_deposit(found, by)
    hush(found, by=by)
    return found


def _end_deposit(loan: Loan, by: Actor) -> None:
    """Of a loan that ended nobody pays a deposit or parts any more: what was still to come is let go (policy U-80)."""
    charges.let_go(loan, kinds=[Charge.Kind.DEPOSIT, Charge.Kind.LEASE], because=_("The loan ended."), by=by)


def _note_parts(loan: Loan, parts: Mapping[str, str]) -> None:
    given = given_parts(loan, parts)
    for kind, part in given.items():
        part.back = parts[kind]
    LoanPart.objects.bulk_update(given.values(), ["back"])


def _receive(loan: Loan, place: Place, parts: Mapping[str, str], *, was_gone: bool, by: Actor) -> None:
    if was_gone:
        inventory.find(loan.device, place=place, by=by)
        for kind, state in parts.items():
            inventory.check_accessory(loan.device, kind=kind, state=state, by=by)
    else:
        inventory.take_back(loan.device, place=place, accessories=parts, by=by)
    inventory.release(loan.commitment, by=by)


def _tell_returned(loan: Loan, by: Actor) -> None:
    """What the borrower gets to know: what came back, and what is still missing."""
    comms.queue(
        "lending/returned",
        to=loan.person,
        by=by,
        about=loan,
        once=f"loan-{loan.pk}-returned",
        from_place=loan.desk,
        device=loan.device.title,
        number=loan.device.number,
        **back_in_words({part.kind: part.back for part in loan.parts.filter(given=True)}),
    )
