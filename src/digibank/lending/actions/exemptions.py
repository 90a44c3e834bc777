"""A colleague asks for an exception to a rule; another one grants or refuses it; one loan uses it up."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.dated import months_after
from digibank.errors import RuleBroken, refusing
from digibank.lending.borrowing import says_no
from digibank.lending.flows import EXEMPTION_FLOW
from digibank.lending.models import Exemption, Loan
from digibank.organisations.models import Place
from digibank.people.models import Person, locked_with_household
from digibank.people.secrets import refuse_secrets

LONGEST_MONTHS = 6


@transaction.atomic
def ask_exemption(person: Person, *, desk: Place, rule: str, reason: str, by: Actor) -> Exemption:
    """Ask that this person may borrow once although this rule says no; with the reason (policy U-74).

    Raises RuleBroken when the rule says nothing, allows no exception, or one was asked or granted already.
    """
    _refuse_reason(reason, "reason")
    person = locked_with_household(person)
    broken = next((broken for broken in says_no(person, desk) if broken.rule == rule), None)
    if broken is None:
        raise RuleBroken(_("This rule does not say no to this person. Just lend."), field="rule")
    if not broken.may_be_excused:
        raise RuleBroken(_("The rules allow no exception to this. Send the person to their own desk."), field="rule")
    if Exemption.objects.holding(person, desk.organisation).filter(rule=rule).exists():
        raise RuleBroken(_("This exception was granted already. Just lend."), field="rule")
    asked_already = _("This was asked already, and waits for a decision.")
    with refusing(Exemption, "an_exception_is_asked_once", asked_already, field="rule"):
        asked = Exemption.objects.create(
            person=person, organisation=desk.organisation, rule=rule, reason=reason, asked_by=by
        )
    record("lending.exemption_asked", asked, by=by, about=[person, desk])
    return asked


@transaction.atomic
def grant_exemption(exemption: Exemption, *, until_on: date, by: Actor) -> Exemption:
    """Let the person borrow once, until this day at the latest. Never by who asked it (policy U-74)."""
    today = clock.today()
    if not today <= until_on <= months_after(today, LONGEST_MONTHS):
        raise RuleBroken(_("Choose a day from today on, at most six months later."), field="until_on")
    found = _decided(exemption, "grant", by, until_on=until_on)
    record("lending.exemption_granted", found, by=by, about=[found.person])
    return found


@transaction.atomic
def refuse_exemption(exemption: Exemption, *, answer: str, by: Actor) -> Exemption:
    """Say no, with a reason that the desk can tell."""
    _refuse_reason(answer, "answer")
    found = _decided(exemption, "refuse", by, answer=answer)
    record("lending.exemption_refused", found, by=by, about=[found.person])
    return found


@transaction.atomic
def use(exemption: Exemption, *, loan: Loan, by: Actor) -> Exemption:
    """Part of preparing: this loan is the one that the exception was for."""
    found = Exemption.objects.select_for_update().get(pk=exemption.pk)
    EXEMPTION_FLOW.move(found, "use", loan=loan)
    record("lending.exemption_used", found, by=by, about=[loan, loan.person])
    return found


@transaction.atomic
def put_back(exemption: Exemption, *, by: Actor) -> Exemption:
    """Part of calling a loan off that did not begin: the exception is as it was before."""
    found = Exemption.objects.select_for_update().get(pk=exemption.pk)
    EXEMPTION_FLOW.move(found, "put_back", loan=None)
    record("lending.exemption_put_back", found, by=by, about=[found.person])
    return found


def _decided(exemption: Exemption, step: str, by: Actor, **decision: object) -> Exemption:
    found = Exemption.objects.select_for_update().get(pk=exemption.pk)
    oneself = _("You asked this yourself. Somebody else decides.")
    with refusing(Exemption, "who_asks_an_exception_does_not_decide", oneself):
        EXEMPTION_FLOW.move(found, step, decided_by=by, decided_at=clock.now(), **decision)
    return found


def _refuse_reason(reason: str, field: str) -> None:
    if not reason.strip():
        raise RuleBroken(_("Write down why. Somebody may ask."), field=field)
    refuse_secrets(reason, field=field)
