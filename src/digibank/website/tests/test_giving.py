"""A donor answers a few questions; nothing is kept before the last page, and one send is one offer."""

import gzip
from datetime import UTC, datetime
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from digibank import clock
from digibank.accounts.models import Post
from digibank.donations.models import Offer, OfferedItem
from digibank.files.models import Document
from digibank.inventory.tests.factories import a_depot
from digibank.organisations.models import Place
from digibank.organisations.tests.factories import a_desk, open_on
from digibank.people.models import Donor
from digibank.website.giving import sealed
from digibank.website.giving.answers import MOST_THINGS

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 6, 29, 8, 0, tzinfo=UTC)
START, CHECK = reverse("website:give"), reverse("website:give_check")
LAPTOP = {
    "wat": {"kind": "laptop"},
    "werkt": {"works": "yes"},
    "hoe-oud": {"age": "new"},
    "welk": {"count": "1", "vendor": "Dell", "product": "Latitude"},
}
KNOWN = {"name": "Simonne Verbist", "phone": "0470 12 34 56"}
ADDRESS = {"street": "Heidestraat 5", "postcode": "2399", "town": "Wilgerdonk"}


@pytest.fixture(autouse=True)
def _monday(in_english):
    with clock.at(MONDAY):
        yield


@pytest.fixture
def depot(association) -> Place:
    """The association's own, where one may bring things on Tuesday."""
    return open_on(a_depot(association, takes_donations=True), (1, "09:00", "12:00"))


def answered(client, told, *, address="/schenken/wie/"):
    """Answer these questions one after the other, as they come; the address where that led."""
    for step, typed in told.items():
        assert urlsplit(address).path == f"/schenken/{step}/"
        answer = client.post(address, typed)
        assert answer.status_code == 303, answer.context["form"].errors
        address = answer["Location"]
    return address


def brought(place, **contact):
    return {"wie": {"who": "person"}, **LAPTOP, "hoe": {"how": str(place.pk)}, "contact": contact}


def sent(client, address, **typed):
    once = client.get(address).context["form"]["once"].value()
    return client.post(address, {"once": once, **typed})


def a_photo(name="IMG_1.jpg", size=(40, 30)):
    drawn = BytesIO()
    Image.new("RGB", size, "orange").save(drawn, "JPEG")
    return SimpleUploadedFile(name, drawn.getvalue(), content_type="image/jpeg")


def test_home_leads_to_the_first_question(client, depot):
    home, begin = client.get(reverse("website:home")), client.get(START)

    assert f'href="{START}"' in home.text
    assert 'href="/schenken/wie/"' in begin.text


def test_a_donor_who_tells_only_what_and_where_has_made_an_offer(client, depot):
    check = answered(client, brought(depot))

    answer = sent(client, check)

    offer = Offer.objects.get()
    [item] = offer.items.all()
    assert answer.status_code == 303
    assert offer.number in client.get(answer["Location"]).text
    assert (offer.donor, offer.depot, offer.drop_off, offer.channel, offer.state) == (
        None, depot, depot, "website", "announced",
    )  # fmt: skip
    assert (item.kind, item.vendor, item.product, item.count, item.works, item.age) == (
        "laptop", "Dell", "Latitude", 1, "yes", "new",
    )  # fmt: skip


def test_nothing_is_kept_before_the_last_page(client, depot, django_capture_on_commit_callbacks):
    check = answered(client, brought(depot, **KNOWN))
    client.get(check)

    assert [rows.count() for rows in (Offer.objects, OfferedItem.objects, Donor.objects, Post.objects)] == [0] * 4
    assert "session" not in "".join(client.cookies)


@pytest.mark.rule("D-07")
def test_what_was_answered_can_be_read_in_no_address(client, depot):
    check = answered(client, brought(depot, **KNOWN))

    assert "Verbist" in client.get(check).text
    assert "Verbist" not in check
    assert sealed.unseal(parse_qs(urlsplit(check).query)["tot"][0])["told"]["contact"]["name"] == "Simonne Verbist"


def test_answers_that_were_tampered_with_or_are_too_old_begin_again(client, depot):
    check = answered(client, brought(depot, **KNOWN))
    tampered = client.get(check[:-4] + "AAAA")
    clock.pass_time(hours=4)
    old = client.get(check)

    assert [(answer.status_code, answer["Location"]) for answer in (tampered, old)] == [(302, "/schenken/wie/")] * 2


@pytest.mark.rule("D-08")
def test_a_page_sent_twice_is_one_offer(client, depot):
    check = answered(client, brought(depot, **KNOWN))

    first, second = sent(client, check), sent(client, check)

    assert first["Location"] == second["Location"]
    assert (Offer.objects.count(), Donor.objects.count()) == (1, 1)


