from datetime import timedelta
from io import BytesIO

import pytest
from conftest import logged_in
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from digibank import clock
from digibank.accounts.rights import Role
from digibank.accounts.tests.factories import a_user
from digibank.audit.models import Event
from digibank.organisations.tests.factories import a_member
from digibank.people import actions
from digibank.people.actions import Way, doubles
from digibank.people.models import ContactWay, Person, PersonAccess, StatisticsCard, Verdict
from digibank.people.tests.factories import MOBILE, a_person, an_address

NEW = {"name": "Roza Peeters", "phone": MOBILE, "prefers": "phone"}
CARD = {
    "age_band": "55+",
    "gender": "will_not_say",
    "job_seeker": "no",
    "target_groups_told": "answered",
    "target_groups": ["older", "limited_means"],
    "how_came": "ocmw",
    "version": "1",
}


def at(name, *keys):
    return reverse(f"people:{name}", args=keys)


def lists(page):
    return [person.name for person in page.context["page"].rows]


def queries(client, url):
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_the_list_shows_the_own_residents_newest_first(as_clerk, town, other_town):
    a_person(town, "Roza Peeters")
    a_person(town, "Jef Maes", address=an_address())
    a_person(town, "Els Claes", protected=True)
    a_person(other_town, "Piet Buur")

    page = as_clerk.get(at("people"))

    assert (page.status_code, lists(page)) == (200, ["Jef Maes", "Roza Peeters"])


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"q": "roza"}, ["Roza Peeters"]),
        ({"q": MOBILE}, ["Jef Maes"]),
        ({"shown": "interpreter"}, ["Jef Maes"]),
        ({"shown": "no_card"}, ["Jef Maes"]),
        ({"shown": "opened"}, []),
        ({"shown": "nonsense"}, ["Jef Maes", "Roza Peeters"]),
        ({"q": "niemand"}, []),
    ],
)
def test_the_list_can_be_narrowed(as_clerk, town, actor, asked, names):
    actions.fill_card(a_person(town, "Roza Peeters"), gender="f", by=actor)
    a_person(town, "Jef Maes", ways=[Way("phone", MOBILE)], interpreter_needed=True)

    assert lists(as_clerk.get(at("people"), asked)) == names


def test_a_protected_person_is_listed_by_number(as_clerk, as_stranger, town):
    person = a_person(town, "Els Claes", protected=True, address=an_address())

    page = as_clerk.get(at("people"), {"q": person.number})

    assert (lists(page), "Kerkstraat" in page.content.decode()) == (["Els Claes"], False)
    assert lists(as_stranger.get(at("people"), {"q": person.number})) == []


def test_the_list_asks_as_many_questions_for_one_as_for_three(as_clerk, town):
    a_person(town, "Roza", address=an_address())
    one = queries(as_clerk, at("people"))
    a_person(town, "Jef", address=an_address())
    a_person(town, "Els", address=an_address())

    assert queries(as_clerk, at("people")) == one


def test_a_page_asks_as_many_questions_with_one_double_as_with_three(as_clerk, town, actor):
    person = a_person(town, birth_year=1950, address=an_address())
    a_person(town, birth_year=1950)
    doubles.link_same(person, a_person(town), by=actor)
    one = queries(as_clerk, at("person", person.pk))
    for _ in range(2):
        a_person(town, birth_year=1950, address=an_address())
        doubles.link_same(person, a_person(town), by=actor)
        actions.add_way(person, way=Way("someone", "", f"Els {_}"), by=actor)

    page = as_clerk.get(at("person", person.pk))

    assert (len(page.context["doubles"]), len(page.context["same"])) == (3, 3)
    assert queries(as_clerk, at("person", person.pk)) == one


def test_somebody_is_registered_without_email(as_clerk, town, clerk):
    answer = as_clerk.post(at("register"), NEW)

    person = Person.objects.get()
    assert (answer.status_code, answer.url) == (303, at("person", person.pk))
    assert (person.name, person.home, person.ways.get().value) == ("Roza Peeters", town, "+32470123456")
    assert Event.objects.get(verb="people.registered").actor == clerk.actor


def test_all_that_was_told_is_kept(as_clerk):
    told = NEW | an_address() | {"called": "Mevrouw", "birth_year": "1950", "interpreter_needed": "on"}
    told |= {"contact_language": "Arabisch", "email": "r@voorbeeld.be", "who": "Els", "relation": "dochter"}
    told |= {"who_phone": "014 21 00 00", "desk": "on", "prefers": "letter", "protected": "on"}

    as_clerk.post(at("register"), told)

    person = Person.objects.get()
    kept = (person.called, person.birth_year, person.contact_language, person.protected, person.address.street)
    assert kept == ("Mevrouw", 1950, "Arabisch", True, "Kerkstraat 12")
    assert [way.kind for way in person.ways.all()] == ["mobile", "email", "someone", "desk"]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": ""}, "name"),
        ({"phone": "0470"}, "phone"),
        ({"prefers": "letter"}, "prefers"),
        ({"street": "Kerkstraat 12"}, "town"),
        ({"birth_year": "2300"}, "birth_year"),
        ({"relation": "dochter"}, "who"),
        ({"called": "pincode 1234"}, "called"),
        ({"phone": "", "prefers": "card"}, "__all__"),
    ],
)
def test_a_refusal_keeps_what_was_typed(as_clerk, typed, field):
    page = as_clerk.post(at("register"), NEW | {"contact_language": "Pools"} | typed)

    assert (page.status_code, field in page.context["form"].errors) == (422, True)
    assert 'value="Pools"' in page.content.decode()
    assert Person.objects.count() == 0


