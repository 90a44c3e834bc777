"""Step by step up the ladder of a late loan: who is told what, which way, and when it stops."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from digibank import clock
from digibank.audit.models import Event
from digibank.audit.tests.factories import an_actor
from digibank.comms import jobs as outbox
from digibank.comms.models import Message
from digibank.lending import actions, jobs, late
from digibank.lending.models import Loan, Pause, Reminder
from digibank.lending.tests.factories import a_loan, a_request, came_back
from digibank.lending.tests.looking import fresh, refusal, verbs
from digibank.lending.tests.waiting import comes
from digibank.organisations.models import Organisation
from digibank.organisations.tests.factories import a_desk, a_member, a_regulation
from digibank.people.actions import Way
from digibank.people.tests.factories import LANDLINE, a_person, an_address

DUE_ON = date(2027, 11, 23)
BY_MAIL = Way("email", "roza@example.be")
BY_PHONE = Way("phone", LANDLINE)


@pytest.fixture
def everyway(town, regulation):
    """Somebody whom an e-mail, a call and a letter reach."""
    return a_person(town, "Anna Belt", prefers="email", ways=[BY_MAIL, BY_PHONE], address=an_address())


def on_day(late_days) -> int:
    """It is so many days after the last day, and the worker looks; how many borrowers were told."""
    clock.pass_time(days=(DUE_ON - clock.today()).days + late_days)
    return jobs.remind(an_actor())


def steps(loan) -> list[tuple[str, int, str]]:
    """What was done about the loan: the step, its day, and the way that its message goes."""
    rows = Reminder.objects.filter(loan=loan).order_by("pk")
    return [(row.kind, row.after_days, row.message.channel) for row in rows]


@pytest.mark.rule("U-62")
def test_a_late_loan_climbs_the_usual_ladder_one_step_at_a_time(everyway, laptop):
    loan = a_loan(everyway, laptop)

    counted = [on_day(days) for days in (-14, 0, 1, 2, 13, 14, 28, 41, 42, 43, 90)]

    assert counted == [1, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0]
    assert steps(loan) == [
        ("soon", 0, "email"), ("message", 1, "email"), ("phone", 14, "phone"), ("letter", 42, "letter"),
    ]  # fmt: skip
    assert list(Reminder.objects.filter(is_last=True).values_list("kind", flat=True)) == ["letter"]


@pytest.mark.rule("U-62")
def test_the_rules_of_its_own_version_set_the_ladder_of_a_loan(town, everyway, laptop):
    a_regulation(town, valid_from=clock.today(), loan_months=12, ladder={"letter": 3, "phone": 10})
    loan = a_loan(everyway, laptop)
    clock.pass_time(days=1)
    a_regulation(town, valid_from=clock.today(), loan_months=12)

    for days in (1, 3, 10, 42):
        on_day(days)

    assert steps(loan)[-2:] == [("letter", 3, "letter"), ("phone", 10, "phone")]


@pytest.mark.rule("U-62")
def test_after_days_without_a_worker_only_the_highest_step_is_taken(everyway, laptop):
    loan = a_loan(everyway, laptop)

    assert (on_day(45), on_day(46), steps(loan)) == (1, 0, [("letter", 42, "letter")])


@pytest.mark.rule("U-62")
def test_a_loan_that_is_made_longer_begins_at_the_foot_of_the_ladder(everyway, laptop, actor):
    loan = a_loan(everyway, laptop)
    on_day(14)
    actions.renew(loan, by=actor)

    clock.pass_time(days=(fresh(loan).due_on - clock.today()).days + 1)
    jobs.remind(actor)

    assert steps(loan) == [("phone", 14, "phone"), ("message", 1, "email")]


@pytest.mark.rule("U-63")
def test_a_borrower_with_loans_at_two_desks_gets_one_message_at_the_highest_step(
    everyway, laptop, second_laptop, two_desks
):
    early, later = two_desks
    assert on_day(14) == 1

    message = Message.objects.get(template="lending/reminder")
    assert (message.channel, Message.objects.exclude(template="lending/handed_over").count()) == ("phone", 1)
    assert [str(number) in message.body for number in (laptop.number, second_laptop.number)] == [True, True]
    assert steps(early) == [("phone", 14, "phone")]
    assert steps(later) == [("message", 1, "phone")]


@pytest.fixture
def two_desks(town, everyway, laptop, second_laptop):
    """Two loans of one person from two desks, the second ending three days later than the first."""
    a_regulation(town, valid_from=clock.today(), devices_per_household=2, loan_months=12)
    first = a_loan(everyway, laptop)
    clock.pass_time(days=3)
    second = a_loan(everyway, second_laptop)
    Loan.objects.filter(pk=second.pk).update(desk=a_desk(town, name="Tweede desk"))
    return first, fresh(second)


@pytest.mark.rule("U-63")
def test_the_letter_names_each_loan_and_has_no_word_of_a_bailiff(everyway, laptop, second_laptop, two_desks):
    on_day(45)

    letter = Message.objects.get(template="lending/still_out")
    assert letter.channel == "letter"
    assert [loan.number in letter.body for loan in two_desks] == [True, True]
    assert letter.body == (
        "You borrow this from us. The last day is over.\n\n"
        f"Dell Latitude, {laptop.number}: until 23 November 2027. This is loan {two_desks[0].number}.\n\n"
        f"Dell Inspiron, {second_laptop.number}: until 26 November 2027. This is loan {two_desks[1].number}.\n\n"
        "We told you before. Perhaps it did not reach you, or you had other things on your mind. That happens.\n\n"
        "Somebody else can use it too. Please bring it back, with all its parts.\n\n"
        "Do you still need it? Call 014 00 00 00. When the rules allow it, you keep it longer.\n\n"
        "Is it broken or lost? Or can you not come? Tell us. We look for a way together."
    )


@pytest.mark.rule("U-63")
def test_one_run_makes_one_message_for_each_borrower_however_many_loans(town, laptop_class, desk, depot, actor):
    a_regulation(town, valid_from=date(2026, 2, 1), devices_per_household=3, loan_months=12)
    persons = [a_person(town, name) for name in ("Anna Belt", "Bob Cools")]
    for person in persons:
        for _number in range(3):
            a_loan(person, comes(laptop_class, desk, depot))

    assert (on_day(1), Message.objects.filter(template="lending/reminder").count()) == (2, 2)
    assert Reminder.objects.count() == 6


@pytest.mark.rule("U-63")
def test_a_borrower_without_email_or_telephone_gets_a_letter_from_the_first_step_on(town, regulation, laptop, actor):
    loan = a_loan(a_person(town, "Anna Belt", prefers="letter", ways=[], address=an_address()), laptop)

    for days in (1, 14, 42):
        on_day(days)
    outbox.send_due(actor)

    assert steps(loan) == [("message", 1, "letter"), ("phone", 14, "letter"), ("letter", 42, "letter")]
    letters = Message.objects.to_print().exclude(template="lending/handed_over")
    assert [letter.document is not None for letter in letters] == [True] * 3


@pytest.mark.rule("U-64")
def test_a_protected_person_gets_cards_only_and_no_partner_hears_of_it(town, regulation, laptop, partner):
    anna = a_person(town, "Anna Belt", protected=True, prefers="email", ways=[BY_MAIL, BY_PHONE])
    loan = a_loan(anna, laptop, request=a_request(anna, laptop.device_class, laptop.place, sent_by=partner))

    for days in (1, 14, 28, 42):
        on_day(days)

    assert [channel for _step, _day, channel in steps(loan)] == ["card"] * 3
    assert Message.objects.filter(to_organisation=partner).count() == 0


@pytest.fixture
def partner(association):
    return a_member(association, name="Buurthuis De Brug", kind=Organisation.Kind.PARTNER)


@pytest.mark.rule("U-64")
def test_the_partner_who_sent_the_person_hears_the_name_the_loan_and_nothing_more(everyway, laptop, partner):
    asked = a_request(everyway, laptop.device_class, laptop.place, asked_through="partner", sent_by=partner)
    loan = a_loan(everyway, laptop, request=asked)

    on_day(28)

    word = Message.objects.get(to_organisation=partner)
    assert (word.subject, word.body) == (
        "Please remind Anna Belt", f"Please remind Anna Belt of loan {loan.number}.\n\nThank you.",
    )  # fmt: skip
    assert (word.organisation, steps(loan)) == (loan.desk.organisation, [("referrer", 28, "card")])
    assert not [text for text in (word.body, word.short) if "late" in text or laptop.number in text]


@pytest.mark.rule("U-65")
def test_nothing_is_asked_while_a_pause_holds_and_no_lower_step_comes_after(everyway, laptop, actor):
    loan = a_loan(everyway, laptop)
    on_day(14)
    actions.pause(loan, until_on=clock.today() + timedelta(days=20), because="hospital", by=actor)

    assert [on_day(days) for days in (28, 34, 35, 42)] == [0, 0, 0, 1]
    assert [step for step, _day, _way in steps(loan)] == ["phone", "letter"]


@pytest.mark.rule("U-65")
def test_the_newest_pause_counts_and_its_reason_stays_out_of_the_trail(everyway, laptop, actor):
    loan = a_loan(everyway, laptop)
    on_day(14)
    actions.pause(loan, until_on=clock.today() + timedelta(days=60), because="ill", note="Belt zelf.", by=actor)
    actions.pause(loan, until_on=clock.today(), because="agreed", by=actor)

    assert on_day(42) == 1
    assert verbs(loan).count("lending.paused") == 2
    assert not Event.objects.filter(verb="lending.paused", facts__icontains="ill").exists()


@pytest.mark.rule("U-65")
@pytest.mark.parametrize(
    ("details", "said"),
    [
        ({"until": -1}, ("Choose a day from today on, at most half a year ahead.", "until_on")),
        ({"until": 184}, ("Choose a day from today on, at most half a year ahead.", "until_on")),
        ({"because": "other"}, ("Write down why, in a few words.", "note")),
    ],
)
def test_a_pause_has_an_end_and_a_reason(roza, laptop, actor, details, said):
    loan = a_loan(roza, laptop)
    about = {"until": 7, "because": "ill"} | details
    until_on = clock.today() + timedelta(days=about.pop("until"))

    assert refusal(lambda: actions.pause(loan, until_on=until_on, by=actor, **about)) == said


@pytest.mark.rule("U-65")
def test_what_was_agreed_by_telephone_stops_the_ladder_until_that_day(two_desks, actor):
    on_day(14)
    call = Message.objects.get(template="lending/reminder")
    actions.note_late_call(call, reached=True, agreed_on=clock.today() + timedelta(days=30), by=actor)

    assert (fresh(call).state, Pause.objects.filter(because="agreed").count()) == ("done", 2)
    assert [on_day(days) for days in (42, 44, 45)] == [0, 0, 1]


@pytest.mark.rule("U-63")
def test_who_is_not_reached_is_called_again_and_then_gets_it_another_way(everyway, laptop, actor):
    a_loan(everyway, laptop)
    on_day(14)
    call = Message.objects.get(template="lending/reminder")

    for _call in range(3):
        actions.note_late_call(call, reached=False, by=actor)

    assert (fresh(call).channel, fresh(call).state) == ("email", "queued")


@pytest.mark.rule("U-63")
def test_what_came_back_is_called_about_no_more(everyway, laptop, actor):
    loan = a_loan(everyway, laptop)
    on_day(14)
    call = Message.objects.get(template="lending/reminder")
    came_back(loan)

    said, _field = refusal(lambda: actions.note_late_call(call, reached=True, by=actor))

    assert (fresh(call).state, said) == ("cancelled", "All of it is back or was made longer. Reload the page.")


@pytest.mark.rule("U-63")
def test_a_call_about_two_loans_stays_when_one_came_back(two_desks):
    on_day(14)
    came_back(two_desks[0])

    assert fresh(Message.objects.get(template="lending/reminder")).state == "to_do"


@pytest.mark.rule("U-66")
def test_when_the_last_step_is_taken_a_coordinator_looks_until_something_is_agreed(everyway, laptop, actor):
    loan = a_loan(everyway, laptop)
    counted = []
    for days in (41, 42):
        on_day(days)
        counted.append(late.ladder_done(Loan.objects.all()).count())
    actions.pause(loan, until_on=clock.today() + timedelta(days=7), because="agreed", by=actor)
    counted.append(late.ladder_done(Loan.objects.all()).count())
    clock.pass_time(days=8)
    counted.append(late.ladder_done(Loan.objects.all()).count())
    came_back(loan)

    assert [*counted, late.ladder_done(Loan.objects.all()).count()] == [0, 1, 0, 1, 0]


@pytest.mark.rule("U-62")
def test_the_database_keeps_each_step_once_and_for_ever(everyway, laptop):
    loan = a_loan(everyway, laptop)
    on_day(1)
    row = Reminder.objects.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.create(loan=loan, kind="message", due_on=DUE_ON, after_days=1, message=row.message)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.update(is_last=True)


@pytest.mark.rule("U-65")
def test_why_nothing_was_asked_can_fade_and_the_pause_stays(roza, laptop, actor):
    loan = a_loan(roza, laptop)
    actions.pause(loan, until_on=clock.today(), because="ill", note="Griep.", by=actor)

    Pause.objects.update(because="", note="")

    with pytest.raises(IntegrityError), transaction.atomic():
        Pause.objects.update(until_on=date(2030, 1, 1))


def test_thousands_of_late_loans_are_looked_through_with_a_few_queries(
    town, laptop_class, desk, depot, django_assert_num_queries
):
    a_regulation(town, valid_from=date(2026, 2, 1), devices_per_household=9, loan_months=12)
    roza = a_person(town)
    for _number in range(3):
        a_loan(roza, comes(laptop_class, desk, depot))
    on_day(1)

    clock.pass_time(days=3)
    with django_assert_num_queries(4):
        assert list(late.to_remind()) == []