def test_another_answer_is_another_offer(client, depot):
    check = answered(client, brought(depot, **KNOWN))
    sent(client, check)
    change = next(line.url for line in client.get(check).context["told"] if "contact" in line.url)

    sent(client, answered(client, {"contact": {"name": "Jef"}}, address=change))

    assert [offer.donor.name for offer in Offer.objects.order_by("pk")] == ["Simonne Verbist", "Jef"]


def test_who_wants_it_collected_tells_days_address_and_telephone(client, depot):
    told = {
        "wie": {"who": "person"}, **LAPTOP, "hoe": {"how": "collect"}, "dagen": {"days": ["1", "3"]},
        "dagdeel": {"part_of_day": "morning"}, "contact": KNOWN | ADDRESS,
    }  # fmt: skip

    sent(client, answered(client, told))

    offer = Offer.objects.get()
    assert (offer.coming, offer.drop_off, offer.preferred_days, offer.part_of_day) == (
        "collected", None, [1, 3], "morning",
    )  # fmt: skip
    assert (offer.donor.address, offer.donor.phone) == ("Heidestraat 5, 2399 Wilgerdonk", "+32470123456")


def test_who_wants_it_collected_and_tells_no_address_is_asked_for_it(client, depot):
    told = {"wie": {"who": "person"}, **LAPTOP, "hoe": {"how": "collect"}, "dagen": {"days": ["1"]}}
    address = answered(client, told | {"dagdeel": {"part_of_day": "any"}})

    answer = client.post(address, KNOWN)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["street", "postcode", "town"]
    assert 'value="Simonne Verbist"' in answer.text


def test_an_organisation_tells_numbers_and_whom_to_ask_for(client, depot):
    told = {
        "wie": {"who": "organisation"}, "aantallen": {"laptop": "30", "screen": "12", "phone": "0"},
        "hoe": {"how": str(depot.pk)}, "contact": {"name": "School De Linde", "contact": "An Peeters"},
    }  # fmt: skip

    answer = sent(client, answered(client, told))

    offer = Offer.objects.get()
    assert [(item.kind, item.count) for item in offer.items.all()] == [("laptop", 30), ("screen", 12)]
    assert (offer.donor.is_legal_person, offer.donor.name, offer.donor.contact) == (
        True, "School De Linde", "An Peeters",
    )  # fmt: skip
    assert 'id="list"' in client.get(answer["Location"]).text


def test_several_things_are_one_offer_and_one_can_be_taken_away(client, depot):
    check = answered(client, brought(depot))
    more = client.get(check).context["more_url"]
    loose = {"wat": {"kind": "accessories"}, "welk": {"count": "3"}}
    check = answered(client, loose, address=more)
    away = client.get(check).context["told"][0]
    back = client.get(more).context["back_url"]

    sent(client, away.url)
    sent(client, check)

    made = [[(item.kind, item.count) for item in offer.items.all()] for offer in Offer.objects.order_by("pk")]
    assert made == [[("accessories", 3)], [("laptop", 1), ("accessories", 3)]]
    assert next(line.answer for line in client.get(back).context["told"]) == "laptop, Dell Latitude"


def test_there_is_a_most_that_fits(client, depot):
    check = answered(client, brought(depot))
    for _more in range(MOST_THINGS - 1):
        check = answered(client, {"wat": {"kind": "other"}, "werkt": {"works": "unknown"},
                                  "hoe-oud": {"age": "unknown"}, "welk": {"count": "1"}},
                         address=client.get(check).context["more_url"])  # fmt: skip

    assert client.get(check).context["more_url"] == ""


def test_changing_an_answer_leads_back_to_all_of_them(client, depot, town):
    other = a_desk(town, name="Bibliotheek", takes_donations=True)
    check = answered(client, brought(depot, **KNOWN))
    change = next(line.url for line in client.get(check).context["told"] if "/hoe/" in line.url)

    changed = client.post(change, {"how": str(other.pk)})["Location"]

    assert urlsplit(changed).path == CHECK
    assert "I bring it: Bibliotheek" in client.get(changed).text


def test_a_question_that_comes_too_early_leads_to_the_first_open_one(client, depot):
    answer = client.get("/schenken/contact/")

    assert (answer.status_code, answer["Location"]) == (302, "/schenken/wie/")
    assert client.get("/schenken/zomaar/").status_code == 302
    assert client.get(CHECK)["Location"] == "/schenken/wie/"


