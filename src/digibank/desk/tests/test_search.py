"""One box: a number leads to the record, words to whoever fits, and nobody finds what is not theirs to see."""

import pytest
from conftest import logged_in
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from digibank import clock
from digibank.accounts import actions as accounts
from digibank.accounts.models import User
from digibank.accounts.rights import Role
from digibank.accounts.tests.factories import a_user
from digibank.comms.tests.factories import a_message
from digibank.desk.search import Found, find
from digibank.donations.tests.factories import a_donation, a_donor, an_offer
from digibank.inventory.tests.factories import a_device
from digibank.lending.tests.factories import a_loan, a_request
from digibank.logistics.tests.factories import asked
from digibank.people.actions import Way
from digibank.people.tests.factories import MOBILE, a_person
from digibank.refurbishment.tests.factories import BEFORE_THE_LOG, erased, the_disk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english", "on_a_monday")]

HOME = reverse("desk:home")


@pytest.fixture
def everything(town, depot, laptop, second_laptop, roza):
    """One record of each kind that has a number, with the right its page needs, by the address of that page."""
    loan, desk = a_loan(roza, laptop), laptop.place
    farid = a_person(town, "Farid Haddad", ways=[Way("mobile", MOBILE)], prefers="sms")
    return {
        loan: reverse("lending:loan", args=[loan.pk]),
        (request := a_request(farid, laptop.device_class, desk)): reverse("lending:request", args=[request.pk]),
        loan.handover: reverse("agenda:appointment", args=[loan.handover.pk]),
        (message := a_message(roza)): reverse("comms:message", args=[message.pk]),
        (gift := a_donation(desk, donor=a_donor(town, "Bakkerij Korst"))): reverse(
            "donations:donation", args=[gift.pk]
        ),
        (offer := an_offer(desk)): reverse("donations:offer", args=[offer.pk]),
        (ride := asked(desk, depot, second_laptop)): reverse("logistics:transfer", args=[ride.pk]),
    }


@pytest.fixture
def all_round(town, desk):
    """Somebody who is a lending clerk and a technician of the town."""
    user = a_user("wies", "Wies Allround", town, Role.LENDING_CLERK, place=desk)
    accounts.give_role(user, organisation=town, role=Role.TECHNICIAN, by=user.actor)
    return User.objects.get(pk=user.pk)


def typed(number: str) -> str:
    """As somebody types it in a hurry: small, without dashes."""
    return number.lower().replace("-", "")


@pytest.mark.parametrize("spelling", [str, typed, lambda number: f"  {number.replace('-', ' ')} "])
def test_each_number_leads_to_its_page(everything, all_round, spelling):
    client = logged_in(all_round)

    led = {record: client.get(HOME, {"q": spelling(record.number)}).get("Location") for record in everything}
    opened = {client.get(address).status_code for address in everything.values()}

    assert led == everything
    assert opened == {200}


def test_devices_their_media_and_persons_open_at_the_desk(clerk, laptop, roza):
    medium = laptop.media.get()

    found = [find(number, clerk) for number in (laptop.number, medium.number, roza.number)]

    assert found == [
        Found(laptop.number, devices=[laptop], is_number=True),
        Found(medium.number, devices=[laptop], is_number=True),
        Found(roza.number, persons=[roza], is_number=True),
    ]
    assert [f.device or f.person for f in found] == [laptop, laptop, roza]


def test_the_number_of_an_attestation_leads_to_the_device_it_is_about(coordinator, neighbour, depot):
    with clock.at(BEFORE_THE_LOG):
        device = a_device(depot)
        the_disk(device)
    attestation = erased(device, coordinator.actor)

    found = find(attestation.number, coordinator)

    assert found == Found(attestation.number, devices=[device], is_number=True)
    assert find(attestation.number, neighbour).is_empty


def test_a_mistyped_number_finds_nothing_and_never_a_neighbour(everything, all_round, laptop, roza):
    mistyped = []
    for record in [laptop, roza, *everything]:
        number = record.number
        mistyped.append(f"{number[:-1]}{(int(number[-1]) + 1) % 10}")

    found = [find(number, all_round) for number in mistyped]

    assert found == [Found(number, is_number=True) for number in mistyped]
    assert {f.is_empty for f in found} == {True}


