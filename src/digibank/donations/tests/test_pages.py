"""The pages of donations: who may open them, what they do, and what they say when they refuse."""

from uuid import uuid4

import pytest
from conftest import logged_in
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from digibank import clock
from digibank.accounts.rights import Role
from digibank.accounts.tests.factories import a_user
from digibank.audit.tests.factories import an_actor
from digibank.donations import actions
from digibank.donations.models import Donation, Receipt
from digibank.donations.tests.factories import ADDRESS, a_donation, a_donor, given
from digibank.inventory.labels import label_of
from digibank.inventory.models import Device
from digibank.inventory.tests.factories import a_depot
from digibank.organisations.tests.factories import an_association
from digibank.people.models import Donor

OPENED = ["donations", "register", "donation", "receipt"]
SENT = ["add_device", "count_parts", "write_receipt"]


@pytest.fixture
def elsewhere_technician(db):
    """A technician of another association altogether, with a depot of its own."""
    other = an_association("Digibank Elders")
    a_depot(other, name="Loods Elders")
    return logged_in(a_user("noor", "Noor Elders", other, Role.TECHNICIAN))


def url(name, key=None):
    return reverse(f"donations:{name}", args=[] if key is None else [key])


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def a_receipt(donation) -> Receipt:
    donation.refresh_from_db()
    return actions.keep_receipt(donation, receipt=b"%PDF-1.7 paper", covers=donation.version, by=an_actor())


def addresses(donation) -> dict[str, str]:
    """Every address with a record of this donation."""
    given(donation)
    keys = {"donations": None, "register": None, "receipt": a_receipt(donation).pk}
    return {name: url(name, keys.get(name, donation.pk)) for name in [*OPENED, *SENT]}


def typed(depot, **answers) -> dict[str, object]:
    about = {"who": "person", "name": "Simonne Verbist", "place": depot.pk, "received_on": clock.today().isoformat()}
    return about | answers


def test_technicians_and_coordinators_open_every_page(as_technician, as_coordinator, donation):
    pages = addresses(donation)

    for client in (as_technician, as_coordinator):
        assert {name: client.get(pages[name]).status_code for name in OPENED} == dict.fromkeys(OPENED, 200)
        assert {name: client.get(pages[name]).status_code for name in SENT} == dict.fromkeys(SENT, 405)


@pytest.mark.rule("D-03")
def test_a_lending_clerk_and_an_administrator_see_no_donations(as_clerk, as_administrator, donation):
    pages = addresses(donation)

    for client in (as_clerk, as_administrator):
        answers = {name: client.post(at) if name in SENT else client.get(at) for name, at in pages.items()}
        assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(pages, 403)


def test_who_is_not_logged_in_is_sent_to_the_door(client, donation):
    pages = addresses(donation)

    answers = {name: client.post(at) if name in SENT else client.get(at) for name, at in pages.items()}

    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(pages, 302)
    assert all(answer["Location"].startswith(reverse("accounts:log_in")) for answer in answers.values())


@pytest.mark.rule("D-03")
def test_a_technician_of_another_association_finds_nothing(elsewhere_technician, donation):
    pages = {name: at for name, at in addresses(donation).items() if name not in ("donations", "register")}

    answers = {
        name: elsewhere_technician.post(at) if name in SENT else elsewhere_technician.get(at)
        for name, at in pages.items()
    }

    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(pages, 404)
    assert donation.number not in text_of(elsewhere_technician.get(url("donations"), {"q": "Verbist"}))
    assert donation.place.name not in text_of(elsewhere_technician.get(url("register")))


@pytest.mark.rule("D-03")
def test_the_donor_stands_on_no_label_and_no_page_of_the_device(as_clerk, as_technician, donation):
    device = given(donation)
    page = reverse("inventory:device", args=[device.pk])

    told = [as_technician.get(page).content.decode(), str(label_of(device))]

    assert [words for words in told if "Verbist" in words or donation.number in words] == []
    assert "Verbist" not in as_clerk.get(page).content.decode()


def test_who_has_no_depot_is_told_where_to_ask(town):
    client = logged_in(a_user("wim", "Wim Werk", town, Role.TECHNICIAN))

    answer = client.get(url("register"))

    assert (answer.status_code, "Your organisation has no depot" in text_of(answer)) == (200, True)


def test_the_depot_of_the_seat_is_chosen_already(association, depot):
    second = a_depot(association, name="Zolder")
    at_second = a_user("zoe", "Zoë Zolder", association, Role.TECHNICIAN, place=second)
    nowhere = a_user("nel", "Nel Nergens", association, Role.TECHNICIAN)
    unseated = a_user("ugo", "Ugo Uit", association, Role.TECHNICIAN)

    chosen = [logged_in(user).get(url("register")).context["form"]["place"].initial for user in (at_second, nowhere)]

    assert chosen == [second, depot]
    assert logged_in(unseated).get(url("register")).status_code == 200


