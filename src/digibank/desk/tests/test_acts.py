"""What the desk offers can be done, and what cannot be done has its reason."""

from datetime import timedelta

import pytest
from conftest import logged_in
from django.urls import reverse

from digibank import clock
from digibank.accounts.models import User
from digibank.accounts.rights import Role
from digibank.accounts.tests.factories import a_user
from digibank.audit.tests.factories import an_actor
from digibank.desk.acts import device_now, person_acts
from digibank.inventory import actions as inventory
from digibank.inventory.tests.factories import a_device, at_desk, in_stock
from digibank.lending import actions as lending
from digibank.lending.models import Loan
from digibank.lending.tests.factories import a_loan, a_paper, a_prepared_loan, a_returned_loan, paid_for
from digibank.organisations.models import Place
from digibank.organisations.tests.factories import a_desk, a_regulation
from digibank.people import actions as people
from digibank.people.tests.factories import a_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english", "on_a_monday")]


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def offered(possible) -> list[str]:
    return [act["title"] for act in possible.acts]


def refused(possible) -> dict[str, str]:
    return {no["title"]: no["reason"] for no in possible.refused}


def open_pages(possible, user) -> set[int]:
    """What the pages answer that the acts lead to."""
    client = logged_in(user)
    pages = [act["url"] for act in possible.acts] + [possible.lends_at] * bool(possible.lends_at)
    return {client.get(page).status_code for page in pages}


def now(device, user):
    return device_now(fresh(device), user).possible


def acts_for(person, user, device=""):
    loans = Loan.objects.of_person(person).select_related("device__device_class", "desk")
    return person_acts(fresh(person), list(loans), user, device=device)


# With a device in the hand


def test_a_free_device_is_lent_and_the_person_chosen_next(clerk, laptop, roza):
    possible = now(laptop, clerk)

    assert offered(possible) == ["Lend it", "Facts and parts", "Print the label again"]
    assert (refused(possible), open_pages(possible, clerk)) == ({}, {200})
    chosen = logged_in(clerk).get(possible.acts[0]["url"] + "&q=roza")
    assert chosen.context["possible"].acts[0]["url"] == reverse("lending:prepare", args=[roza.pk, laptop.pk])


def test_a_prepared_loan_is_gone_on_with(clerk, laptop, roza):
    loan = a_prepared_loan(roza, laptop)

    possible = now(laptop, clerk)

    assert offered(possible)[0] == f"Go on with {loan.number}"
    assert (refused(possible), open_pages(possible, clerk)) == ({}, {200})


def test_a_lent_device_is_taken_back(clerk, laptop, roza):
    loan = a_loan(roza, laptop)

    possible = now(laptop, clerk)

    assert offered(possible)[:2] == ["Take it back", f"Open loan {loan.number}"]
    assert list(refused(possible)) == ["Lend it to somebody else."]
    assert "Take it back first." in refused(possible)["Lend it to somebody else."]
    assert open_pages(possible, clerk) == {200}


@pytest.mark.rule("I-09")
def test_a_lost_device_that_was_lent_is_taken_back_with_its_loan(clerk, laptop, roza, actor):
    lending.report_lost(a_loan(roza, laptop), by=actor)

    possible = now(laptop, clerk)

    assert offered(possible)[0] == "Take it back"
    assert refused(possible) == {
        "Lend it to somebody else.": "It was lent and is gone: lost. Is it found? Then take it back first."
    }
    assert open_pages(possible, clerk) == {200}


def without_charger(device):
    inventory.check_accessory(device, kind="charger", state="missing", by=an_actor())


def lose(device):
    inventory.report_lost(device, because="Weg na de verhuis.", by=an_actor())


def wear_out(device):
    inventory.send(device, to=a_desk(device.place.organisation, kind="depot", name="Kelder"), by=an_actor())
    inventory.arrive(device, place=Place.objects.get(name="Kelder"), by=an_actor())
    inventory.dispose(device, by=an_actor())


def keep_back(device):
    inventory.raise_flag(device, kind="unsafe_battery", by=an_actor())


