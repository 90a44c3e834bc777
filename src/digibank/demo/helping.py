"""At the help point: a morning with visitors who stay without a name, and a borrower who is followed to the end."""

from digibank import clock
from digibank.accounts.models import User
from digibank.demo.founding import Town
from digibank.demo.telling import Teller
from digibank.helpdesk import actions as helpdesk
from digibank.helpdesk.tasks import NEWEST, tasks_of
from digibank.lending.models import Loan
from digibank.workforce import actions as workforce

ASKED = (("itsme", "yes"), ("bank", "partly"), ("device", "yes"))
MINUTES = 12  # That a visitor is helped.
TWO_WEEKS = 14


def a_morning(helper: User, town: Town, teller: Teller) -> None:
    """Three people walk in one after the other; the helper calls their numbers, helps, and goes home."""
    by, point = helper.actor, town.help_point
    shift = workforce.come(helper, place=point, table=1, by=by)
    visits = [helpdesk.walk_in(point, topic=topic, by=by) for topic, _solved in ASKED]
    for topic, solved in ASKED:
        visit = helpdesk.start(helpdesk.call_next(shift, by=by), by=by)
        clock.pass_time(minutes=MINUTES)
        helpdesk.finish(visit, topic=topic, solved=solved, by=by)
    helpdesk.go_home(shift, by=by)
    numbers = ", ".join(visit.number for visit in visits)
    teller.step(f"In {point.name} komen drie mensen langs zonder afspraak: {numbers}. Niemand geeft een naam.")


def follow(loan: Loan, town: Town, teller: Teller) -> None:
    """The borrower tells what goes already, practises at the first lesson, and is called two weeks later."""
    by = town.clerk.actor
    handover = helpdesk.open_handover(loan, by=by)
    helpdesk.type_over(
        loan.person, place=town.help_point, wording=NEWEST, answers={task.code: "not_yet" for task in tasks_of(NEWEST)},
        wish="Foto’s sturen naar mijn kleinzoon.", by=by,
    )  # fmt: skip
    helpdesk.hold_session(
        handover, appointment=loan.handover, hands="together", topics=["device", "messages"],
        learned="Een foto sturen.", is_last=True, by=by,
    )  # fmt: skip
    teller.step("De warme overdracht in het digipunt is gedaan: samen geoefend, en één wens opgeschreven.")
    clock.pass_time(days=TWO_WEEKS)
    helpdesk.note_call(handover, brought="well", by=by)
    helpdesk.conclude(handover, to="independent", by=by)
    teller.step(f"Twee weken later bellen we. Het lukt alleen: begeleiding {handover.number} is rond.")
