"""The waiting list of a desk: whose turn it is, why, at which desks, and who was moved up."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from digibank import clock
from digibank.audit.models import Event
from digibank.lending import actions
from digibank.lending.line import line_of
from digibank.lending.models import AlsoAt, MoveUp, Request
from digibank.lending.tests.factories import a_loan, a_prepared_loan, a_request
from digibank.lending.tests.looking import fresh, refusal
from digibank.lending.tests.waiting import a_queue_rule, comes, names, waits
from digibank.organisations.tests.factories import a_desk, a_regulation
from digibank.people import actions as people
from digibank.people.models import Person, PersonAccess
from digibank.people.tests.factories import a_person
from digibank.support.tests.factories import an_entitlement


@pytest.fixture
def come(laptop_class, depot):
    """Lets one more of the class come to a desk."""
    return lambda place: comes(laptop_class, place, depot)


@pytest.fixture
def there(other_town):
    a_regulation(other_town)
    return a_desk(other_town)


def gains(asked, desk):
    standing = line_of(asked.device_class, desk).of(asked)
    return {gain.criterion: gain.total for gain in standing.gains}, standing.points, standing.place


@pytest.mark.rule("U-32")
def test_the_rules_of_the_desk_give_the_points(roza, laptop_class, desk, there):
    a_queue_rule(desk.organisation)
    neighbour = waits("Nel Buur", laptop_class, desk, home=there.organisation)
    ours = waits("Roza Hier", laptop_class, desk, asked_through="partner")
    an_entitlement(ours.person, "goes_before")
    clock.pass_time(days=15)

    assert gains(neighbour, desk) == ({"week": 2, "no_device": 3}, 5, 2)
    assert gains(ours, desk) == ({"week": 2, "own_resident": 5, "goes_before": 10, "no_device": 3, "partner": 2}, 22, 1)


@pytest.mark.rule("U-33")
def test_without_rules_for_the_queue_who_asked_first_comes_first(roza, laptop_class, desk):
    for name in ("Anna", "Bert", "Clara"):
        waits(name, laptop_class, desk)

    assert names(laptop_class, desk) == ["Anna", "Bert", "Clara"]


@pytest.mark.rule("U-33")
def test_a_promise_goes_to_the_first_by_points_and_to_nobody_before(laptop_class, desk, come, actor):
    a_queue_rule(desk.organisation)
    early, late = waits("Vroeg", laptop_class, desk), waits("Laat", laptop_class, desk)
    an_entitlement(late.person)
    come(desk)

    said, _field = refusal(lambda: actions.promise(early, by=actor))

    assert said == f"{late.number} comes first for a Laptop 15 inch. Answer that request first."
    assert actions.promise(late, by=actor).went_before


@pytest.mark.rule("U-38")
def test_who_has_all_the_household_may_have_keeps_the_place_and_blocks_nobody(roza, laptop, come, actor):
    laptop_class, desk = laptop.device_class, laptop.place
    full = a_person(desk.organisation, "Vol Huis")
    people.live_together(full, with_=roza, by=actor)
    a_loan(roza, laptop)
    first = a_request(full, laptop_class, desk)
    second = waits("Tweede", laptop_class, desk)
    come(desk)

    said, _field = refusal(lambda: actions.promise(first, by=actor))

    assert names(laptop_class, desk) == ["Vol Huis", "Tweede"]
    assert said == "This household has as many devices as the rules allow (1). Take one back first."
    assert actions.promise(second, by=actor).state == "promised"


@pytest.mark.rule("U-31")
def test_a_protected_housemate_gives_and_takes_no_points_elsewhere(roza, laptop, there, laptop_class, actor):
    a_queue_rule(there.organisation)
    hidden = a_person(roza.home, "Els Verborgen", protected=True)
    people.live_together(roza, with_=hidden, by=actor)
    a_loan(hidden, laptop)
    asked = a_request(roza, laptop_class, there)

    assert gains(asked, there) == ({"no_device": 3}, 3, 1)


@pytest.mark.rule("U-34")
def test_a_request_stands_in_the_line_of_each_desk_with_the_points_of_that_desk(laptop_class, desk, there, come, actor):
    a_queue_rule(desk.organisation)
    a_queue_rule(there.organisation)
    asked = waits("Roza Hier", laptop_class, desk, also_at=[there])
    theirs = waits("Nel Buur", laptop_class, there)
    come(there)

    here, elsewhere = gains(asked, desk), gains(asked, there)
    refused = refusal(lambda: actions.promise(asked, desk=there, by=actor))
    actions.withdraw(theirs, by=actor)
    promised = actions.promise(asked, desk=there, by=actor)

    assert here == ({"own_resident": 5, "no_device": 3}, 8, 1)
    assert elsewhere == ({"no_device": 3}, 3, 2)
    assert refused[0].startswith(f"{theirs.number} comes first")
    assert (promised.promise.place, names(laptop_class, desk), names(laptop_class, there)) == (there, [], [])
    access = PersonAccess.objects.get(person=asked.person)
    assert (access.organisation, access.reason) == (there.organisation, "A device is kept at this desk.")


@pytest.mark.rule("U-34")
def test_the_loan_is_made_at_the_desk_where_one_is_kept_and_nowhere_else(roza, laptop, there, come):
    device, laptop_class = come(there), laptop.device_class
    a_request(a_person(roza.home, "Eerst"), laptop_class, laptop.place)
    asked = a_request(roza, laptop_class, laptop.place, also_at=[there])

    elsewhere = refusal(lambda: a_prepared_loan(roza, laptop, request=asked))
    loan = a_prepared_loan(roza, device, request=asked)

    assert elsewhere[0] == "This request is of somebody else, or of another desk. Reload the page."
    assert (loan.desk, loan.commitment) == (there, asked.promise)


@pytest.mark.rule("U-34")
@pytest.mark.rule("U-31")
def test_who_is_protected_waits_in_the_own_municipality_only(roza, laptop_class, desk, there, depot):
    hidden = a_person(desk.organisation, "Els Verborgen", protected=True)

    refused = refusal(lambda: a_request(hidden, laptop_class, desk, also_at=[there]))
    open_until_now = a_request(roza, laptop_class, desk, also_at=[there])
    Person.objects.filter(pk=roza.pk).update(protected=True)
    depot_refused = refusal(lambda: waits("Bo", laptop_class, desk, also_at=[depot]))

    assert refused == ("Who is protected waits at the desks of the own municipality only.", "also_at")
    assert depot_refused == ("Nothing is lent there. Choose another desk.", "also_at")
    assert line_of(laptop_class, there).of(open_until_now) is None
    assert line_of(laptop_class, desk).of(open_until_now).place == 1


@pytest.mark.rule("U-35")
def test_a_share_of_the_devices_goes_to_who_goes_before_and_nothing_lies_idle(laptop_class, desk, come, actor):
    a_queue_rule(desk.organisation, points={}, entitled_share_percent=50)
    people_first = [waits(name, laptop_class, desk) for name in ("Anna", "Bert", "Clara", "Dora")]
    entitled = waits("Elza", laptop_class, desk)
    an_entitlement(entitled.person)
    given = []

    for _device in range(5):
        come(desk)
        first = line_of(laptop_class, desk).next.request
        actions.promise(first, by=actor)
        given.append(first.person.name)

    assert given == ["Anna", "Elza", "Bert", "Clara", "Dora"]
    assert [request.went_before for request in map(fresh, [*people_first, entitled])] == [False] * 4 + [True]


@pytest.mark.rule("U-36")
def test_who_is_moved_up_by_hand_comes_first_and_the_reason_is_kept(roza, laptop_class, desk, actor):
    a_queue_rule(desk.organisation)
    waits("Eerst", laptop_class, desk)
    last = waits("Laatst", laptop_class, desk)

    without = refusal(lambda: actions.move_up(last, because=" ", by=actor))
    _secret, field = refusal(lambda: actions.move_up(last, because="pincode 1234", by=actor))
    actions.move_up(last, because="Begint morgen met een opleiding.", by=actor)
    again = refusal(lambda: actions.move_up(last, because="Nog eens.", by=actor))

    move = MoveUp.objects.get()
    assert without == ("Write down why. The coordinator reads it.", "because")
    assert (field, again[0]) == ("because", "This request was moved up already. Reload the page.")
    assert (names(laptop_class, desk), move.because, move.by) == (
        ["Laatst", "Eerst"],
        "Begint morgen met een opleiding.",
        actor,
    )
    assert Event.objects.get(verb="lending.moved_up").facts == {}
    withdrawn = actions.withdraw(last, by=actor)
    assert refusal(lambda: actions.move_up(withdrawn, because="Toch.", by=actor))[0].startswith("Only who waits")


def test_the_line_asks_as_many_questions_for_one_as_for_three(roza, laptop_class, desk, django_assert_num_queries):
    a_queue_rule(desk.organisation, entitled_share_percent=10)
    waits("Anna", laptop_class, desk)
    with CaptureQueriesContext(connection) as with_one:
        line_of(laptop_class, desk)
    for name in ("Bert", "Clara"):
        waits(name, laptop_class, desk)

    with django_assert_num_queries(len(with_one)):
        assert len(line_of(laptop_class, desk).standings) == 3
    assert (Request.objects.count(), AlsoAt.objects.count()) == (3, 0)