def bring_back(device):
    roza = a_person(device.place.organisation, "Roza Terug")
    a_returned_loan(roza, device)


@pytest.mark.parametrize(
    ("happened", "reason"),
    [
        (without_charger, "The charger is missing. Add one, and note it with the parts."),
        (lose, "It is gone: lost. Is it here again? Then report that first, with its facts and parts."),
        (wear_out, "It left us for good: disposed of."),
        (keep_back, "Something is the matter with it: unsafe battery. It goes to the workshop first."),
        (bring_back, "Its data are not erased yet. It goes to the workshop first."),
    ],
)
def test_what_cannot_be_lent_says_why(clerk, laptop, happened, reason):
    a_regulation(laptop.place.organisation)
    happened(laptop)

    possible = now(laptop, clerk)

    assert refused(possible) == {"Lend it.": reason}
    assert "Lend it" not in offered(possible)
    assert open_pages(possible, clerk) == {200}


def test_a_device_elsewhere_in_town_says_where(clerk, laptop, town, depot, actor):
    second_desk = a_desk(town, name="Balie De Brug")
    there = at_desk(second_desk, laptop.device_class, depot=depot)
    inventory.send(laptop, to=second_desk, by=actor)

    reasons = [refused(now(device, clerk))["Lend it."] for device in (there, laptop)]

    assert reasons == [
        "It is at Balie De Brug, and you lend at another desk. Have it sent to yours.",
        "It is on its way. Receive it first.",
    ]


def test_a_device_in_a_depot_of_the_town_is_to_be_sent(clerk, town, laptop_class):
    ready = in_stock(a_device(a_desk(town, kind="depot", name="Kelder"), laptop_class))

    assert refused(now(ready, clerk)) == {"Lend it.": "It is not at a lending desk. Have it sent to yours."}


def test_a_device_kept_for_a_loan_that_is_not_ours_to_see_is_kept(clerk, laptop, other_town, actor, roza):
    hidden = a_person(other_town, "Wilma Veilig")
    a_prepared_loan(hidden, laptop)
    people.edit(hidden, version=1, protected=True, by=actor)

    found = device_now(fresh(laptop), clerk)

    assert (found.loan, refused(found.possible)) == (
        None,
        {"Lend it.": "It is kept for somebody else. Take another one of its kind."},
    )


def test_a_device_in_the_workshop_goes_to_the_workbench(technician, depot, laptop_class):
    possible = now(a_device(depot, laptop_class), technician)

    assert offered(possible) == ["To the workbench", "It is waste", "Facts and parts", "Print the label again"]
    assert (refused(possible), open_pages(possible, technician)) == ({}, {200})


@pytest.mark.rule("I-04")
def test_a_technician_sees_nothing_of_a_borrower(technician, laptop, roza):
    loan = a_loan(roza, laptop)
    client = logged_in(technician)

    possible = now(laptop, technician)
    pages = [
        client.get(reverse("desk:home"), {"q": laptop.number}).text,
        client.get(reverse("desk:device", args=[laptop.pk])).text,
    ]

    assert offered(possible) == ["Facts and parts", "Print the label again"]
    assert (refused(possible), open_pages(possible, technician)) == ({}, {200})
    for personal in (roza.name, roza.number, loan.number, loan.handover.number):
        assert [personal in page for page in pages] == [False, False]


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.COORDINATOR])
def test_others_look_only(association, laptop, roza, role):
    user = a_user("wie", "Wie Dan", association, role)
    a_loan(roza, laptop)

    possible = now(laptop, user)

    assert offered(possible) == ["Facts and parts", "Print the label again"]
    assert open_pages(possible, user) == {200}


# With a person at the desk


def test_a_person_without_a_device_scans_one_or_asks(clerk, roza, laptop):
    possible = acts_for(roza, clerk)

    assert possible.lends_at == reverse("lending:lend", args=[roza.pk])
    assert offered(possible) == ["Ask for a device", "How to reach, address, card"]
    assert (refused(possible), open_pages(possible, clerk)) == ({}, {200})