def test_a_possible_double_is_shown_before_saving(as_clerk, town):
    known = a_person(town, "Rosa Peters", ways=[Way("phone", MOBILE)])

    page = as_clerk.post(at("register"), NEW)

    assert (page.status_code, page.context["seen"], Person.objects.count()) == (422, str(known.pk), 1)
    assert f'href="{at("person", known.pk)}"' in page.content.decode()


def test_somebody_else_after_all_is_saved_and_remembered(as_clerk, town):
    known = a_person(town, "Rosa Peters", ways=[Way("phone", MOBILE)])

    answer = as_clerk.post(at("register"), NEW | {"seen": str(known.pk)})

    verdict = Verdict.objects.get()
    assert (answer.status_code, verdict.first, verdict.says) == (303, known, "different")


def test_a_double_that_was_not_shown_yet_is_shown(as_clerk, town):
    seen = a_person(town, "Rosa Peters", ways=[Way("phone", MOBILE)])
    a_person(town, "Roos Peters", ways=[Way("phone", MOBILE)])

    page = as_clerk.post(at("register"), NEW | {"seen": str(seen.pk)})

    assert (page.status_code, len(page.context["doubles"])) == (422, 2)


def test_registering_twice_by_a_double_click_is_one_person(as_clerk):
    once = "0b8f6f0e-58a5-4a3b-9d76-0a2a4a6d7d51"

    answers = [as_clerk.post(at("register"), NEW | {"once": once}).url for _ in range(2)]

    assert (Person.objects.count(), len(set(answers))) == (1, 1)


def test_a_person_page_tells_what_is_known(as_clerk, town, other_town, actor):
    person = a_person(town, ways=[Way("phone", MOBILE), Way("someone", "", "Els", "dochter")], address=an_address())
    actions.fill_card(person, gender="will_not_say", by=actor)
    until_on = clock.today() + timedelta(days=9)
    actions.open_across_border(person, organisation=other_town, reason="verhuist straks", until_on=until_on, by=actor)

    words = as_clerk.get(at("person", person.pk)).content.decode()

    told = (person.number, "Roza Peeters", "0470 12 34 56", "Els (dochter)", "Kerkstraat 12", "verhuist straks")
    assert [word for word in told if word not in words] == []


@pytest.mark.parametrize("name", ["person", "edit", "add_way", "move_house", "card"])
def test_pages_of_a_person_open_for_the_own_desk_and_for_no_stranger(as_clerk, as_stranger, as_technician, town, name):
    url = at(name, a_person(town, address=an_address()).pk)

    assert [client.get(url).status_code for client in (as_clerk, as_stranger, as_technician)] == [200, 404, 403]


def test_a_stranger_changes_nothing(as_stranger, town, other_town):
    person, theirs = a_person(town, address=an_address()), a_person(other_town)
    way, address = person.ways.get(), person.addresses.get()
    urls = [
        at("end_way", way.pk),
        at("note_reached", way.pk),
        at("leave_address", address.pk),
        at("link_same", theirs.pk, person.pk),
        at("link_same", person.pk, theirs.pk),
        at("say_different", theirs.pk, person.pk),
        at("unlink_same", theirs.pk, person.pk),
        at("edit", person.pk),
        at("card", person.pk),
    ]

    assert as_stranger.get(at("paper_card", person.pk)).status_code == 404
    assert {as_stranger.post(url, CARD).status_code for url in urls} == {404}


def test_what_is_known_can_be_changed(as_clerk, town):
    person = a_person(town)

    answer = as_clerk.post(at("edit", person.pk), {"name": "Rosa", "prefers": "card", "version": "1"})

    assert (answer.status_code, Person.objects.get().name) == (303, "Rosa")


def test_an_edit_of_an_old_page_is_refused(as_clerk, town):
    person = a_person(town)

    page = as_clerk.post(at("edit", person.pk), {"name": "Rosa", "prefers": "card", "version": "7"})

    assert (page.status_code, 'value="Rosa"' in page.content.decode()) == (422, True)