@pytest.mark.rule("D-02")
def test_a_name_alone_is_taken_in(as_technician, depot):
    answer = as_technician.post(url("register"), typed(depot))

    donation = Donation.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, url("donation", donation.pk))
    assert (donation.donor.name, donation.donor.is_legal_person, donation.place) == ("Simonne Verbist", False, depot)


def test_a_company_tells_all_it_wants(as_technician, depot):
    told = {"phone": "014 21 00 00", "email": "info@linde.example", "remarks": "Komt nog eens langs."} | ADDRESS

    answer = as_technician.post(url("register"), typed(depot, who="legal_person", name="Drukkerij De Linde", **told))

    page = text_of(as_technician.get(answer["Location"]))
    shown = ["Drukkerij De Linde", "company or organisation", "014 21 00 00", "info@linde.example", "Heidestraat 5"]
    assert [words for words in [*shown, "Komt nog eens langs."] if words not in page] == []


@pytest.mark.rule("D-02")
def test_who_gives_no_name_is_taken_in_as_well(as_technician, depot):
    answer = as_technician.post(url("register"), typed(depot, who="nobody", name=""))

    assert (answer.status_code, Donation.objects.get().donor, Donor.objects.count()) == (303, None, 0)
    assert "Somebody who gave no name" in text_of(as_technician.get(answer["Location"]))


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"name": ""}, "Write the name down, or choose that no name is given."),
        ({"who": "nobody"}, "You chose that no name is given. Empty this, or choose who gives."),
        ({"who": ""}, "This field is required."),
        ({"phone": "0470"}, "Nobody can be called on this number."),
        ({"street": "Dorp 1"}, "Complete the address, or leave all of it empty."),
        ({"remarks": "pincode 1234"}, "This text holds a password or code."),
        ({"received_on": "2999-01-01"}, "This day is still to come."),
    ],
)
def test_what_is_not_right_is_refused_with_the_words_kept(as_technician, depot, told, sentence):
    answer = as_technician.post(url("register"), typed(depot, **{"town": ""} | told))

    page = text_of(answer)
    assert (answer.status_code, sentence in page) == (422, True)
    assert ('value="Simonne Verbist"' in page) == (told.get("name") != "")
    assert (Donation.objects.count(), Donor.objects.count()) == (0, 0)


def test_a_double_click_is_one_donation(as_technician, depot):
    sent = typed(depot, once=str(uuid4()))

    answers = [as_technician.post(url("register"), sent) for _time in range(2)]

    assert [answer["Location"] for answer in answers] == [url("donation", Donation.objects.get().pk)] * 2
    assert Donor.objects.count() == 1


def test_a_known_donor_is_shown_first_and_chosen(as_technician, depot):
    known = a_donor(depot.organisation, "Simonne Verbist", phone="0470 12 34 56", email="s@v.example")

    asked = as_technician.post(url("register"), typed(depot, name="simonne verbist"))
    answer = as_technician.post(url("register"), typed(depot, name="", donor=known.pk))

    page = text_of(asked)
    assert (asked.status_code, "A donor like this is known already." in page) == (422, True)
    assert [words for words in ("0470 12 34 56", "s@v.example", f'value="{known.pk}"') if words not in page] == []
    assert (answer.status_code, Donation.objects.get().donor, Donor.objects.count()) == (303, known, 1)


def test_somebody_else_of_the_same_name_is_saved_after_looking(as_technician, depot):
    known = a_donor(depot.organisation)

    answer = as_technician.post(url("register"), typed(depot, seen=str(known.pk)))

    assert (answer.status_code, Donor.objects.count()) == (303, 2)
    assert Donation.objects.get().donor != known


@pytest.mark.rule("D-03")
def test_a_donor_of_another_organisation_is_neither_suggested_nor_chosen(elsewhere_technician, depot):
    known = a_donor(depot.organisation)
    theirs = typed(a_depot(an_association("Digibank Ver")))
    page = elsewhere_technician.get(url("register"))
    own = page.context["form"].fields["place"].queryset.get()

    chosen = elsewhere_technician.post(url("register"), typed(own, donor=known.pk))
    unknown = elsewhere_technician.post(url("register"), typed(own, donor=0))
    place_of_others = elsewhere_technician.post(url("register"), theirs)
    saved = elsewhere_technician.post(url("register"), typed(own))

    assert (chosen.status_code, place_of_others.status_code, saved.status_code) == (422, 422, 303)
    assert chosen.context["form"].errors == unknown.context["form"].errors != {}
    assert Donation.objects.get().donor != known