def test_a_device_that_was_scanned_before_travels_along(clerk, roza, laptop):
    possible = acts_for(roza, clerk, laptop.number)

    assert (offered(possible)[0], possible.lends_at) == (f"Lend {laptop.number}", "")
    assert open_pages(possible, clerk) == {200}


def test_a_scanned_device_that_cannot_be_lent_says_why_and_another_may_be_scanned(clerk, roza, laptop, second_laptop):
    a_loan(a_person(roza.home, "Farid Haddad"), laptop)

    possible = acts_for(roza, clerk, laptop.number)

    said = f"{laptop.number} cannot be lent here now: lent, Uitleendesk. Take another device."
    assert refused(possible) == {f"Lend {laptop.number}.": said}
    assert possible.lends_at == reverse("lending:lend", args=[roza.pk])


@pytest.mark.rule("U-05")
def test_who_has_as_many_devices_as_allowed_is_told_so(clerk, roza, laptop, second_laptop):
    loan = a_loan(roza, laptop)

    possible = acts_for(roza, clerk, second_laptop.number)

    said = "This person has as many devices as the rules allow (1). Take one back first."
    assert (refused(possible), possible.lends_at) == ({"Lend a device.": said}, "")
    assert offered(possible)[0] == f"Take {loan.number} back"
    assert open_pages(possible, clerk) == {200}


def test_each_loan_has_its_next_step(clerk, roza, laptop, second_laptop, actor):
    lost = lending.report_lost(a_loan(roza, laptop), by=actor)
    prepared = a_prepared_loan(roza, second_laptop)

    possible = acts_for(roza, clerk)

    assert offered(possible)[:2] == [f"Go on with {prepared.number}", f"Take {lost.number} back"]
    assert open_pages(possible, clerk) == {200}


def test_a_returned_loan_asks_for_nothing(clerk, roza, laptop):
    a_returned_loan(roza, laptop)

    assert offered(acts_for(roza, clerk)) == ["Ask for a device", "How to reach, address, card"]


def test_without_rules_of_the_council_nothing_is_lent(clerk, town, desk):
    person = a_person(town)

    said = "No lending rules hold at Wilgerdonk today. The administrator can add what the council voted."
    assert refused(acts_for(person, clerk)) == {"Lend a device.": said}


def test_who_has_no_desk_sends_the_person_to_one(stranger, other_town):
    person = a_person(other_town)

    possible = acts_for(person, stranger)

    assert refused(possible) == {"Lend a device.": "You have no lending desk. Send the person to one."}
    assert offered(possible) == ["How to reach, address, card"]
    assert open_pages(possible, stranger) == {200}


@pytest.mark.rule("U-11")
def test_a_person_opened_from_another_town_borrows_here_and_the_loan_there_stays_there(
    neighbour, roza, laptop, other_desk, depot
):
    actor = an_actor()
    there = a_loan(roza, laptop)
    until_on = clock.today() + timedelta(days=30)
    people.open_across_border(
        roza, organisation=other_desk.organisation, reason="Verhuist.", until_on=until_on, by=actor
    )
    here = at_desk(other_desk, laptop.device_class, depot=depot)

    possible = acts_for(roza, User.objects.get(pk=neighbour.pk), here.number)

    assert there.number not in " ".join(offered(possible))
    said = "This person has as many devices as the rules allow (1). Take one back first."
    assert refused(possible) == {"Lend a device.": said}
    lending.take_back(
        there, place=laptop.place, condition="ok", parts={"bag": "present", "charger": "present"}, by=actor
    )
    possible = acts_for(roza, User.objects.get(pk=neighbour.pk), here.number)
    assert (offered(possible)[0], refused(possible)) == (f"Lend {here.number}", {})
    assert open_pages(possible, neighbour) == {200}


def test_a_loan_of_somebody_whose_contract_was_made_can_be_handed_over_from_here(clerk, roza, laptop, actor):
    loan = lending.keep_contract(paid_for(a_prepared_loan(roza, laptop)), contract=a_paper(), by=actor)

    page = logged_in(clerk).get(now(laptop, clerk).acts[0]["url"])

    assert reverse("lending:hand_over", args=[loan.pk]) in page.text
