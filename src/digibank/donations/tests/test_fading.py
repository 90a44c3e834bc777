"""Who gave is forgotten; what was given, the numbers and the figures stay."""

from datetime import UTC, datetime

import pytest
from conftest import logged_in
from django.apps import apps
from django.conf import settings
from django.urls import reverse

from digibank import clock
from digibank.audit.models import Event
from digibank.audit.tests.factories import an_actor
from digibank.donations import actions
from digibank.donations.actions.lists import OFFER_LIST
from digibank.donations.jobs import fade_donors
from digibank.donations.lists import plans_of
from digibank.donations.models import Decision, Donation, Offer, OfferedItem, Receipt
from digibank.donations.offering import Offering
from digibank.donations.queries import donors_to_fade
from digibank.donations.receipts import facts_of
from digibank.donations.tests.factories import ADDRESS, a_donation, a_donor, accepted, an_offer, given
from digibank.errors import RuleBroken
from digibank.files import actions as files
from digibank.files.jobs import remove_forgotten_documents
from digibank.files.models import Document
from digibank.people.models import Donor
from digibank.sheets.reading import read_sheet

pytestmark = [pytest.mark.django_db]

NOON = datetime(2026, 1, 31, 11, 0, tzinfo=UTC)
# What only this donor told: nothing of it may be left anywhere. A postcode alone also occurs in a hash.
CANARIES = (
    "Kanarieke", "kanarieke", "470998877", "kanarie@roza.example", "Vogelstraat", "'2288'", "Kooidorp", "Kooizin",
)  # fmt: skip
WHO = {
    "name": "Roza Kanarieke", "phone": "0470 99 88 77", "email": "kanarie@roza.example", "street": "Vogelstraat 7",
    "postcode": "2288", "town": "Kooidorp",
}  # fmt: skip
LIST = b"soort;merk;opmerking\ntablet;Apple;Kooizin van de lijst\n"


@pytest.fixture(autouse=True)
def a_standing_clock():
    with clock.at(NOON):
        yield


def everything() -> str:
    """Each row of each table, and each file, as one text."""
    rows = [str(list(model._base_manager.values_list())) for model in apps.get_models()]
    stored = [file.read_bytes().decode("latin-1") for file in settings.DOCUMENTS.rglob("*") if file.is_file()]
    return "\n".join(rows + stored)


def left() -> list[str]:
    told = everything()
    return [canary for canary in CANARIES if canary in told]


def a_photo(words: bytes = b"A photo of Kanarieke.") -> Document:
    return files.store(words, media_type="image/jpeg", name="offered-device.jpg", by=an_actor())


def a_whole_gift(depot) -> Donation:
    """Offered with a photo, remarks and a list; judged with a reason; half refused, received, with a receipt."""
    by, donor = an_actor(), a_donor(depot.organisation, **WHO)
    laptop, screen = Offering(kind="laptop", remarks="Kooizin"), Offering(kind="screen")
    offer = an_offer(depot, laptop, donor=donor, remarks="Kooizin aan de deur")
    actions.add_items(offer, items=[screen], photo=a_photo(), by=by)
    document, sheet = files.store(LIST, media_type="text/csv", name="list.csv", by=by), read_sheet(LIST)
    plan = actions.send_list(offer, document=document, sheet=sheet, by=by)
    actions.take_in_list(offer, plan=plan, sheet=sheet, seen=plan.digest, by=by)
    first, second, third = offer.items.all()
    actions.refuse(offer, items=[second], ground="crt", advice="shop", reason="Kooizin", where="form", by=by)
    actions.accept(offer, items=[first, third], where="form", by=by)
    actions.miss(third, by=by)
    actions.receive_devices(first, device_class=given(a_donation(depot)).device_class, count=1, by=by)
    actions.settle_difference(third, settlement="stays_missing", note="Kooizin", by=by)
    donation = Donation.objects.get(offer=offer)
    Donation.objects.filter(pk=donation.pk).update(remarks="Kooizin")
    donation.refresh_from_db()
    actions.keep_receipt(donation, receipt=b"%PDF Roza Kanarieke", covers=donation.version, by=by)
    return donation


@pytest.mark.rule("D-35")
@pytest.mark.rule("D-36")
def test_nothing_is_left_of_who_gave_in_any_table_search_or_file(depot):
    donation = a_whole_gift(depot)
    before = left()
    clock.pass_time(days=365)

    faded = fade_donors(an_actor())
    clock.pass_time(hours=6)
    remove_forgotten_documents(an_actor())

    assert (before, faded, left()) == (list(CANARIES), Donor.objects.count(), [])
    assert donation.number in [found.number for found in Donation.objects.matching(donation.number)]


