"""A loan is prepared, put on paper, signed and handed over."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from digibank import clock
from digibank.agenda import actions as agenda
from digibank.agenda.models import Slot
from digibank.agenda.tests.factories import a_moment, a_slot
from digibank.dated import months_after
from digibank.inventory import actions as inventory
from digibank.inventory.models import Commitment
from digibank.lending import actions
from digibank.lending.models import Loan
from digibank.lending.periods import due_after
from digibank.lending.tests.conftest import TODAY
from digibank.lending.tests.factories import CALL_LATER, a_loan, a_paper, a_prepared_loan, a_request, paid_for
from digibank.lending.tests.looking import fresh, kept, position, refusal, told, verbs
from digibank.organisations.tests.factories import a_desk, a_regulation, open_on
from digibank.people.tests.factories import a_person

NOTHING = {"loans": 0, "parts": 0, "held": 0, "appointments": 0, "taken": 0}


@pytest.mark.rule("U-04")
def test_preparing_keeps_the_device_lists_the_parts_and_plans_the_first_help(roza, laptop, slot, regulation, actor):
    loan = actions.prepare(roza, device=laptop, desk=laptop.place, parts=["charger"], slot=slot, by=actor)

    assert str(loan) == loan.number
    assert (loan.state, loan.regulation, loan.due_on) == ("prepared", regulation, date(2027, 11, 23))
    assert (loan.commitment.device, loan.handover.slot, loan.handover.person) == (laptop, slot, roza)
    assert list(loan.parts.values_list("kind", "given")) == [("bag", False), ("charger", True)]
    assert [str(part) for part in loan.given_parts] == ["charger True"]
    assert kept() == {"loans": 1, "parts": 2, "held": 1, "appointments": 1, "taken": 1}


@pytest.mark.rule("U-04")
def test_without_a_moment_the_person_comes_on_the_call_list_with_the_reason(roza, laptop):
    loan = a_prepared_loan(roza, laptop)

    assert (loan.handover.slot, loan.handover.reason) == (None, CALL_LATER)
    assert loan.handover.call_by_on == date(2026, 11, 30)


@pytest.mark.rule("U-04")
def test_a_loan_without_first_help_is_not_prepared_and_nothing_stays_behind(roza, laptop):
    no = refusal(lambda: a_prepared_loan(roza, laptop, slot=None, call_reason=""))

    assert no == ("Write down why.", "reason")
    assert kept() == NOTHING


@pytest.mark.rule("U-04")
def test_a_full_moment_keeps_no_device(roza, farid, laptop, slot, actor):
    agenda.book(slot, person=farid, by=actor)
    before = kept()

    _said, field = refusal(lambda: a_prepared_loan(roza, laptop, slot=slot))

    assert (field, kept()) == ("slot", before)


@pytest.mark.rule("U-04")
def test_no_loan_without_rules_that_hold_today(town, laptop):
    nobody = a_person(town)

    said, _field = refusal(lambda: a_prepared_loan(nobody, laptop))

    assert said == "No lending rules hold at Wilgerdonk today. The administrator can add what the council voted."
    assert kept() == NOTHING


@pytest.mark.rule("U-04")
def test_a_loan_keeps_the_version_that_held_when_it_was_prepared(roza, laptop, town, regulation):
    loan = a_prepared_loan(roza, laptop)
    a_regulation(town, valid_from=date(2026, 12, 1), voted_on=date(2026, 11, 20), loan_months=6)

    assert (fresh(loan).regulation, fresh(loan).due_on) == (regulation, date(2027, 11, 23))


@pytest.mark.rule("U-05")
def test_nobody_borrows_more_than_the_rules_allow(roza, laptop, second_laptop):
    a_prepared_loan(roza, laptop)

    said, _field = refusal(lambda: a_prepared_loan(roza, second_laptop))

    assert said == "This person has as many devices as the rules allow (1). Take one back first."


@pytest.mark.rule("U-01")
def test_a_device_that_is_kept_for_one_is_not_prepared_for_another(roza, farid, laptop):
    a_prepared_loan(roza, laptop)
    before = kept()

    said, _field = refusal(lambda: a_prepared_loan(farid, laptop))

    assert said == f"{laptop.number} is kept for somebody else. Take another one."
    assert kept() == before


@pytest.mark.rule("U-01")
def test_the_database_itself_refuses_a_second_open_loan(roza, farid, laptop, actor):
    first = a_loan(roza, laptop)
    inventory.release(first.commitment, by=actor)
    free = Commitment.objects.create(kind="loan", device_class=laptop.device_class, device=laptop, place=first.desk)
    help_ = agenda.put_on_call_list(first.desk, person=farid, reason=CALL_LATER, by=actor)
    about = {"person": farid, "desk": first.desk, "regulation": first.regulation, "due_on": first.due_on}

    with pytest.raises(DatabaseError), transaction.atomic():
        Loan.objects.create(device=laptop, commitment=free, handover=help_, **about)

    assert Loan.objects.open().of_device(laptop).get() == first


def test_a_part_that_is_not_here_does_not_go_along(roza, laptop, actor):
    inventory.check_accessory(laptop, kind="bag", state="missing", by=actor)

    no = refusal(lambda: a_prepared_loan(roza, laptop))

    assert no == ("The bag of this device is not here. Untick it, or add one first.", "parts")
    assert kept() == NOTHING


def test_a_device_does_not_go_without_its_charger(roza, laptop):
    no = refusal(lambda: a_prepared_loan(roza, laptop, parts=["bag"]))

    assert no == ("Without its charger this device is of no use. Give it along.", "parts")


@pytest.mark.rule("U-02")
def test_a_loan_begins_when_somebody_saw_the_contract_being_signed(roza, laptop, actor):
    loan = a_prepared_loan(roza, laptop)
    actions.keep_contract(loan, contract=a_paper(), by=actor)
    paid_for(loan)

    running = actions.hand_over(loan, signs=fresh(loan).contract.sha256, by=actor)

    assert (running.state, running.signed_on, running.started_on, running.seen_by) == ("running", TODAY, TODAY, actor)
    assert (position(laptop), told()) == ("lent", [("lending/handed_over", "Roza Peeters")])
    assert verbs(loan) == [
        "lending.charged", "lending.prepared", "lending.contract_written", "lending.paid", "lending.handed_over",
    ]  # fmt: skip


@pytest.mark.rule("U-02")
def test_no_loan_begins_without_a_contract(roza, laptop, actor):
    loan = a_prepared_loan(roza, laptop)

    said, _field = refusal(lambda: actions.hand_over(loan, signs="", by=actor))

    assert said == "The contract is not made yet. Make it, let it be signed, then hand the device over."
    assert (fresh(loan).state, position(laptop), told()) == ("prepared", "at_desk", [])


@pytest.mark.rule("U-02")
def test_no_loan_begins_when_the_first_help_was_called_off(roza, laptop, actor):
    loan = a_prepared_loan(roza, laptop)
    actions.keep_contract(loan, contract=a_paper(), by=actor)
    agenda.cancel(loan.handover, by=actor)

    said, _field = refusal(lambda: actions.hand_over(loan, signs="", by=actor))

    assert said == "The first help was called off. Plan it again, then hand the device over."


def test_a_loan_is_handed_over_once(roza, laptop, actor):
    loan = a_loan(roza, laptop)

    said, _field = refusal(lambda: actions.hand_over(loan, signs="", by=actor))

    assert "the state is “lent”" in said
    assert told() == [("lending/handed_over", "Roza Peeters")]


def test_handing_over_answers_the_request(roza, laptop, laptop_class, desk):
    asked = a_request(roza, laptop_class, desk)

    a_loan(roza, laptop, request=asked)

    assert fresh(asked).state == "fulfilled"


@pytest.mark.rule("U-06")
def test_the_first_contract_stays(roza, laptop, actor):
    loan = a_prepared_loan(roza, laptop)
    first = actions.keep_contract(loan, contract=a_paper("first"), by=actor).contract

    again = actions.keep_contract(loan, contract=a_paper("second"), by=actor)

    assert (again.contract, verbs(loan).count("lending.contract_written")) == (first, 1)


@pytest.mark.rule("U-06")
def test_a_contract_that_names_another_moment_is_not_kept(roza, laptop, slot, actor):
    loan = a_prepared_loan(roza, laptop)
    actions.plan_handover(loan, slot=slot, by=actor)

    said, _field = refusal(lambda: actions.keep_contract(loan, contract=a_paper(), by=actor))

    assert said == "A colleague changed this loan just now. Reload the page and make the contract again."


def test_another_moment_gives_the_first_one_back_and_asks_for_a_new_contract(roza, laptop, slot, help_point, actor):
    later = a_slot(help_point, starts_at=a_moment(25, "10:00"))
    loan = a_prepared_loan(roza, laptop, slot=slot)
    actions.keep_contract(loan, contract=a_paper(), by=actor)

    changed = actions.plan_handover(loan, slot=later, by=actor)

    assert (changed.handover.slot, changed.contract) == (later, None)
    assert list(Slot.objects.values_list("taken", flat=True)) == [0, 1]


def test_the_first_help_of_a_running_loan_is_changed_in_the_agenda(roza, laptop, slot, actor):
    loan = a_loan(roza, laptop)

    said, _field = refusal(lambda: actions.plan_handover(loan, slot=slot, by=actor))

    assert said == "This loan is not being prepared any more. Change the appointment in the agenda."


def test_a_loan_that_is_called_off_leaves_everything_free(roza, farid, laptop, slot, actor):
    loan = a_prepared_loan(roza, laptop, slot=slot)

    cancelled = actions.cancel(loan, by=actor)

    assert (cancelled.state, fresh(loan.handover).state, fresh(slot).taken) == ("cancelled", "cancelled", 0)
    assert a_prepared_loan(farid, laptop, slot=slot).state == "prepared"


def test_who_asked_waits_again_since_the_day_of_asking_when_the_loan_is_called_off(
    roza, laptop, laptop_class, desk, actor
):
    asked = a_request(roza, laptop_class, desk)
    loan = a_prepared_loan(roza, laptop, request=asked)
    agenda.cancel(loan.handover, by=actor)

    actions.cancel(loan, by=actor)
    again = a_prepared_loan(roza, laptop, request=asked)

    assert (fresh(asked).asked_at, fresh(asked).state, again.request) == (asked.asked_at, "promised", asked)


def test_a_running_loan_is_not_called_off(roza, laptop, actor):
    loan = a_loan(roza, laptop)

    said, _field = refusal(lambda: actions.cancel(loan, by=actor))

    assert "This is not possible now" in said


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 11, 23), 12, date(2027, 11, 23)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 10, 31), 25, date(2028, 11, 30)),
    ],
)
def test_months_end_at_the_end_of_a_month(day, months, later):
    assert months_after(day, months) == later


def test_a_loan_ends_on_a_day_that_the_desk_is_open(town):
    tuesdays = open_on(a_desk(town, name="Balie op dinsdag"), (1, "09:00", "12:00"))

    assert due_after(date(2026, 11, 23), 12, tuesdays) == date(2027, 11, 23)
    assert due_after(date(2026, 11, 24), 12, tuesdays) == date(2027, 11, 30)


@pytest.mark.rule("U-08")
def test_that_a_loan_is_late_follows_from_its_due_date(roza, farid, laptop, second_laptop):
    loan, prepared = a_loan(roza, laptop), a_prepared_loan(farid, second_laptop)

    def seen() -> tuple:
        now = fresh(loan)
        late, soon = Loan.objects.overdue(), Loan.objects.due_soon()
        return now.state, now.is_due_soon, now.is_overdue, list(soon), list(late)

    at_first = seen()
    clock.pass_time(days=351)
    soon = seen()
    clock.pass_time(days=14)
    last_day = seen()
    clock.pass_time(days=1)
    late = seen()

    assert at_first == ("running", False, False, [], [])
    assert soon == last_day == ("running", True, False, [loan], [])
    assert late == ("running", False, True, [], [loan])
    assert (fresh(prepared).is_overdue, list(Loan.objects.at(loan.desk).overdue(date(2027, 11, 23)))) == (False, [])


def test_loans_are_found_by_number_device_and_name(roza, farid, laptop, second_laptop):
    mine, other = a_loan(roza, laptop), a_prepared_loan(farid, second_laptop)

    found = {word: list(Loan.objects.matching(word)) for word in (mine.number, laptop.number, "farid", "nobody")}

    assert found == {mine.number: [mine], laptop.number: [mine], "farid": [other], "nobody": []}
    assert list(Loan.objects.of_person(roza)) == [mine]
