"""An offer of somebody who gave before is joined to that donor."""

import pytest
from conftest import logged_in
from django.urls import reverse

from digibank.audit.models import Event
from digibank.audit.tests.factories import an_actor
from digibank.donations import actions
from digibank.donations.models import Donation, Receipt
from digibank.donations.tests.factories import ADDRESS, a_donor, accepted, an_offer, given, received
from digibank.errors import RuleBroken
from digibank.organisations.tests.factories import an_association
from digibank.people.models import Donor

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(depot) -> Donor:
    return a_donor(depot.organisation, "Roza Claes", phone="0470 12 34 56")


@pytest.fixture
def as_technician(technician):
    return logged_in(technician)


def page_of(offer) -> str:
    return reverse("donations:join_donor", args=[offer.pk])


@pytest.mark.rule("D-37")
def test_an_offer_and_what_came_in_of_it_go_to_the_donor_we_know_and_back(offer, known):
    before = offer.donor
    received(accepted(offer)[0])
    version = Donation.objects.get().version

    joined = actions.join_donor(offer, donor=known, by=an_actor())
    again = actions.join_donor(offer, donor=known, by=an_actor())
    donation = Donation.objects.get()

    assert (joined.donor, again.donor, donation.donor, donation.version) == (known, known, known, version + 1)
    told = Event.objects.about(known).filter(verb="donations.donor_joined")
    assert [event.facts for event in told] == [{"before": before.pk}]
    assert actions.join_donor(offer, donor=before, by=an_actor()).donor == before


@pytest.mark.rule("D-37")
@pytest.mark.rule("D-03")
def test_nobody_is_joined_to_a_donor_of_another_organisation_or_without_an_address_to_go_to(depot, known):
    other = a_donor(an_association("Digibank Elders"), "Roza Claes")
    collected = an_offer(depot, drop_off=None, donor=a_donor(depot.organisation, phone="0470 65 43 21", **ADDRESS))

    for donor, sentence in [
        (other, "Another organisation keeps this donor"),
        (known, "we know no address or telephone"),
    ]:
        with pytest.raises(RuleBroken, match=sentence):
            actions.join_donor(collected, donor=donor, by=an_actor())


@pytest.mark.rule("D-36")
@pytest.mark.rule("D-37")
def test_a_paper_with_the_name_of_who_it_was_joined_to_by_mistake_goes_with_that_name(offer, known):
    received(accepted(offer)[0])
    right, papers = offer.donor, []
    for donor in (right, known, right):
        actions.join_donor(offer, donor=donor, by=an_actor())
        donation = Donation.objects.get()
        papers.append(
            actions.keep_receipt(
                donation, receipt=f"%PDF {len(papers)}".encode(), covers=donation.version, by=an_actor()
            )
        )

    actions.fade(known, asked=True, by=an_actor())
    by_mistake = [Receipt.objects.get(pk=paper.pk).document.is_forgotten for paper in papers]
    actions.fade(right, asked=True, by=an_actor())

    assert by_mistake == [False, True, False]
    assert [Receipt.objects.get(pk=paper.pk).document.is_forgotten for paper in papers] == [True] * 3


def test_who_looks_the_same_is_offered_first_and_others_are_found(as_technician, depot, known):
    offer = an_offer(depot, donor=a_donor(depot.organisation, "Rosa Claes", phone="0470 12 34 56"))
    a_donor(depot.organisation, "Jef Nijs", phone="0470 99 88 77")

    def found(**query) -> list[str]:
        return [donor.name for donor in as_technician.get(page_of(offer), query).context["found"]]

    assert (found(), found(q="nijs"), found(q="0470 99 88 77"), found(q="Nobody")) == (
        ["Roza Claes"], ["Jef Nijs"], ["Jef Nijs"], [],
    )  # fmt: skip


def test_one_press_joins(as_technician, offer, known):
    answer = as_technician.post(page_of(offer), {"donor": known.pk})

    offer.refresh_from_db()
    assert (answer.status_code, answer["Location"]) == (303, reverse("donations:offer", args=[offer.pk]))
    assert offer.donor == known
    assert page_of(offer) in as_technician.get(reverse("donations:offer", args=[offer.pk])).text


def test_a_refusal_says_why(as_technician, depot, known):
    offer = an_offer(depot, drop_off=None, donor=a_donor(depot.organisation, phone="0470 65 43 21", **ADDRESS))

    nobody = as_technician.post(page_of(offer), {"donor": ""})
    answer = as_technician.post(page_of(offer), {"donor": known.pk})

    assert (nobody.status_code, "Choose a donor from the list." in nobody.text) == (422, True)
    assert (answer.status_code, "we know no address or telephone" in answer.text) == (422, True)


def test_who_was_forgotten_is_never_offered(as_technician, offer, known, depot):
    given(Donation.objects.create(place=depot, donor=known))
    actions.fade(known, asked=True, by=an_actor())

    answer = as_technician.post(page_of(offer), {"donor": known.pk})

    assert answer.status_code == 422
    assert list(as_technician.get(page_of(offer), {"q": "Roza"}).context["found"]) == []


def test_strangers_join_nothing(elsewhere, clerk, offer, known):
    codes = [logged_in(user).post(page_of(offer), {"donor": known.pk}).status_code for user in (elsewhere, clerk)]

    assert codes == [403, 403]