def test_a_device_is_added_and_its_label_offered(as_technician, donation, laptop_class):
    sent = {"device_class": laptop_class.pk, "vendor": "Acer", "serial": "S1", "accessories": ["charger"]}

    answer = as_technician.post(url("add_device", donation.pk), sent | {"once": str(uuid4())})

    device = Device.objects.get()
    page = text_of(as_technician.get(answer["Location"]))
    assert (answer.status_code, answer["Location"]) == (303, url("donation", donation.pk))
    assert (device.vendor, device.serial, device.given_with.donation) == ("Acer", "S1", donation)
    shown = [device.number, "charger", reverse("inventory:label", args=[device.pk]), "no receipt yet"]
    assert [words for words in shown if words not in page.replace("\u2011", "-")] == []


@pytest.mark.parametrize(
    ("name", "sent"),
    [("add_device", {"device_class": "", "vendor": "Acer"}), ("count_parts", {"kind": "mouse", "count": "-4"})],
)
def test_what_is_wrong_about_a_thing_is_refused_with_the_words_kept(as_technician, donation, name, sent):
    answer = as_technician.post(url(name, donation.pk), sent)

    page = text_of(answer)
    assert (answer.status_code, "Error:" in page) == (422, True)
    assert f'value="{list(sent.values())[1]}"' in page
    assert (Device.objects.count(), donation.parts.count()) == (0, 0)


def test_loose_parts_are_counted_and_a_zero_takes_them_away(as_technician, donation):
    as_technician.post(url("count_parts", donation.pk), {"kind": "mouse", "count": "12"})
    shown = as_technician.get(url("donation", donation.pk)).context["parts"].values_list("kind", "count")
    counted = list(shown)
    as_technician.post(url("count_parts", donation.pk), {"kind": "mouse", "count": "0"})

    assert (counted, list(shown.all())) == ([("mouse", 12)], [])


@pytest.mark.usefixtures("small_papers")
@pytest.mark.rule("D-05")
def test_the_receipt_is_made_shown_and_made_again_after_another_device(as_technician, donation):
    given(donation, vendor="Acer")
    once = str(uuid4())

    answers = [as_technician.post(url("write_receipt", donation.pk), {"once": once}) for _time in range(2)]
    paper = as_technician.get(url("receipt", Receipt.objects.get().pk))
    ready = text_of(as_technician.get(url("donation", donation.pk)))
    given(donation, vendor="Dell")
    outdated = text_of(as_technician.get(url("donation", donation.pk)))
    as_technician.post(url("write_receipt", donation.pk), {"once": str(uuid4())})

    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(303, url("link", donation.pk))] * 2
    assert (paper["Content-Type"], paper.content[:4]) == ("application/pdf", b"%PDF")
    assert paper["Content-Disposition"] == f'inline; filename="receipt-{donation.number}.pdf"'
    assert ("receipt is ready" in ready, "receipt lists less than there is" in outdated) == (True, True)
    assert [receipt.covers for receipt in Receipt.objects.all()] == [3, 2]
    assert text_of(as_technician.get(url("donation", donation.pk))).count("Earlier receipt") == 1


@pytest.mark.usefixtures("small_papers")
def test_a_receipt_of_nothing_is_refused_on_the_page(as_technician, donation):
    answer = as_technician.post(url("write_receipt", donation.pk))

    assert (answer.status_code, Receipt.objects.count()) == (422, 0)
    assert "Nothing is written down yet." in text_of(answer)


def test_the_list_finds_by_number_donor_and_device(as_technician, depot, donation):
    device = given(donation)
    nameless = a_donation(depot, donor=None)

    def shown(**query: str) -> list[Donation]:
        return as_technician.get(url("donations"), query).context["page"].rows

    assert shown() == [nameless, donation]
    assert [row.devices for row in shown()] == [0, 1]
    assert shown(q=donation.number) == shown(q=device.number) == shown(q="verbist") == [donation]
    assert shown(q=nameless.number) == [nameless]
    assert shown(q="a\0b") == [nameless, donation]
    assert "No donation fits" in text_of(as_technician.get(url("donations"), {"q": "niemand"}))


def test_the_first_donation_is_waited_for(as_technician):
    assert "No donations yet" in text_of(as_technician.get(url("donations")))


def test_more_donations_and_devices_ask_no_more_of_the_database(as_technician, depot, donation):
    def queries() -> tuple[int, ...]:
        counts = []
        for page in (url("donations"), url("donation", donation.pk)):
            with CaptureQueriesContext(connection) as asked:
                as_technician.get(page)
            counts.append(len(asked))
        return tuple(counts)

    given(donation)
    a_receipt(donation)
    queries()
    one = queries()
    a_donation(depot)
    given(donation, vendor="Dell")
    a_receipt(donation)

    assert queries() == one