def test_no_answer_is_explained(client, depot):
    answer = client.post("/schenken/wie/", {})

    assert answer.status_code == 422
    assert answer.text.count("Choose an answer.") == 2


def test_a_telephone_without_a_name_is_asked_whose(client, depot):
    address = answered(client, {key: told for key, told in brought(depot).items() if key != "contact"})

    answer = client.post(address, {"phone": "0470 12 34 56"})

    assert answer.context["form"].errors == {"name": ["Write your name too. Then we know whom we call."]}


def test_a_secret_is_refused_before_anything_is_kept(client, depot):
    check = answered(client, brought(depot, **KNOWN))

    answer = sent(client, check, remarks="Wachtwoord is geheim1")

    assert answer.status_code == 422
    assert "geheim1" in answer.text
    assert (Offer.objects.count(), Donor.objects.count()) == (0, 0)


def test_a_place_that_no_longer_takes_devices_is_refused(client, depot):
    check = answered(client, brought(depot))
    Place.objects.update(takes_donations=False)

    answer = sent(client, check)

    assert answer.status_code == 422
    assert "Go back and choose another one." in answer.text


def test_a_photo_is_of_the_first_thing_and_is_drawn_anew(client, depot):
    check = answered(client, brought(depot))

    sent(client, check, photo=a_photo(size=(4000, 3000)))

    photo = Document.objects.get()
    assert OfferedItem.objects.get().photo == photo
    assert (photo.media_type, photo.name) == ("image/jpeg", "offered-device.jpg")
    assert Image.open(BytesIO(photo.content())).size == (1600, 1200)


def test_a_file_that_is_no_photo_is_refused_and_the_word_stays(client, depot):
    check = answered(client, brought(depot))
    script = SimpleUploadedFile("photo.jpg", b"<script>alert(1)</script>", content_type="image/jpeg")

    answer = sent(client, check, photo=script, remarks="In de doos")

    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"photo"}
    assert "In de doos" in answer.text
    assert (Offer.objects.count(), Document.objects.count()) == (0, 0)


def test_what_happens_now_names_nobody_and_is_found_by_its_link_only(client, depot):
    told = sent(client, answered(client, brought(depot, **KNOWN)))["Location"]

    assert "Verbist" not in client.get(told).text
    assert client.get(f"/schenken/bedankt/{Offer.objects.get().pk}/").status_code == 404
    assert client.get(told.removesuffix("/") + "x/").status_code == 404


def test_a_drop_off_point_of_a_town_belongs_to_the_depot_of_the_association(client, depot, town):
    desk = a_desk(town, name="Bibliotheek", takes_donations=True)

    sent(client, answered(client, brought(desk, **KNOWN)))

    offer = Offer.objects.get()
    assert (offer.depot, offer.drop_off, offer.donor.organisation) == (depot, desk, depot.organisation)


def test_without_a_depot_or_a_place_one_is_asked_to_call(client, db):
    assert "Please call us." in client.get(START).text


def test_places_say_when_they_are_open(client, depot):
    address = answered(client, {key: told for key, told in brought(depot).items() if key not in ("hoe", "contact")})

    assert "Tuesday 9 to 12 o’clock" in client.get(address).text


def test_the_page_of_a_place_says_that_devices_may_be_brought(client, town):
    says = [
        "You may bring it here." in client.get(reverse("website:place", args=[place.pk])).text
        for place in (a_desk(town, name="Ja", takes_donations=True), a_desk(town, name="Nee"))
    ]

    assert says == [True, False]


def test_pages_are_light_and_kept_by_nobody(client, depot):
    check = answered(client, brought(depot, **KNOWN))
    done = sent(client, check)["Location"]

    pages = [client.get(address, headers={"accept-encoding": "gzip"}) for address in (START, check, done)]

    assert max(len(page.content) for page in pages) < 8 * 1024
    assert all("script" not in gzip.decompress(page.content).decode().lower() for page in pages)
    assert [page.headers.get("Cache-Control", "") for page in pages[1:]] == [
        "max-age=0, no-cache, no-store, must-revalidate, private"
    ] * 2


def test_the_question_of_places_asks_the_database_as_often_for_three_as_for_one(
    client, depot, town, django_assert_num_queries, django_assert_max_num_queries
):
    address = answered(client, {key: told for key, told in brought(depot).items() if key not in ("hoe", "contact")})
    with django_assert_max_num_queries(12) as one:
        client.get(address)

    for name in "AB":
        open_on(a_desk(town, name=name, takes_donations=True), (0, "09:00", "12:00"))

    with django_assert_num_queries(len(one)):
        client.get(address)