@pytest.mark.rule("D-35")
def test_what_was_given_and_the_numbers_and_figures_hold(depot):
    donation = a_whole_gift(depot)
    kept = [Donation, Offer, OfferedItem, Decision, Receipt, Document]
    before = [model.objects.count() for model in kept]
    judged = list(OfferedItem.objects.values_list("pk", "kind", "count", "preselection", "reception", "settlement"))
    receipts = list(Receipt.objects.values_list("pk", "covers", "document", "written_at"))

    actions.fade(donation.donor, asked=True, by=an_actor())

    donation.refresh_from_db()
    assert [model.objects.count() for model in kept] == before
    assert (
        list(OfferedItem.objects.values_list("pk", "kind", "count", "preselection", "reception", "settlement"))
        == judged
    )
    assert list(Receipt.objects.values_list("pk", "covers", "document", "written_at")) == receipts
    assert facts_of(donation)[0][1] == str(donation.donor.called)
    assert list(plans_of(donation.offer)) == []
    assert [plan.coming for plan in apps.get_model("sheets.Plan").objects.filter(kind=OFFER_LIST.code)] == [1]


@pytest.mark.rule("D-35")
def test_the_trail_says_that_it_was_done_and_nothing_personal(depot):
    donation = a_whole_gift(depot)

    actions.fade(donation.donor, asked=True, by=an_actor())

    told = Event.objects.about(donation.donor).filter(verb__in=["people.donor_faded", "donations.giver_faded"])
    assert list(told.values_list("verb", "facts")) == [
        ("people.donor_faded", {"asked": True}),
        ("donations.giver_faded", {"offers": 1, "donations": 1, "documents": 3}),
    ]


@pytest.mark.rule("D-35")
def test_twelve_months_count_from_the_last_gift_or_offer_and_companies_stay(depot):
    quiet = a_donor(depot.organisation, "Quiet")
    gave, offered = a_donor(depot.organisation, "Gave"), a_donor(depot.organisation, "Offered")
    a_donor(depot.organisation, "De Linde", is_legal_person=True)
    clock.pass_time(days=100)
    a_donation(depot, donor=gave)
    an_offer(depot, donor=offered)

    def to_fade() -> list[str]:
        return [donor.name for donor in donors_to_fade().exclude(name="Simonne Verbist")]

    clock.pass_time(days=264)
    early = to_fade()
    clock.pass_time(days=1)
    first = to_fade()
    clock.pass_time(days=100)

    assert (early, first, to_fade()) == ([], [quiet.name], ["Quiet", "Gave", "Offered"])


@pytest.mark.rule("D-35")
def test_the_job_is_safe_to_repeat_and_leaves_who_gave_again_alone(depot):
    donor = a_donor(depot.organisation)
    clock.pass_time(days=366)
    due = donors_to_fade().get()
    a_donation(depot, donor=donor)

    actions.fade(due, by=an_actor())

    assert (Donor.objects.get().name, fade_donors(an_actor())) == (donor.name, 0)


@pytest.mark.rule("D-36")
def test_a_photo_that_somebody_else_sent_as_well_stays_with_that_one(depot):
    photo = a_photo(b"A photo from a shop.")
    gone, stays = (an_offer(depot, donor=a_donor(depot.organisation, name)) for name in ("Roza", "Jef"))
    for offer in (gone, stays):
        actions.add_items(offer, items=[Offering(kind="phone")], photo=photo, by=an_actor())
    assert {holder.offer for holder in photo.holders()} == {gone, stays}

    actions.fade(gone.donor, asked=True, by=an_actor())

    assert [item.photo for item in gone.items.exclude(photo=None)] == []
    assert [item.photo.content() for item in stays.items.exclude(photo=None)] == [b"A photo from a shop."]


@pytest.mark.rule("D-36")
def test_a_paper_that_was_printed_before_the_donor_was_forgotten_is_not_kept(depot):
    donation = a_donation(depot, donor=a_donor(depot.organisation, "Roza"))
    given(donation)
    refused = an_offer(depot, donor=donation.donor)
    actions.refuse(refused, items=refused.items.all(), ground="crt", advice="shop", where="form", by=an_actor())
    donation = Donation.objects.select_related("donor").get(pk=donation.pk)
    refused = Offer.objects.select_related("donor").get(pk=refused.pk)
    actions.fade(donation.donor, asked=True, by=an_actor())
    sentence = "Who gave this was changed or forgotten just now. Look at it and make the paper again."

    for keep in (
        lambda: actions.keep_receipt(donation, receipt=b"%PDF Roza", covers=donation.version, by=an_actor()),
        lambda: actions.keep_letter(refused, letter=b"%PDF Roza", covers=refused.last_judged, by=an_actor()),
    ):
        with pytest.raises(RuleBroken, match=sentence):
            keep()
    donation.refresh_from_db()
    assert actions.keep_receipt(donation, receipt=b"%PDF", covers=donation.version, by=an_actor()).document.content()


