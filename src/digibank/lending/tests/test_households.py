"""Who live together borrow together: devices and requests count for the household."""

import pytest
from django.urls import reverse

from digibank.inventory.tests.factories import at_desk
from digibank.lending.line import line_of
from digibank.lending.tests.factories import a_loan, a_prepared_loan, a_request, came_back
from digibank.lending.tests.looking import kept, refusal
from digibank.organisations.tests.factories import a_desk, a_regulation
from digibank.people import actions as people
from digibank.people.tests.factories import a_person
from digibank.people.tests.test_visibility import opened_to

ALL_HERE = "This household has as many devices as the rules allow (1). Take one back first."


@pytest.fixture
def there(other_town, depot, laptop_class):
    """A laptop at the desk of another municipality."""
    a_regulation(other_town)
    return at_desk(a_desk(other_town), laptop_class, depot=depot)


@pytest.mark.rule("U-30")
def test_open_loans_of_the_whole_household_count(roza, farid, laptop, second_laptop, actor):
    people.live_together(roza, with_=farid, by=actor)
    loan = a_loan(roza, laptop)
    before = kept()

    said, _field = refusal(lambda: a_prepared_loan(farid, second_laptop))

    assert (said, kept()) == (ALL_HERE, before)
    came_back(loan)
    assert a_prepared_loan(farid, second_laptop).person == farid


@pytest.mark.rule("U-30")
def test_a_household_asks_for_a_class_once(roza, farid, laptop_class, desk, actor):
    people.live_together(roza, with_=farid, by=actor)
    a_request(roza, laptop_class, desk)

    twice = refusal(lambda: a_request(farid, laptop_class, desk))
    people.live_apart(farid, by=actor)

    assert twice == (
        "Somebody who lives in the same house asked for this already. Answer that request first.",
        "device_class",
    )
    assert a_request(farid, laptop_class, desk).person == farid


@pytest.mark.rule("U-31")
@pytest.mark.parametrize("housemate", ["nobody", "protected"])
def test_at_another_desk_a_protected_housemate_betrays_itself_by_no_refusal(roza, laptop, there, actor, housemate):
    """The one time Roza lives alone, the other time with somebody whom the other town must not notice."""
    opened_to(roza, there.place.organisation, actor)
    if housemate == "protected":
        hidden = a_person(roza.home, "Els Verborgen", protected=True)
        people.live_together(roza, with_=hidden, by=actor)
        a_prepared_loan(hidden, laptop, request=a_request(hidden, laptop.device_class, laptop.place))

    asked = a_request(roza, there.device_class, there.place)
    loan = a_prepared_loan(roza, there, request=asked)

    assert (asked.state, loan.person) == ("promised", roza)


@pytest.mark.rule("U-30")
def test_what_one_household_borrows_does_not_count_for_who_lives_elsewhere(roza, farid, laptop, actor):
    """Points and turn of who lives alone stay what they are, however many households borrow."""
    people.live_together(roza, with_=a_person(roza.home, "Nel Huisgenoot"), by=actor)
    a_loan(roza, laptop)

    alone = a_request(farid, laptop.device_class, laptop.place)

    line = line_of(laptop.device_class, laptop.place)
    assert [(row.request, row.facts.no_device, row.facts.waits) for row in line.standings] == [(alone, True, True)]


@pytest.mark.rule("U-31")
def test_at_the_own_desk_a_protected_housemate_counts(roza, laptop, second_laptop, town, actor):
    hidden = a_person(town, "Els Verborgen", protected=True)
    people.live_together(roza, with_=hidden, by=actor)
    a_loan(hidden, laptop)

    assert refusal(lambda: a_prepared_loan(roza, second_laptop))[0] == ALL_HERE


def test_the_desk_says_before_the_scan_that_the_household_has_all(as_clerk, roza, farid, laptop, actor):
    people.live_together(roza, with_=farid, by=actor)
    a_loan(roza, laptop)

    page = as_clerk.get(reverse("desk:person", args=[farid.pk]))

    assert ALL_HERE in page.content.decode()