def test_a_way_is_added_and_ended(as_clerk, town):
    person = a_person(town)

    as_clerk.post(at("add_way", person.pk), {"kind": "phone", "value": MOBILE, "who": "telt niet"})
    way = ContactWay.objects.get(kind="mobile")
    as_clerk.post(at("note_reached", way.pk))
    as_clerk.post(at("end_way", way.pk))

    way.refresh_from_db()
    assert (way.value, way.who, way.last_reached_on, way.is_current) == ("+32470123456", "", clock.today(), False)


def test_a_way_that_leads_nowhere_is_refused(as_clerk, town):
    page = as_clerk.post(at("add_way", a_person(town).pk), {"kind": "email", "value": "roza"})

    assert (page.status_code, list(page.context["form"].errors)) == (422, ["value"])


def test_ending_the_last_way_is_refused_on_the_page(as_clerk, town):
    person = a_person(town)

    page = as_clerk.post(at("end_way", person.ways.get().pk))

    assert (page.status_code, len(page.context["plain"].errors)) == (422, 1)


def test_a_person_moves_house(as_clerk, town):
    person = a_person(town)

    as_clerk.post(at("move_house", person.pk), an_address() | {"from_on": clock.today().isoformat()})
    address = person.addresses.get()
    as_clerk.post(at("leave_address", address.pk))

    address.refresh_from_db()
    assert (address.street, address.until_on) == ("Kerkstraat 12", clock.today())


def test_the_card_is_filled_in_at_the_desk(as_clerk, town):
    person = a_person(town)

    answer = as_clerk.post(at("card", person.pk), CARD)

    card = StatisticsCard.objects.get()
    assert (answer.status_code, card.gender, card.target_groups) == (303, "will_not_say", ["older", "limited_means"])


def test_a_card_that_contradicts_itself_comes_back(as_clerk, town):
    page = as_clerk.post(at("card", a_person(town).pk), CARD | {"target_groups_told": "not_asked"})

    assert (page.status_code, list(page.context["form"].errors)) == (422, ["target_groups_told"])


@pytest.mark.once
def test_the_paper_card_shows_the_number_and_no_name_on_one_sheet(as_clerk, town):
    person = a_person(town, "Roza Peeters")

    answer = as_clerk.get(at("paper_card", person.pk))

    sheets = PdfReader(BytesIO(answer.content)).pages
    words = sheets[0].extract_text()
    assert (len(sheets), person.number in words, "Roza" in words) == (1, True, False)


def test_doubles_are_judged_on_the_page(as_clerk, town):
    one, two = a_person(town), a_person(town)

    statuses = [as_clerk.post(at(verb, one.pk, two.pk)).status_code for verb in ("link_same", "unlink_same")]
    as_clerk.post(at("say_different", one.pk, two.pk))
    refused = as_clerk.post(at("unlink_same", one.pk, two.pk))

    assert (statuses, refused.status_code) == ([303, 303], 422)
    assert Verdict.objects.standing().get().says == "different"


def test_a_person_of_another_municipality_is_opened_with_a_reason(as_stranger, town, other_town):
    person = a_person(town)
    url = at("person", person.pk)
    before = as_stranger.get(url).status_code

    answer = as_stranger.post(at("open_across_border"), border(person, other_town))

    assert (before, answer.url, as_stranger.get(url).status_code) == (404, url, 200)
    assert lists(as_stranger.get(at("people"), {"shown": "opened"})) == ["Roza Peeters"]


def test_a_refusal_at_the_border_is_kept_without_the_person(as_stranger, stranger, town, other_town):
    person = a_person(town)

    page = as_stranger.post(at("open_across_border"), border(person, other_town) | {"name": "Jef"})

    assert (page.status_code, PersonAccess.objects.count()) == (422, 0)
    event = Event.objects.get(verb="people.border_refused")
    assert (event.actor, [subject.kind for subject in event.subjects.all()]) == (
        stranger.actor,
        ["organisations.organisation"],
    )


def test_who_sees_no_residents_is_refused(as_technician):
    assert [as_technician.get(at(name)).status_code for name in ("people", "register")] == [403, 403]


def test_who_works_for_several_municipalities_chooses_one(association, town, other_town):
    client = logged_in(a_user("gerd", "Gerd Overal", association, Role.LENDING_CLERK))

    unsaid = client.post(at("register"), NEW)
    client.post(at("register"), NEW | {"home": str(other_town.pk)})

    assert list(unsaid.context["form"].errors) == ["home"]
    assert Person.objects.get().home == other_town


def test_who_works_for_no_municipality_is_told_so(association):
    partner = a_member(association, name="De Zwaluw", kind="partner")
    client = logged_in(a_user("gerd", "Gerd Partner", partner, Role.LENDING_CLERK))

    pages = [client.get(at(name)) for name in ("register", "open_across_border")]

    assert ["people/no_home.html" in {template.name for template in page.templates} for page in pages] == [True, True]


def border(person, town):
    until_on = clock.today() + timedelta(days=30)
    return {
        "number": person.number,
        "name": person.name,
        "organisation": str(town.pk),
        "reason": "verhuist naar hier",
        "until_on": until_on.isoformat(),
    }