def test_a_number_that_nothing_has_is_told_so(as_clerk):
    answer = as_clerk.get(HOME, {"q": "DB-000001-0"})

    assert (answer.status_code, "Nothing has this number here" in answer.text) == (200, True)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("peeters", ["Roza Peeters"]),
        ("ROZA pee", ["Roza Peeters"]),
        ("0470 12 34 56", ["Farid Haddad"]),
        ("latitude", ["Dell Latitude"]),
        ("sn-4711", ["Dell Latitude"]),
        ("korst", ["Bakkerij Korst"]),
        ("nobody", []),
    ],
)
def test_words_find_persons_devices_and_donors(everything, all_round, words, found):
    answer = find(words, all_round)

    names = [person.name for person in answer.persons] + [device.title for device in answer.devices]
    assert [*names, *(gift.donor.name for gift in answer.donations)] == found
    assert answer.is_empty is (found == [])


def test_when_several_fit_all_are_listed_with_what_tells_them_apart(as_clerk, town, roza):
    other = a_person(town, "Roza Peeters", birth_year=1950)

    answer = as_clerk.get(HOME, {"q": "roza"})

    assert (find("roza", answer.wsgi_request.user).person, answer.context["found"].persons) == (None, [other, roza])
    assert (roza.number in answer.text, other.number in answer.text, "1950" in answer.text) == (True, True, True)


# What is not theirs to see


@pytest.mark.rule("U-11")
def test_staff_of_another_municipality_find_nothing(everything, neighbour, laptop, roza):
    numbers = [record.number for record in [laptop, laptop.media.get(), roza, *everything]]
    words = ["Roza", "Haddad", MOBILE, "Latitude", "SN-4711", "Korst"]

    found = [find(text, neighbour) for text in [*numbers, *words]]

    assert [f.is_empty for f in found] == [True] * len(found)


def test_the_page_of_what_another_municipality_has_is_not_there_either(everything, neighbour, laptop, roza):
    client = logged_in(neighbour)
    pages = [*everything.values(), reverse("desk:device", args=[laptop.pk]), reverse("desk:person", args=[roza.pk])]

    codes = {client.get(page).status_code for page in pages}

    assert codes <= {403, 404}


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.COORDINATOR, Role.TECHNICIAN])
def test_who_does_not_lend_finds_no_person_loan_appointment_or_message(everything, association, role, roza):
    user = a_user("wie", "Wie Dan", association, role)
    kinds = ("UL", "AV", "AF", "BR", "IN")
    numbers = [record.number for record in [roza, *everything] if record.number[:2] in kinds]

    found = [find(text, user) for text in [*numbers, "Roza", MOBILE]]

    assert len(numbers) == len(kinds)
    assert [f.is_empty for f in found] == [True] * len(found)


def test_who_is_protected_is_found_by_number_only_and_at_home_only(clerk, neighbour, town):
    hidden = a_person(town, "Wilma Veilig", protected=True, ways=[Way("mobile", MOBILE)], prefers="sms")

    found = {text: find(text, clerk).persons for text in ("Wilma", MOBILE, hidden.number)}

    assert found == {"Wilma": [], MOBILE: [], hidden.number: [hidden]}
    assert find(hidden.number, neighbour).is_empty


# How often the database is asked


def queries_for(client, word: str) -> int:
    with CaptureQueriesContext(connection) as asked_for:
        client.get(HOME, {"q": word})
    return len(asked_for)


@pytest.mark.parametrize("word", ["Roza", "Dell", "Gulle"])
def test_four_fits_ask_the_database_as_often_as_two(all_round, town, desk, laptop, word):
    client = logged_in(all_round)

    def bring(number: int) -> None:
        a_person(town, f"Roza {number}")
        a_device(desk, vendor="Dell", product=f"Optiplex {number}")
        a_donation(desk, donor=a_donor(town, f"Gulle Gever {number}"))

    bring(1)
    bring(2)
    with_two = queries_for(client, word)
    bring(3)
    bring(4)

    assert queries_for(client, word) == with_two