def test_nothing_new_is_written_down_for_who_was_forgotten(depot):
    donor = a_donor(depot.organisation, **ADDRESS, phone="0470 12 34 56")
    actions.fade(donor, asked=True, by=an_actor())
    sentence = "This donor was forgotten meanwhile. Write the name down anew."

    for write in (
        lambda: a_donation(depot, donor=donor),
        lambda: an_offer(depot, donor=donor),
    ):
        with pytest.raises(RuleBroken, match=sentence):
            write()


@pytest.mark.rule("D-35")
def test_who_still_has_the_page_of_an_offer_adds_no_words_to_it_after_the_donor_was_forgotten(depot):
    offer = an_offer(depot, donor=a_donor(depot.organisation, **WHO))
    document, sheet = files.store(LIST, media_type="text/csv", name="list.csv", by=an_actor()), read_sheet(LIST)
    plan = actions.send_list(offer, document=document, sheet=sheet, by=an_actor())
    actions.fade(offer.donor, asked=True, by=an_actor())

    for write, sentence in (
        (
            lambda: actions.add_items(offer, items=[Offering(kind="phone", remarks="Kooizin")], by=an_actor()),
            "Nothing can",
        ),
        (lambda: actions.send_list(offer, document=document, sheet=sheet, by=an_actor()), "Nothing can be added"),
        (lambda: actions.look_again(offer, plan=plan, sheet=sheet, by=an_actor()), "This list is not kept any more."),
    ):
        with pytest.raises(RuleBroken, match=sentence):
            write()
    clock.pass_time(hours=6)
    remove_forgotten_documents(an_actor())
    assert left() == []


def test_what_was_offered_before_still_comes_in_without_the_name(depot):
    offer = an_offer(depot)
    (item,) = accepted(offer)
    actions.fade(offer.donor, asked=True, by=an_actor())

    actions.receive_devices(item, device_class=given(a_donation(depot)).device_class, count=1, by=an_actor())

    assert Donation.objects.get(offer=offer).donor.has_faded


# The page.


def page_of(donor) -> str:
    return reverse("donations:forget", args=[donor.pk])


@pytest.fixture
def as_technician(technician):
    return logged_in(technician)


def test_staff_forget_a_donor_at_once(as_technician, depot):
    donation = a_donation(depot, donor=a_donor(depot.organisation, **WHO))
    given(donation)
    shown = as_technician.get(reverse("donations:donation", args=[donation.pk])).text

    opened, answer = (
        as_technician.get(page_of(donation.donor)),
        as_technician.post(page_of(donation.donor), {"sure": "on"}),
    )

    assert page_of(donation.donor) in shown
    assert ("Roza Kanarieke" in opened.text, donation.number in opened.text) == (True, True)
    assert (answer.status_code, answer["Location"]) == (303, reverse("donations:donations"))
    page = as_technician.get(reverse("donations:donation", args=[donation.pk])).text
    assert ("Kanarieke" in page, "name not kept any more" in page, page_of(donation.donor) in page) == (
        False,
        True,
        False,
    )
    assert Event.objects.filter(verb="people.donor_faded").get().facts == {"asked": True}


def test_it_is_asked_once_before_it_is_done(as_technician, depot):
    donor = a_donor(depot.organisation)

    answer = as_technician.post(page_of(donor), {"sure": ""})

    assert answer.status_code == 422
    assert "Tick this first. What is forgotten cannot be brought back." in answer.text
    assert not Donor.objects.get().has_faded


def test_a_company_is_not_forgotten_and_the_page_says_why(as_technician, depot):
    donor = a_donor(depot.organisation, "De Linde", is_legal_person=True)

    opened, answer = as_technician.get(page_of(donor)), as_technician.post(page_of(donor), {"sure": "on"})

    assert (opened.status_code, answer.status_code) == (200, 422)
    assert "Only private persons are forgotten." in answer.text


def test_a_forgotten_receipt_is_gone_and_the_page_says_so(as_technician, depot):
    donation = a_whole_gift(depot)
    receipt = Receipt.objects.get()
    actions.fade(donation.donor, asked=True, by=an_actor())

    page = as_technician.get(reverse("donations:donation", args=[donation.pk]))

    assert "Receipt, not kept any more: the donor is forgotten" in page.text
    assert as_technician.get(reverse("donations:receipt", args=[receipt.pk])).status_code == 404


def test_a_stranger_finds_no_donor_to_forget(clerk, elsewhere, depot):
    donor = a_donor(depot.organisation)

    assert logged_in(clerk).post(page_of(donor), {"sure": "on"}).status_code == 403
    assert logged_in(elsewhere).post(page_of(donor), {"sure": "on"}).status_code == 403
    assert not Donor.objects.get().has_faded
