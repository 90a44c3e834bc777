"""No loan runs past the last day that its system gets security updates: not at the start, and not when made longer."""

from datetime import date

import pytest
from django.urls import reverse

from digibank import clock
from digibank.inventory import actions as inventory
from digibank.inventory.models import Commitment
from digibank.lending import actions
from digibank.lending.models import Loan
from digibank.lending.queries import scanned
from digibank.lending.tests.factories import a_loan, a_prepared_loan
from digibank.lending.tests.looking import fresh, refusal
from digibank.organisations.tests.factories import open_on
from digibank.refurbishment.models import Installation

THE_RULES = date(2027, 11, 23)


def with_updates_until(device, day, actor, because="") -> None:
    """A system that was put on it in the workshop."""
    Installation.objects.create(
        device=device,
        system="Windows 11",
        licence="with_device",
        updates_until=day,
        updates_unknown_because=because,
        installed_by=actor,
    )


def too_short(device, day) -> str:
    return f"{device.number} gets no security updates after {day}. Lend another one, and send this one to the workshop."


@pytest.mark.rule("U-17")
def test_a_loan_ends_while_its_system_gets_updates(roza, laptop, actor):
    with_updates_until(laptop, date(2027, 5, 14), actor)

    loan = a_prepared_loan(roza, laptop)

    assert (loan.due_on, loan.due_on <= date(2027, 5, 14)) == (date(2027, 5, 14), True)


@pytest.mark.rule("U-17")
def test_a_loan_that_is_shortened_still_ends_on_a_day_that_the_desk_is_open(roza, laptop, actor):
    open_on(laptop.place, (1, "09:00", "12:00"))
    friday, tuesday_before = date(2027, 5, 14), date(2027, 5, 11)
    with_updates_until(laptop, friday, actor)

    assert a_prepared_loan(roza, laptop).due_on == tuesday_before


@pytest.mark.parametrize("until", [date(2029, 4, 30), THE_RULES, None])
def test_a_loan_lasts_as_long_as_the_rules_say_while_updates_last(roza, laptop, actor, until):
    with_updates_until(laptop, until, actor, because="" if until else "De maker zegt het niet.")

    assert a_prepared_loan(roza, laptop).due_on == THE_RULES


def test_the_newest_system_counts(roza, laptop, actor):
    with_updates_until(laptop, date(2026, 12, 1), actor)
    with_updates_until(laptop, date(2029, 4, 30), actor)

    assert a_prepared_loan(roza, laptop).due_on == THE_RULES


@pytest.mark.rule("U-17")
def test_what_gets_updates_for_less_than_a_month_is_not_lent(roza, laptop, clerk, actor):
    with_updates_until(laptop, date(2026, 12, 22), actor)
    said = too_short(laptop, "22 December 2026")

    prepared = refusal(lambda: a_prepared_loan(roza, laptop))
    seen = refusal(lambda: scanned(clerk, laptop.place, laptop.number))

    assert (prepared, seen) == ((said, None), (said, None))
    assert (Loan.objects.count(), Commitment.objects.open().count()) == (0, 0)


def test_what_gets_updates_for_exactly_a_month_is_lent(roza, laptop, actor):
    with_updates_until(laptop, date(2026, 12, 23), actor)

    assert a_prepared_loan(roza, laptop).due_on == date(2026, 12, 23)


@pytest.mark.rule("U-17")
def test_a_renewal_goes_as_far_as_the_updates(roza, laptop, actor):
    with_updates_until(laptop, date(2028, 3, 10), actor)
    loan = a_loan(roza, laptop)

    renewed = actions.renew(loan, by=actor)

    assert (loan.due_on, renewed.due_on) == (THE_RULES, date(2028, 3, 10))


@pytest.mark.rule("U-17")
def test_a_loan_whose_updates_end_is_not_made_longer(roza, laptop, actor):
    with_updates_until(laptop, THE_RULES, actor)
    loan = a_loan(roza, laptop)

    said = refusal(lambda: actions.renew(loan, by=actor))

    sentence = "gets no security updates after 23 November 2027. Plan the return, and lend another one."
    assert said == (f"{laptop.number} {sentence}", None)
    assert fresh(loan).due_on == THE_RULES


def test_a_late_loan_is_not_made_longer_into_the_past(roza, laptop, actor):
    with_updates_until(laptop, date(2027, 12, 10), actor)
    loan = a_loan(roza, laptop)
    clock.pass_time(days=400)

    said, _field = refusal(lambda: actions.renew(loan, by=actor))

    assert said.startswith(f"{laptop.number} gets no security updates after 10 December 2027.")


def test_the_page_says_before_signing_that_it_ends_sooner(as_clerk, roza, laptop, actor):
    address = reverse("lending:prepare", args=[roza.pk, laptop.pk])
    usual = as_clerk.get(address).content.decode()
    with_updates_until(laptop, date(2027, 5, 14), actor)
    sooner = as_clerk.get(address).content.decode()
    with_updates_until(laptop, date(2026, 12, 1), actor)
    never = as_clerk.get(address).content.decode()

    told = "Sooner than the rules say: after this day it gets no security updates."
    assert (told in usual, told in sooner, "14 May 2027" in sooner) == (False, True, True)
    assert too_short(laptop, "1 December 2026") in never


def test_the_page_of_a_loan_says_why_it_cannot_be_longer(as_clerk, roza, laptop, actor):
    loan = a_loan(roza, laptop)
    address = reverse("lending:loan", args=[loan.pk])
    possible = as_clerk.get(address).content.decode()
    with_updates_until(laptop, THE_RULES, actor)
    impossible = as_clerk.get(address).content.decode()

    renew = reverse("lending:renew", args=[loan.pk])
    assert (renew in possible, renew in impossible) == (True, False)
    assert "gets no security updates after 23 November 2027." in impossible


def test_a_scan_of_what_is_kept_back_says_so(laptop, clerk, actor):
    inventory.raise_flag(laptop, kind="investigate", note="Valt uit.", by=actor)

    said = refusal(lambda: scanned(clerk, laptop.place, laptop.number))

    sentence = "Take another one, and send this one to the workshop."
    assert said == (f"Something is the matter with {laptop.number}. {sentence}", None)
